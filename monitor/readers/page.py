"""HTML listings: items by CSS selectors, given or proposed, and the pages of the statements themselves."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from monitor.readers.addresses import bounded_id, canonical
from monitor.readers.coding import mend_coding
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.dates import Dating
from monitor.readers.item_dates import find_headings
from monitor.readers.markup import Element, parse_page, select_outermost
from monitor.readers.next_page import next_page
from monitor.readers.own_page import read_own_page
from monitor.readers.page_items import Frame, Item, read_item
from monitor.readers.proposal import propose_selectors
from monitor.readers.selectors import selectors_of
from monitor.terms import FoundStatement

KIND = "page"
MOST_ITEMS = 300
WHOLE_LENGTH = 250
_FILE = re.compile(r"\.(pdf|docx?|rtf|odt|jpe?g|png|gif|webp|mp4|zip)\Z", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*\Z")


def address(source: SourceFacts) -> str:
    """The listing's own address."""
    return source.url


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The listing's items, oldest first; an empty list is no list, for it would replace what is known."""
    root = parse_page(answer, source)
    dating = Dating(source, answer.received_at)
    selectors, doubts = selectors_of(source), []
    if selectors.item is None:
        proposed = propose_selectors(root, answer, source)
        if proposed is None:
            raise Unreadable(
                f"{answer.final_url}: no list of statements was recognised on the page; name it by `select`."
            )
        selectors = replace(proposed, **selectors.named())
        doubts.append("the items were found by the page's repeated structure, as no `select` is given.")
    items = select_outermost(root, selectors.item or "body", "item")[:MOST_ITEMS]
    if not items:
        raise Unreadable(f"{answer.final_url}: select.item {selectors.item!r} finds nothing on the page.")
    frame = _frame(root, items, Frame(answer.final_url, selectors, dating), source)
    found = _statements([read_item(one, frame) for one in items], answer, source)
    if not found:
        raise Unreadable(
            f"{answer.final_url}: the items found by {selectors.item!r} hold no title and no text."
        )
    return Listing(tuple(found), next_page(root, answer.final_url), (*doubts, *dating.doubts()))


def read_page(answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
    """The statement made whole by its own page; what the page lacks stays as it was listed."""
    return read_own_page(answer, source, listed)


def _frame(root: Element, items: Sequence[Element], frame: Frame, source: SourceFacts) -> Frame:
    """What the items share; in a flat list, whether an item's date follows or precedes it."""
    headings = find_headings(root, Dating(source, frame.dating.received_at))
    headings = headings if len(headings) < len(items) else {}  # one to an item: they are the items' own dates
    known = replace(frame, items=frozenset(items), headings=headings)
    if frame.selectors.date or read_item(items[-1], known).published[0] is not None:
        return known
    before = replace(known, text_follows=False)
    return before if read_item(items[0], before).published[0] is not None else known


def _statements(items: Sequence[Item], answer: CaptureText, source: SourceFacts) -> list[FoundStatement]:
    """Oldest first: listings show the newest first, and those of one day stay in that order."""
    merged = _merge_twins(items)
    titles: dict[str, set[str]] = defaultdict(set)
    for item in merged:
        titles[canonical(item.link)].add(item.title)
    vague = {link for link, different in titles.items() if len(different) > 1 or not link}
    found = [_statement(item, answer, source, vague) for item in merged]
    found = [one for one in reversed(found) if one.title or one.text or one.unread]
    return sorted(
        found, key=lambda one: (one.published_at is not None, one.published_at or answer.received_at)
    )


def _merge_twins(items: Iterable[Item]) -> list[Item]:
    """A picture and a headline that lead to the same page are one item."""
    kept: dict[str, Item] = {}
    for number, item in enumerate(items):
        key = canonical(item.link) or f"#{number}"
        twin = kept.get(key)
        if twin is not None and twin.title and item.title and twin.title != item.title:
            key = f"{key}#{number}"
        elif twin is not None:
            item = max(twin, item, key=lambda one: (bool(one.title), len(one.text)))
        kept[key] = item
    return list(kept.values())


def _statement(item: Item, answer: CaptureText, source: SourceFacts, vague: Container[str]) -> FoundStatement:
    title, text = mend_coding(item.title), mend_coding(item.text)
    published, precision = item.published
    file = _FILE.search(item.link.partition("?")[0])
    whole = item.whole and len(text) >= WHOLE_LENGTH and not _CUT_OFF.search(text)
    apart = bool(item.link) and canonical(item.link) != canonical(answer.final_url)
    return FoundStatement(
        external_id=_external_id(item, vague),
        url=item.link or answer.final_url,
        title=title,
        text=text,
        published_at=published,
        precision=precision,
        timezone=source.timezone,
        follow=item.link if apart and not whole and not file else None,
        unread=_unread(item, file[1] if file else None, apart),
    )


def _external_id(item: Item, vague: Container[str]) -> str:
    link = canonical(item.link)
    if link and link not in vague:
        return bounded_id(link)
    day = item.published[0].date().isoformat() if item.published[0] else ""
    return hashlib.sha256(f"{link}\n{item.title or item.text[:200]}\n{day}".encode()).hexdigest()


def _unread(item: Item, file: str | None, apart: bool) -> str | None:
    if file:
        return f"The text is in a file ({file.lower()})."
    if item.pictured and not item.text and (not item.title or not apart):
        return "The text is in an image."
    return None
