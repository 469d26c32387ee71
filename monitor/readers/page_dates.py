"""When a statement's own page says that it was published; when it was changed is no such date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from monitor.readers.dates import Dating, Published
from monitor.readers.item_dates import element_date, finest
from monitor.readers.markup import Element, attribute, elements, line_of, select

_NAMES = frozenset(
    (
        *(
            "article:published_time",
            "og:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
        ),
        *("dcterms.created", "dcterms.issued", "publish-date", "publishdate", "pubdate", "publication_date"),
        *("article.published", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime"),
    )
)
_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:date|time|published|pubdate|posted|created)(?:$|[\s_-])", re.IGNORECASE
)
_CHANGED = re.compile(r"modif|updat|edit", re.IGNORECASE)


def page_date(root: Element, selector: str | None, dating: Dating) -> Published:
    """By the source's selector; by what the page tells machines; by the first date near its heading."""
    chosen = (
        [one for one in select(root, selector, "date") if not _CHANGED.search(_called(one))]
        if selector
        else []
    )
    found = finest(element_date(one, dating) for one in chosen)
    if found[0] is not None:
        return found
    told = finest(_told(root, dating))
    return told if told[0] is not None else finest(_seen(root, dating))


def _told(root: Element, dating: Dating) -> Iterator[Published]:
    for meta in elements(root, "meta"):
        name = attribute(meta, "property", "name", "itemprop").lower()
        if name in _NAMES:
            yield dating.read(meta.get("content"))
    for script in elements(root, "script"):
        if "ld+json" in (script.get("type") or ""):
            yield from (dating.read(text) for text in _published_in(script.text or ""))
    for one in elements(root):
        if (one.get("itemprop") or "").lower() == "datepublished":
            yield element_date(one, dating)


def _published_in(script: str) -> Iterator[str]:
    try:
        stack: list[Any] = [json.loads(script[:200_000])]
    except (ValueError, RecursionError):
        return
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def _seen(root: Element, dating: Dating) -> Iterator[Published]:
    """Dates that the page shows in a place meant for them, before any list of other statements."""
    inside = next((one for one in elements(root, "article", "main")), root)
    shown = 0
    for one in elements(inside):
        words = _called(one)
        if (one.tag == "time" or _CLASSES.search(words)) and not _CHANGED.search(words):
            line = line_of(one)
            if line and len(line) <= 80:
                yield element_date(one, dating)
                shown += 1
        if shown >= 3:
            return


def _called(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
