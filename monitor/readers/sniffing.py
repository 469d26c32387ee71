"""What kind of source an answer is, for an address that comes without one."""

from __future__ import annotations

import json
import re
from typing import Any

from monitor.readers.contract import CaptureText, SourceFacts, Unreadable
from monitor.readers.data import parse_data
from monitor.readers.json_api import propose_paths
from monitor.readers.markup import parse_page
from monitor.readers.proposal import propose_selectors

_TELEGRAM = re.compile(
    r"(?:@|tg://|(?:https?://)?(?:[\w-]{1,64}\.)?(?:t|telegram)\.(?:me|dog)(?:/|\Z))", re.IGNORECASE
)


def kind_of_address(pasted: str) -> str | None:
    """The kind that an address alone tells."""
    if _TELEGRAM.match(pasted):
        return "telegram"
    return "wordpress" if "/wp-json" in pasted or "rest_route=" in pasted else None


def kind_of_answer(answer: CaptureText, source: SourceFacts) -> str:
    """The kind whose reader should read an answer; `feed` for what is nothing that we know."""
    start = answer.body[:3_000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if answer.body.startswith(b"\x1f\x8b") or "<urlset" in start or "<sitemapindex" in start:
        return "sitemap"
    if start.startswith(("{", "[")):
        return _kind_of_data(answer, source)
    if re.search(r"<(?:rss|feed|rdf:rdf|channel)\b", start):
        return "feed"
    if "<html" in start or "<!doctype html" in start or "<body" in start or "<div" in start:
        return "telegram" if b"tgme_widget_message" in answer.body else "page"
    return "feed"


def _kind_of_data(answer: CaptureText, source: SourceFacts) -> str:
    try:
        data = parse_data(answer, source)
    except Unreadable:
        return "json"
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version", "")):
        return "jsonfeed"
    first = data[0] if isinstance(data, list) and data else None
    title = first.get("title") if isinstance(first, dict) else None
    return "wordpress" if isinstance(title, dict) and "rendered" in title else "json"


def say_select(select: dict[str, str]) -> str:
    """Selectors as they are written on one line of YAML."""
    parts = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in select.items())
    return "{" + ", ".join(parts) + "}"


def propose_select(kind: str, answer: CaptureText, source: SourceFacts) -> dict[str, Any]:
    """The `select` to write for a source that gives none; empty where its kind needs none."""
    try:
        if kind == "page":
            found = propose_selectors(parse_page(answer, source), answer, source)
        elif kind == "json":
            found = propose_paths(parse_data(answer, source))
        else:
            found = None
    except Unreadable:
        found = None
    return dict(found.named()) if found else {}
