"""Sitemaps: addresses of pages that are followed; of a news sitemap, their titles and times too.

`lastmod` says when a page was touched, often all of a site at once: it orders, and is no date
of publication. `select.link` names what the addresses of statements contain, `select.item`
what those of the sitemaps in an index do.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from lxml import etree

from monitor.readers.addresses import absolute, bounded_id, canonical, is_web
from monitor.readers.coding import mend_coding
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.dates import UNKNOWN, Dating
from monitor.readers.own_page import read_own_page
from monitor.readers.prose import plain_text
from monitor.readers.selectors import Selectors, selectors_of
from monitor.terms import FoundStatement

KIND = "sitemap"
MOST_BYTES = 8_000_000
MOST_TAGS = 250_000
MOST_REFERENCES = 400_000  # each to an unknown entity costs 200 bytes
MOST_ITEMS = 50  # each is a page to be followed
_NEWS = ("news", "press", "post", "statement", "release")

Entry = dict[str, str]


def address(source: SourceFacts) -> str:
    """The sitemap's own address."""
    return source.url


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The pages last touched, oldest first; of an index, the sitemap to be read in its place."""
    root = _parse(answer)
    dating, select = Dating(source, answer.received_at), selectors_of(source)
    name = _local_name(root)
    if name == "sitemapindex":
        return Listing(instead=_choose_part(root, answer, select, dating))
    if name != "urlset":
        raise Unreadable(f"{answer.final_url} is XML, but no sitemap.")
    entries = [one for one in _entries(root, answer.final_url) if (select.link or "") in one["loc"]]
    if not entries and len(root):
        raise Unreadable(f"{answer.final_url}: no address in it contains select.link {select.link!r}.")
    chosen, doubts = _newest(entries)
    found = [_statement(one, source, dating) for one in chosen]
    found.sort(key=lambda one: (one.published_at is not None, one.published_at or answer.received_at))
    return Listing(tuple(found), doubts=(*doubts, *dating.doubts()))


def read_page(answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
    """The statement by its own page, with `select.body` and `select.date` as of a listing."""
    select = selectors_of(source)
    return read_own_page(answer, source, listed, Selectors(body=select.body, date=select.date))


def _parse(answer: CaptureText) -> etree._Element:
    body = answer.body
    if body.startswith(b"\x1f\x8b"):
        body = _unpack(answer)
    if len(body) > MOST_BYTES or body.count(b"<") > MOST_TAGS or body.count(b"&") > MOST_REFERENCES:
        raise Unreadable(f"{answer.final_url} is too long for a sitemap; name one of the parts of its index.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    broken_off = b"</" not in body[-200:] and b"/>" not in body[-200:]
    if root is None or not isinstance(root.tag, str) or (broken_off and not len(root)):
        raise Unreadable(f"{answer.final_url} is no sitemap: no XML was recognised in it.")
    return root


def _unpack(answer: CaptureText) -> bytes:
    """A packed sitemap, unpacked up to the limit."""
    unpacker = zlib.decompressobj(31)
    try:
        body = unpacker.decompress(answer.body, MOST_BYTES + 1)
    except zlib.error:
        raise Unreadable(f"{answer.final_url}: its packing is damaged.") from None
    return body


def _text_of(element: etree._Element) -> str:
    try:
        return (element.text or "").strip()
    except UnicodeDecodeError:  # half a surrogate pair that recovery let through
        return ""


def _local_name(element: etree._Element) -> str:
    """The name without its namespace, however that is written."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _entries(root: etree._Element, at: str) -> Iterator[Entry]:
    """The address of each part, with what stands beside it."""
    for part in root:
        told: Entry = {}
        for one in part.iter():
            if isinstance(one.tag, str):
                told.setdefault(_local_name(one), _text_of(one))
        loc = absolute(at, told.get("loc", ""))
        if told.get("loc") and is_web(loc):
            yield told | {"loc": loc}


def _choose_part(root: etree._Element, answer: CaptureText, select: Selectors, dating: Dating) -> str:
    """The part of an index to read: the one asked for, else the last touched that sounds like news."""
    parts = [one for one in _entries(root, answer.final_url) if (select.item or "") in one["loc"]]
    if not parts:
        raise Unreadable(
            f"{answer.final_url}: the index names no sitemap that contains {select.item or ''!r}."
        )
    news = [one for one in parts if any(word in one["loc"].rpartition("/")[2].lower() for word in _NEWS)]
    chosen = [(dating.read(one.get("lastmod")), one["loc"]) for one in news or parts]
    touched = [(moment[0], loc) for moment, loc in chosen if moment[0] is not None]
    if not touched and not select.item:
        raise Unreadable(
            f"{answer.final_url} does not say when its parts were touched; give the address of one,"
            f" such as {chosen[-1][1]}."
        )
    return max(touched)[1] if touched else chosen[-1][1]


def _newest(entries: list[Entry]) -> tuple[list[Entry], tuple[str, ...]]:
    """The last touched, oldest first; without such dates the first ones, for most list the newest first."""
    if len(entries) <= MOST_ITEMS:
        return entries[::-1], ()
    if any(one.get("publication_date") or one.get("lastmod") for one in entries):
        moments = {one["loc"]: one.get("publication_date") or one.get("lastmod", "") for one in entries}
        ordered = sorted(entries, key=lambda one: moments[one["loc"]])  # ISO dates sort as text
        return ordered[-MOST_ITEMS:], ()
    doubt = f"it has {len(entries)} addresses and no dates; the first {MOST_ITEMS} are read."
    return entries[:MOST_ITEMS][::-1], (doubt,)


def _statement(entry: Entry, source: SourceFacts, dating: Dating) -> FoundStatement:
    published, precision = (
        dating.read(entry["publication_date"]) if entry.get("publication_date") else UNKNOWN
    )
    return FoundStatement(
        external_id=bounded_id(canonical(entry["loc"])),
        url=entry["loc"],
        title=mend_coding(plain_text(entry.get("title", ""))),
        text="",
        published_at=published,
        precision=precision,
        timezone=source.timezone,
        language=entry.get("language") or None,
        follow=entry["loc"],
    )
