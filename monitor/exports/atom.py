"""The log as an Atom feed (RFC 4287): an entry a claim, whose words are text and never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from monitor.exports.entries import Entry

NAMESPACE = "http://www.w3.org/2005/Atom"
SUBTITLE = "Ceasewatch records who said what. It does not establish what happened."
# What XML 1.0 has no way to write, and what turns text around.
_UNWRITABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself: where it is (its id too), where the same log is a page, and as of when."""

    address: str
    page: str
    base_url: str
    updated_at: datetime


def write_feed(entries: Iterable[Entry], feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="{NAMESPACE}" xml:lang="en">\n'
    yield _element("title", "Ceasewatch: the accusation log") + _element("subtitle", SUBTITLE)
    yield _element("id", feed.address) + _element("updated", write_time(feed.updated_at))
    yield _link("self", feed.address) + _link("alternate", feed.page)
    host = urlsplit(feed.base_url).hostname or "localhost"
    for entry in entries:
        yield _write_entry(entry, host)
    yield "</feed>\n"


def write_time(moment: datetime) -> str:
    """RFC 3339, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def clean(text: str) -> str:
    """What can't be written, and what would turn the text around, as the mark for a lost character."""
    return _UNWRITABLE.sub("\ufffd", text)


def _write_entry(entry: Entry, host: str) -> str:
    """Its id is that of the lineage, so that a newer reading replaces what readers have."""
    form, said = entry.form, entry.form["statement"]
    name = f"lineage/{form['lineage']}" if form["current"] else f"claim/{form['id']}"
    parts = [
        _element("title", entry.sentence),
        _element("id", f"tag:{host},2020:{name}"),
        _element("updated", write_time(entry.updated_at)),
        _element("published", write_time(entry.row.revision.published_at)),
        f"<author>{_element('name', said['publisher']).strip()}</author>\n",
        _link("alternate", form["url"]),
        _link("via", said["url"]) if _WEB.fullmatch(said["url"]) else "",
        *(_category(scheme, term) for scheme, term in _list_categories(entry)),
        f'<content type="text"{_language(said["lang"])}>{escape(clean(_write_content(entry)))}</content>\n',
    ]
    return f"<entry>\n{''.join(parts)}</entry>\n"


def _write_content(entry: Entry) -> str:
    """The words first; then the text that they stand in, and what people say of the reading."""
    form, said = entry.form, entry.form["statement"]
    about = f"{said['publisher']}, published {said['published_at']}"
    lines = [f"“{form['evidence']['quote']}”", said["title"], about, f"Reading: {entry.status}"]
    return "\n\n".join(line for line in lines if line)


def _list_categories(entry: Entry) -> list[tuple[str, str]]:
    form = entry.form
    types = [("type", name) for name in form["types"]]
    return [("agreement", form["agreement"]), ("stance", form["stance"]), *types, ("review", entry.status)]


def _category(scheme: str, term: str) -> str:
    return f"<category scheme={quoteattr(f'urn:x-ceasewatch:{scheme}')} term={quoteattr(clean(term))}/>\n"


def _language(lang: str) -> str:
    return f" xml:lang={quoteattr(lang)}" if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", lang) else ""


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(clean(text))}</{name}>\n"


def _link(relation: str, address: str) -> str:
    return f"<link rel={quoteattr(relation)} href={quoteattr(clean(address))}/>\n"
