"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

from typing import Any

from monitor.readers.addresses import absolute, bounded_id, same_host
from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable
from monitor.readers.data import MOST_ITEMS, line, moment, parse_data, prose, was_edited
from monitor.readers.dates import Dating
from monitor.readers.own_page import read_own_page
from monitor.readers.selectors import selectors_of
from monitor.terms import FoundStatement

KIND = "jsonfeed"


def address(source: SourceFacts) -> str:
    """The feed's own address."""
    return source.url


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """The feed's items, oldest first; those without a date stand first, the newest of them last."""
    feed = parse_data(answer, source)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Unreadable(f"{answer.final_url} is JSON, but no JSON Feed: it has no `items`.")
    dating = Dating(source, answer.received_at)
    entries = [one for one in items[:MOST_ITEMS] if isinstance(one, dict)]
    found = [_statement(one, feed, answer, source, dating) for one in entries]
    found = [one for one in reversed(found) if one.external_id and (one.title or one.text or one.unread)]
    if items and not found:
        raise Unreadable(f"{answer.final_url}: its `items` hold no id, title or text.")
    found.sort(key=lambda one: (one.published_at is not None, one.published_at or answer.received_at))
    following = absolute(answer.final_url, line(feed.get("next_url"))) if line(feed.get("next_url")) else None
    older = following if following and same_host(following, answer.final_url) else None
    return Listing(tuple(found), older, dating.doubts())


def read_page(answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
    """An item whose text stands on a page of its own."""
    return read_own_page(answer, source, listed)


def _statement(
    item: dict[str, Any], feed: dict[str, Any], answer: CaptureText, source: SourceFacts, dating: Dating
) -> FoundStatement:
    link = absolute(answer.final_url, line(item.get("url")) or line(item.get("external_url")))
    linked = bool(line(item.get("url")) or line(item.get("external_url")))
    title, text = prose(item.get("title"), markup=False), prose(item.get("content_html"))
    text = text or prose(item.get("content_text"), markup=False)
    published = moment(item.get("date_published"), dating)
    pictured = bool(item.get("image") or item.get("banner_image") or item.get("attachments"))
    return FoundStatement(
        external_id=bounded_id(line(item.get("id")) or (link if linked else title)),
        url=link,
        title=title,
        text=text or prose(item.get("summary"), markup=False),
        published_at=published[0],
        precision=published[1],
        timezone=source.timezone,
        language=line(item.get("language") or feed.get("language")) or None,
        edited=was_edited(published, moment(item.get("date_modified"), dating)),
        follow=link if linked and (not text or (len(text) < 250 and selectors_of(source).body)) else None,
        unread="The text is in an image or a file." if pictured and not (title or text) else None,
    )
