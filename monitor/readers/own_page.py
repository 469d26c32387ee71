"""A statement's own page: its whole text, and what the listing did not say of it."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.readers.coding import mend_coding
from monitor.readers.contract import CaptureText, SourceFacts, Unreadable
from monitor.readers.dates import Dating
from monitor.readers.main_text import holds_pictures, is_stub, main_text, selected_text
from monitor.readers.markup import Element, attribute, elements, line_of, page_language, parse_page
from monitor.readers.page_dates import page_date
from monitor.readers.selectors import Selectors, selectors_of
from monitor.terms import FoundStatement, PublishedPrecision

_FILES = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "document"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
)
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\s*\Z")


def read_own_page(
    answer: CaptureText, source: SourceFacts, listed: FoundStatement, selectors: Selectors | None = None
) -> FoundStatement:
    """Raises Unreadable for a page that shows no statement at all, such as an error page with 200.

    `selectors` stand in for the source's own where those are for something else than a page.
    """
    select = selectors or selectors_of(source)
    file = next((name for start, name in _FILES if answer.body.startswith(start)), None)
    if file:
        return replace(listed, follow=None, unread=f"The text is in a file ({file}).")
    root = parse_page(answer, source)
    title = _title(root, listed)
    chosen = selected_text(root, select.body) if select.body else ""
    text = chosen or main_text(root, title)
    if not text and is_stub(root):
        raise Unreadable(f"{answer.final_url} shows no statement; it says: {line_of(root)[:80]!r}.")
    return replace(
        _dated(root, select, Dating(source, answer.received_at), listed),
        title=title,
        text=mend_coding(text) if chosen or len(text) > len(listed.text) else listed.text,
        language=stated(page_language(root), source) or listed.language,
        follow=None,
        unread=None if text else _why_unread(root, listed),
    )


def stated(declared: str | None, source: SourceFacts) -> str | None:
    """A declared language, believed where the source is known to write it or nothing is known."""
    if not declared:
        return None
    spoken = {one.split("-")[0] for one in source.languages}
    return declared[:35] if not spoken or declared.split("-")[0].lower() in spoken else None


def _title(root: Element, listed: FoundStatement) -> str:
    """The listed title, unless there is none or it was cut off."""
    if listed.title and not _CUT_OFF.search(listed.title):
        return listed.title
    told = (
        one.get("content")
        for one in elements(root, "meta")
        if attribute(one, "property", "name") == "og:title"
    )
    heads = (line_of(one) for one in elements(root, "h1"))
    return mend_coding(next(filter(None, (*told, *heads)), "") or listed.title)


def _dated(root: Element, select: Selectors, dating: Dating, listed: FoundStatement) -> FoundStatement:
    """A listing's own date stands; its mere day is made finer by a time of the same day."""
    if listed.published_at is not None and listed.precision is not PublishedPrecision.DAY:
        return listed
    published, precision = page_date(root, select.date, dating)
    if published is None:
        return listed
    if listed.published_at is not None:
        days = {one.astimezone(dating.zone).date() for one in (published, listed.published_at)}
        if len(days) > 1 or precision is PublishedPrecision.DAY:
            return listed
    return replace(listed, published_at=published, precision=precision, timezone=dating.zone.key)


def _why_unread(root: Element, listed: FoundStatement) -> str | None:
    if holds_pictures(root):
        return "The text is in an image or a file."
    return None if listed.text else "No text was recognised on its page."
