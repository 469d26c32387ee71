"""Any JSON interface by paths: `select` says where the items stand and where each part of them.

Paths that are not given are looked for under the names that such interfaces use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.readers.addresses import absolute, bounded_id, canonical, is_web, same_host
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.data import MOST_ITEMS, line, moment, parse_data, prose
from monitor.readers.dates import Dating
from monitor.readers.json_paths import find, find_list
from monitor.readers.own_page import read_own_page
from monitor.readers.selectors import Selectors, selectors_of
from monitor.terms import FoundStatement

KIND = "json"
_USUAL = {
    "id": ("id", "uuid", "guid", "_id", "uri", "nid"),
    "link": ("url", "link", "href", "permalink", "web_url", "canonical_url"),
    "title": ("title", "headline", "name", "subject", "heading"),
    "date": (
        *("published_at", "publishedAt", "date_published", "datePublished", "published", "publishDate"),
        *(
            "publish_date",
            "publication_date",
            "pubDate",
            "created_at",
            "createdAt",
            "date",
            "created",
            "time",
        ),
        *("timestamp", "indexedAt"),
    ),
    "body": ("body", "content", "text", "content_html", "html", "fullText", "description", "summary"),
}
_NEXT = ("next", "links.next", "next_url", "paging.next", "links.next.href", "_links.next.href")
_WHOLE_LENGTH = 250


def address(source: SourceFacts) -> str:
    """The interface's own address."""
    return source.url


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The items, oldest first; those without a date stand first, the newest of them last."""
    data = parse_data(answer, source)
    items, select = _find_items(data, selectors_of(source), answer.final_url)
    dating = Dating(source, answer.received_at)
    entries = [one for one in items[:MOST_ITEMS] if isinstance(one, dict | list)]
    found = [_statement(one, select, answer, source, dating) for one in entries]
    found = [one for one in reversed(found) if one.title or one.text]
    if items and not found:
        raise Unreadable(f"{answer.final_url}: its items hold no title and no text at the paths of `select`.")
    found.sort(key=lambda one: (one.published_at is not None, one.published_at or answer.received_at))
    return Listing(tuple(found), _older(data, answer.final_url), dating.doubts())


def read_page(answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
    """An item whose text stands on a page of its own."""
    return read_own_page(answer, source, listed, Selectors())


def propose_paths(data: Any) -> Selectors | None:
    """Paths for data whose source gives none; None when it holds no list of things with a title or a text."""
    lists = [
        (path, items) for path, items in _lists(data) if _usual(items[0], "title") or _usual(items[0], "body")
    ]
    if not lists:
        return None
    path, items = max(lists, key=lambda one: len(one[1]))
    return _completed(Selectors(item=path or "$"), items[0])


def _find_items(data: Any, select: Selectors, at: str) -> tuple[list[Any], Selectors]:
    """The items, and the paths of their parts: those given, else those of the usual names."""
    if select.item is None:
        proposed = propose_paths(data)
        if proposed is None:
            raise Unreadable(
                f"{at}: no list of statements was recognised in the data; name it by `select.item`."
            )
        select = replace(proposed, **select.named())
    items = find_list(data, select.item or "$")
    if items is None:
        raise Unreadable(f"{at}: select.item {select.item!r} leads to no list.")
    return items, _completed(select, items[0]) if items else select


def _completed(select: Selectors, item: Any) -> Selectors:
    missing = {part: _usual(item, part) for part in _USUAL if getattr(select, part) is None}
    return replace(select, **missing)


def _usual(item: Any, part: str) -> str | None:
    """The usual name under which an item, or its "attributes" or "fields", holds a part."""
    for within in ("", "attributes.", "fields.", "post."):
        for name in _USUAL[part]:
            if isinstance(find(item, within + name), str | int | float | dict):
                return within + name
    return None


def _lists(data: Any) -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects in the data, with their paths, down to four levels."""
    level: list[tuple[str, Any]] = [("", data)]
    for _ in range(4):
        below: list[tuple[str, Any]] = []
        for path, value in level:
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield path, value
            elif isinstance(value, dict):
                below += [
                    (f"{path}.{key}".lstrip("."), inner) for key, inner in value.items() if "." not in key
                ]
        level = below[:500]


def _statement(
    item: Any, select: Selectors, answer: CaptureText, source: SourceFacts, dating: Dating
) -> FoundStatement:
    parts = {name: find(item, path) for name, path in select.named().items() if name != "item"}
    link = absolute(answer.final_url, line(parts.get("link"))) if line(parts.get("link")) else ""
    link = link if is_web(link) else ""
    title, text = prose(parts.get("title")), prose(parts.get("body"))
    published = moment(parts.get("date"), dating)
    named = line(parts.get("id")) or canonical(link)
    return FoundStatement(
        external_id=bounded_id(named) if named else _hash(title, text, published[0]),
        url=link or answer.final_url,
        title=title,
        text=text,
        published_at=published[0],
        precision=published[1],
        timezone=source.timezone,
        follow=link if link and len(text) < _WHOLE_LENGTH else None,
    )


def _hash(title: str, text: str, published: datetime | None) -> str:
    day = published.date().isoformat() if published else ""
    return hashlib.sha256(f"{title or text[:200]}\n{day}".encode()).hexdigest()


def _older(data: Any, at: str) -> str | None:
    """The next page, where the data names its address at the same host."""
    for path in _NEXT:
        named = line(find(data, path)) if isinstance(data, dict) else ""
        following = absolute(at, named) if named.startswith(("http://", "https://", "/", "?")) else ""
        if following and same_host(following, at) and following != at:
            return following
    return None
