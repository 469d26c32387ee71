"""RSS, Atom and RDF feeds.

feedparser reads all three, mends broken XML and expands no entity bombs (measured against
three others); what it guesses, dates without a zone and the decoding of one bad byte, is
decided here.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import feedparser

from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.dates import UNKNOWN, Published, read_published
from monitor.readers.prose import plain_text, storable, tidy_text
from monitor.terms import FoundStatement

KIND = "feed"
MOST_ITEMS = 1_000
_DECLARED = re.compile(rb"^(\s{0,99}<\?xml[^>]{0,99}?)\s{1,9}encoding\s{0,9}=\s{0,9}[\"'][^\"']{0,99}[\"']")
_CLOSED = re.compile(rb"</(?:rss|feed|[\w.-]{1,20}:RDF|[\w.-]{1,20}:feed)\s{0,9}>", re.IGNORECASE)
_DATES = ("published", "updated", "created")


def address(source: SourceFacts) -> str:
    """The feed's own address."""
    return source.url


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The feed's items, oldest first; items without a date stand first, in the feed's order."""
    parsed = _parse(answer)
    if not parsed.get("version"):
        raise Unreadable(f"{answer.final_url} is not a feed: {_what_it_is(answer.body)}.")
    entries = _whole_entries(parsed, answer.body)
    vague = {key: _find_vague(entries, key) for key in ("id", "link")}
    found = [_statement(entry, answer, source, vague) for entry in entries]
    found = [statement for statement in found if statement.title or statement.text]
    found.sort(key=lambda one: (one.published_at is not None, one.published_at or answer.received_at))
    return Listing(tuple(found))


def _parse(answer: CaptureText) -> Any:
    # Without a base address, so that a GUID stays the publisher's own, as given.
    headers = {"content-type": answer.content_type} if answer.content_type else {}
    try:
        return feedparser.parse(_mend_coding(answer.body), response_headers=headers)
    except Exception as error:  # noqa: BLE001 - feedparser names no errors of its own; any is a damaged feed
        raise Unreadable(f"{answer.final_url} can't be read as a feed: {type(error).__name__}.") from None


def _mend_coding(body: bytes) -> bytes:
    """Keep a UTF-8 feed UTF-8: one bad byte would make feedparser read all of it as Latin-1."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        high = sum(byte > 127 for byte in body)
        if high > 100 * text.count("�"):
            return _DECLARED.sub(rb"\1", text.encode("utf-8"))
        return body
    return _DECLARED.sub(rb"\1", body)


def _whole_entries(parsed: Any, body: bytes) -> list[Any]:
    """The items; of a feed that breaks off, all but the last: half a text would look like an edit."""
    entries: list[Any] = parsed.entries[:MOST_ITEMS]
    return entries if _CLOSED.search(body[-500:]) else entries[:-1]


def _find_vague(entries: list[Any], key: str) -> frozenset[str]:
    """The GUIDs (or links) that stand on items of different text: they tell nothing apart."""
    texts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in entries:
        texts[entry.get(key, "")].add((entry.get("title", ""), _longest_text(entry)))
    return frozenset(value for value, different in texts.items() if len(different) > 1)


def _statement(
    entry: Any, answer: CaptureText, source: SourceFacts, vague: Mapping[str, frozenset[str]]
) -> FoundStatement:
    title = _title(entry)
    published, precision = _published(entry, answer, source)
    return FoundStatement(
        external_id=storable(_external_id(entry, title, vague)),
        url=storable(_absolute(answer.final_url, entry.get("link", ""))),
        title=title,
        text=plain_text(_longest_text(entry)),
        published_at=published,
        precision=precision,
        timezone=source.timezone,
        language=entry.get("language") or None,
    )


def _title(entry: Any) -> str:
    """In a title of type text, angle brackets are the publisher's own."""
    title = str(entry.get("title", ""))
    written_plainly = entry.get("title_detail", {}).get("type") == "text/plain"
    return tidy_text(storable(title)) if written_plainly else plain_text(title)


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # a link that is no address at all
        return base


def _external_id(entry: Any, title: str, vague: Mapping[str, frozenset[str]]) -> str:
    """The publisher's GUID where it tells its item from the others, else the link, else title and day."""
    named = (entry.get(key) for key in ("id", "link") if entry.get(key, "") not in vague[key])
    text = str(next(filter(None, named), f"{title}\n{entry.get('published', '')[:16]}"))
    return text if len(text) <= 500 else hashlib.sha256(text.encode()).hexdigest()


def _longest_text(entry: Any) -> str:
    texts = [str(part.get("value", "")) for part in entry.get("content", [])]
    return max([*texts, str(entry.get("summary", ""))], key=len)


def _published(entry: Any, answer: CaptureText, source: SourceFacts) -> Published:
    # dict.get sees what the item itself says; feedparser's own serves `published` for a missing `updated`.
    text = next(filter(None, (dict.get(entry, name) for name in _DATES)), None)
    return read_published(text, source.timezone, answer.received_at) if text else UNKNOWN


def _what_it_is(body: bytes) -> str:
    start = body.lstrip()[:200].lower()
    if not start:
        return "the answer is empty"
    return (
        "it is an HTML page"
        if b"<html" in start or b"<!doctype html" in start
        else "no feed was recognised in it"
    )
