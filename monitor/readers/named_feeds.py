"""Feeds that an HTML page names: what to write in place of a site's address."""

from __future__ import annotations

import re

from monitor.readers.addresses import absolute, is_web
from monitor.readers.contract import CaptureText

_LINK = re.compile(r"<link\b[^<>]{1,1000}>", re.IGNORECASE)
_PART = re.compile(
    r"""\b(rel|type|href)\s{0,9}=\s{0,9}(?:"([^"]{1,800})"|'([^']{1,800})'|([^\s"'>]{1,800}))""", re.I
)
_KINDS = {
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/feed+json": "jsonfeed",
}


def named_feeds(answer: CaptureText) -> list[tuple[str, str]]:
    """Kind and address of each feed that a page names in its head; feeds of comments come last."""
    found: list[tuple[str, str]] = []
    for link in _LINK.findall(answer.body[:300_000].decode("utf-8", "replace")):
        parts = {name.lower(): one or two or three for name, one, two, three in _PART.findall(link)}
        kind = _KINDS.get(parts.get("type", "").lower())
        where = absolute(answer.final_url, parts.get("href", "").replace("&amp;", "&"))
        if kind and parts.get("rel", "").lower() == "alternate" and parts.get("href") and is_web(where):
            found.append((kind, where))
    return sorted(dict.fromkeys(found), key=lambda one: "comment" in one[1].lower())


def say_named_feed(answer: CaptureText) -> str:
    """What to add to a sentence about a page that is no feed."""
    named = named_feeds(answer)
    return f"; it names the {named[0][0]} {named[0][1]}" if named else ""
