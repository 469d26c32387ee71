"""RSS, Atom and RDF feeds.

feedparser reads all three, mends broken XML and expands no entity bombs (measured against
three others); what it guesses, dates without a zone and the decoding of one bad byte, is
decided here. Its cleaning of markup is switched off: only plain text is kept, and cleaning
takes most of its time.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import feedparser

from monitor.readers.addresses import absolute, bounded_id, is_web, same_host
from monitor.readers.coding import mend_coding
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.dates import UNKNOWN, Dating, Published
from monitor.readers.named_feeds import say_named_feed
from monitor.readers.own_page import read_own_page, stated
from monitor.readers.prose import plain_text, storable, tidy_text
from monitor.readers.selectors import Selectors, selectors_of
from monitor.terms import FoundStatement

KIND = "feed"
MOST_ITEMS = 1_000
MOST_TAGS = 200_000
MOST_ENTITIES = 450_000
LONGEST_TAG = 100_000
_DECLARED = re.compile(rb"^(\s{0,99}<\?xml[^>]{0,99}?)\s{1,9}encoding\s{0,9}=\s{0,9}[\"'][^\"']{0,99}[\"']")
_CLOSED = re.compile(rb"</(?:rss|feed|[\w.-]{1,20}:RDF|[\w.-]{1,20}:feed)\s{0,9}>", re.IGNORECASE)
_ITEM = re.compile(rb"<(?:item|entry|[\w.-]{1,20}:(?:item|entry))[\s>]", re.IGNORECASE)
_DATES = ("published", "updated", "created")
Vague = Mapping[str, frozenset[str]]


def address(source: SourceFacts) -> str:
    """The feed's own address."""
    return source.url


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The feed's items, oldest first; items without a date stand first, in the feed's order."""
    body, cut = _bounded(answer)
    parsed = _parse(body, answer)
    if not parsed.get("version"):
        raise Unreadable(f"{answer.final_url} is not a feed: {_what_it_is(answer)}.")
    entries = _whole_entries(parsed, body, cut)
    vague = {key: _find_vague(entries, key) for key in ("id", "link")}
    dating = Dating(source, answer.received_at)
    found = [_statement(entry, answer, source, dating, vague) for entry in entries]
    found = [statement for statement in found if statement.title or statement.text]
    found.sort(key=lambda one: (one.published_at is not None, one.published_at or answer.received_at))
    broken = (
        ("the feed is not well-formed XML; what could be recovered was read.",) if parsed.get("bozo") else ()
    )
    return Listing(tuple(found), _older(parsed, answer.final_url), (*broken, *dating.doubts()))


def read_page(answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
    """An item's own page, for feeds of summaries: `select` says where its text and its date stand."""
    select = selectors_of(source)
    return read_own_page(answer, source, listed, Selectors(body=select.body, date=select.date))


def _bounded(answer: CaptureText) -> tuple[bytes, bool]:
    """The body up to its thousandth item, and whether it was cut; raises Unreadable when it is too long."""
    body = answer.body
    if body.startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):  # what follows looks for signs of one byte
        body = _DECLARED.sub(rb"\1", body.decode("utf-16", "replace").encode("utf-8", "replace"))
    whole = len(body)
    if body.count(b"<") > MOST_TAGS:
        starts = [
            found.start() for _, found in zip(range(MOST_ITEMS + 1), _ITEM.finditer(body), strict=False)
        ]
        body = body[: starts[-1]] if len(starts) > MOST_ITEMS else body
    if body.count(b"<") > MOST_TAGS or body.count(b"&") > MOST_ENTITIES or _longest_tag(body) > LONGEST_TAG:
        raise Unreadable(f"{answer.final_url} holds far more than a feed does; it was not read.")
    return body, len(body) < whole


def _longest_tag(body: bytes) -> int:
    """Bytes of the longest tag: thousands of attributes fill the memory."""
    pieces = (piece for piece in body.split(b"<") if not piece.startswith((b"![", b"!-")))
    return max((piece.find(b">") if b">" in piece else len(piece) for piece in pieces), default=0)


def _parse(body: bytes, answer: CaptureText) -> Any:
    # Without a base address, so that a GUID stays the publisher's own, as given.
    headers = {"content-type": answer.content_type} if answer.content_type else {}
    try:
        return feedparser.parse(
            _mend_bytes(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001 - feedparser names no errors of its own; any is a damaged feed
        raise Unreadable(f"{answer.final_url} can't be read as a feed: {type(error).__name__}.") from None


def _mend_bytes(body: bytes) -> bytes:
    """Keep a UTF-8 feed UTF-8: one bad byte would make feedparser read all of it as Latin-1."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        high = len(body) - len(body.translate(None, bytes(range(128, 256))))
        if high > 100 * text.count("�"):
            return _DECLARED.sub(rb"\1", text.encode("utf-8"))
        return body
    return _DECLARED.sub(rb"\1", body)


def _whole_entries(parsed: Any, body: bytes, cut: bool) -> list[Any]:
    """The items; of a feed that breaks off, all but the last: half a text would look like an edit."""
    entries: list[Any] = parsed.entries[:MOST_ITEMS]
    return entries if cut or _CLOSED.search(body[-500:]) else entries[:-1]


def _find_vague(entries: list[Any], key: str) -> frozenset[str]:
    """The GUIDs (or links) that stand on items of different text: they tell nothing apart."""
    texts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in entries:
        texts[entry.get(key, "")].add((entry.get("title", ""), _longest_text(entry)))
    return frozenset(value for value, different in texts.items() if len(different) > 1)


def _statement(
    entry: Any, answer: CaptureText, source: SourceFacts, dating: Dating, vague: Vague
) -> FoundStatement:
    title = _title(entry)
    published, precision = _published(entry, dating)
    link = storable(absolute(answer.final_url, str(entry.get("link") or "")))
    select = selectors_of(source)
    followed = bool(select.body or select.date) and bool(entry.get("link")) and is_web(link)
    return FoundStatement(
        external_id=storable(_external_id(entry, title, vague)),
        url=link,
        title=mend_coding(title),
        text=mend_coding(plain_text(_longest_text(entry))),
        published_at=published,
        precision=precision,
        timezone=source.timezone,
        language=stated(entry.get("language"), source),
        follow=link if followed else None,
    )


def _title(entry: Any) -> str:
    """In a title of type text, angle brackets are the publisher's own."""
    title = str(entry.get("title", ""))
    written_plainly = entry.get("title_detail", {}).get("type") == "text/plain"
    return tidy_text(storable(title)) if written_plainly else plain_text(title)


def _external_id(entry: Any, title: str, vague: Vague) -> str:
    """The publisher's GUID where it tells its item from the others, else the link, else title and day."""
    named = (entry.get(key) for key in ("id", "link") if entry.get(key, "") not in vague[key])
    return bounded_id(str(next(filter(None, named), f"{title}\n{entry.get('published', '')[:16]}")))


def _longest_text(entry: Any) -> str:
    texts = [str(part.get("value", "")) for part in entry.get("content", [])]
    return max([*texts, str(entry.get("summary", ""))], key=len)


def _published(entry: Any, dating: Dating) -> Published:
    # dict.get sees what the item itself says; feedparser's own serves `published` for a missing `updated`.
    text = next(filter(None, (dict.get(entry, name) for name in _DATES)), None)
    return dating.read(text) if isinstance(text, str) else UNKNOWN


def _older(parsed: Any, at: str) -> str | None:
    """The page of older items that the feed names (RFC 5005), at its own host."""
    for link in parsed.get("feed", {}).get("links", []):
        if link.get("rel") in ("next", "prev-archive") and link.get("href"):
            following = absolute(at, str(link["href"]))
            return following if same_host(following, at) and following != at else None
    return None


def _what_it_is(answer: CaptureText) -> str:
    start = answer.body.lstrip()[:200].lower()
    if not start:
        return "the answer is empty"
    if b"<html" in start or b"<!doctype html" in start:
        return f"it is an HTML page{say_named_feed(answer)}"
    return "no feed was recognised in it"
