"""Feeds and item pages as an outlet's site would write them: RSS 2.0, Atom 1.0, RDF (RSS 1.0), HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from monitor.demo.scenario import FeedForm, Outlet

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
MEDIA_TYPES: dict[FeedForm, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as it stands at an outlet; `id` is the outlet's own, the same on every site."""

    id: str
    url: str
    title: str
    text: str
    published_at: datetime
    updated_at: datetime


def write_feed(outlet: Outlet, url: str, items: Sequence[Item]) -> str:
    """The outlet's feed at `url` with `items`, newest first, each with its whole text."""
    newest_first = sorted(items, key=lambda item: item.published_at, reverse=True)
    return HEAD + {"rss": _rss, "atom": _atom, "rdf": _rdf}[outlet.form](outlet, url, newest_first)


def write_page(outlet: Outlet, item: Item) -> str:
    """The item's own page."""
    title, publisher = escape(item.title), escape(outlet.publisher)
    stamp = item.published_at.isoformat()
    return (
        f'<!doctype html>\n<html lang="{outlet.languages[0]}"><head><meta charset="utf-8">'
        f"<title>{title} - {publisher}</title></head>"
        f"<body><header>{publisher}</header><main><article><h1>{title}</h1>"
        f"<p><time datetime={quoteattr(stamp)}>{item.published_at:%d.%m.%Y, %H:%M}</time></p>"
        f"{write_paragraphs(item.text)}</article></main>"
        "<footer>Written for the demonstration of Ceasewatch; it quotes nobody.</footer></body></html>\n"
    )


def write_paragraphs(text: str) -> str:
    """The text's paragraphs, which empty lines part, as HTML."""
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())


def _tag(name: str, value: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(value)}</{name}>"


def _rss(outlet: Outlet, url: str, items: Sequence[Item]) -> str:
    entries = "".join(
        "<item>"
        + _tag("title", item.title)
        + _tag("link", item.url)
        + _tag("guid", item.id, ' isPermaLink="false"')
        + _tag("pubDate", format_datetime(item.published_at))
        + _tag("description", write_paragraphs(item.text))
        + "</item>\n"
        for item in items
    )
    about = _tag("title", outlet.publisher) + _tag("link", url) + _tag("description", "Statements")
    about += _tag("language", outlet.languages[0])
    return f'<rss version="2.0"><channel>{about}\n{entries}</channel></rss>\n'


def _atom(outlet: Outlet, url: str, items: Sequence[Item]) -> str:
    entries = "".join(
        "<entry>"
        + _tag("id", item.id)
        + _tag("title", item.title)
        + f"<link href={quoteattr(item.url)}/>"
        + _tag("published", item.published_at.isoformat())
        + _tag("updated", item.updated_at.isoformat())
        + _tag("content", write_paragraphs(item.text), ' type="html"')
        + "</entry>\n"
        for item in items
    )
    latest = max((item.updated_at.isoformat() for item in items), default="2020-10-01T00:00:00+04:00")
    about = _tag("id", f"tag:{outlet.id}.example,2020:feed") + _tag("title", outlet.publisher)
    about += _tag("updated", latest) + f'<link rel="self" href={quoteattr(url)}/>'
    language = f'xml:lang="{outlet.languages[0]}"'
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {language}>{about}\n{entries}</feed>\n'


def _rdf(outlet: Outlet, url: str, items: Sequence[Item]) -> str:
    listed = "".join(f"<rdf:li rdf:resource={quoteattr(item.id)}/>" for item in items)
    entries = "".join(
        f"<item rdf:about={quoteattr(item.id)}>"
        + _tag("title", item.title)
        + _tag("link", item.url)
        + _tag("description", write_paragraphs(item.text))
        + _tag("dc:date", item.published_at.isoformat())
        + "</item>\n"
        for item in items
    )
    about = _tag("title", outlet.publisher) + _tag("link", url) + _tag("description", "Statements")
    about += _tag("dc:language", outlet.languages[0])
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel rdf:about={quoteattr(url)}>{about}<items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n"
        f"{entries}</rdf:RDF>\n"
    )
