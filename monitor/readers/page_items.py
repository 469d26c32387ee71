"""One item of a listing: its link, title, date and text, by selectors or by what such items look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from monitor.readers.addresses import absolute, is_web
from monitor.readers.dates import DATELINE, UNKNOWN, Dating, Published
from monitor.readers.item_dates import element_date, find_date, finest, heading_date
from monitor.readers.markup import Element, attribute, elements, line_of, select, select_outermost, shown_text
from monitor.readers.selectors import Selectors

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PICTURES = ("img", "picture", "svg", "embed", "object", "iframe", "video")
_NO_LINK = re.compile(r"\A\s*(?:#|javascript:|mailto:|tel:|data:|\Z)", re.IGNORECASE)
_TITLED = re.compile(r"title|head(?:ing|line|er)|caption|(?:^|[\s_-])name", re.IGNORECASE)
_MORE = re.compile(r"\A[\W\d]*\w{0,14}(?:\s\w{1,12}){0,2}[\W\d]*\Z")


@dataclass(frozen=True, slots=True)
class Frame:
    """What all items of one listing share."""

    at: str
    selectors: Selectors
    dating: Dating
    items: frozenset[Element] = frozenset()
    headings: dict[Element, Published] = field(default_factory=dict)
    text_follows: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """What stands in a listing of one statement."""

    link: str
    title: str
    text: str
    published: Published
    whole: bool = False
    pictured: bool = False


def read_item(item: Element, frame: Frame) -> Item:
    """The parts of one item; those that are absent are empty."""
    scope = [item, *_territory(item, frame)]
    anchor = anchor_of(item, frame)
    titled = title_of(item, anchor, frame)
    title = line_of(titled) if titled is not None else ""
    title = title or next(
        (attribute(one, "title", "aria-label") for one in (titled, anchor) if one is not None), ""
    )
    bodies = select_outermost(item, frame.selectors.body, "body") if frame.selectors.body else []
    body = "\n".join(filter(None, map(shown_text, bodies)))
    pictures = [one for part in scope for one in part.iter(*_PICTURES)]
    return Item(
        link=_address(anchor, frame.at),
        title=title or next((attribute(one, "alt") for one in pictures if one.tag == "img"), ""),
        text=body or _rest(scope, title, frame.dating),
        published=_published(item, scope, titled, frame),
        whole=bool(body),
        pictured=bool(pictures),
    )


def links_of(element: Element) -> Iterator[Element]:
    """The links in an element that lead somewhere."""
    return (one for one in element.iter("a") if not _NO_LINK.match(one.get("href") or ""))


def _address(anchor: Element | None, at: str) -> str:
    if anchor is None:
        return ""
    address = absolute(at, anchor.get("href") or "")
    return address if is_web(address) else ""


def anchor_of(item: Element, frame: Frame) -> Element | None:
    """The link of an item: the chosen one, the one around it, its heading's, the longest."""
    if frame.selectors.link:
        for found in select(item, frame.selectors.link, "link"):
            inner = next(links_of(found), None)
            if inner is not None:
                return inner
        return None
    around = item if item.tag == "a" else next(item.iterancestors("a"), None)
    if around is not None and not _NO_LINK.match(around.get("href") or ""):
        return around
    if frame.selectors.title:
        for titled in select(item, frame.selectors.title, "title"):
            anchors = [
                *links_of(titled),
                *(one for one in titled.iterancestors("a") if one in set(item.iter())),
            ]
            if anchors:
                return anchors[0]
    scope = [item, *_territory(item, frame)]
    headed = (link for part in scope for head in part.iter(*HEADINGS) for link in links_of(head))
    anchors = [link for part in scope for link in links_of(part)]
    return next(headed, max(anchors, key=lambda one: min(len(line_of(one)), 60), default=None))


def title_of(item: Element, anchor: Element | None, frame: Frame) -> Element | None:
    """The element that holds an item's title."""
    if frame.selectors.title:
        return next(iter(select(item, frame.selectors.title, "title")), None)
    heads = [
        one
        for one in item.iter(*HEADINGS)
        if (line := line_of(one)) and not frame.dating.read_alone(line, DATELINE)[0]
    ]
    if heads:
        return heads[0]
    if anchor is None:
        return None
    twins = [one for one in item.iter("a") if one.get("href") == anchor.get("href")]
    longest = max([anchor, *twins], key=lambda one: len(line_of(one)))
    return _titled_part(longest, frame.dating)


def _titled_part(anchor: Element, dating: Dating) -> Element:
    """Of a link that holds a whole item: the part called a title, else its longest one that is no date."""
    parts = [one for one in elements(anchor) if one is not anchor and line_of(one)]
    called = next((one for one in parts if _TITLED.search(one.get("class") or "")), None)
    if called is not None or len(parts) < 2:
        return called if called is not None else anchor
    leaves = [one for one in parts if not any(line_of(below) for below in one)]
    texts = [one for one in leaves if dating.read_alone(line_of(one), DATELINE)[0] is None]
    return max(texts, key=lambda one: len(line_of(one)), default=anchor)


def _published(item: Element, scope: Sequence[Element], titled: Element | None, frame: Frame) -> Published:
    if frame.selectors.date:
        found = [one for part in scope for one in select(part, frame.selectors.date, "date")]
        together = frame.dating.read(" ".join(map(line_of, found))) if len(found) > 1 else UNKNOWN
        return finest([*(element_date(one, frame.dating) for one in found), together])
    around = titled is not None and titled is not item and any(one is item for one in titled.iter())
    without = frozenset([titled]) if titled is not None and not around else frozenset()
    published = find_date(scope, frame.dating, without)
    published = published if published[0] else _date_beside(item, frame)
    return published if published[0] else heading_date(item, frame.dating, frame.headings)


def _date_beside(item: Element, frame: Frame) -> Published:
    """In a flat list a date may stand in the bare text before an item, or after it."""
    parent = item.getparent()
    if parent is None or _few(parent, frame):
        return UNKNOWN
    before = item.getprevious()
    texts = ((before.tail if before is not None else parent.text), item.tail)
    lines = (" ".join((text or "").split()) for text in texts)
    return finest(frame.dating.read_alone(line) for line in lines if 0 < len(line) <= 80)


def _rest(scope: Sequence[Element], title: str, dating: Dating) -> str:
    """What an item says beside its title: lines of prose, no dates, no "read more"."""
    lines = [line for part in scope for line in shown_text(part).split("\n")]
    rest = [line.replace(title, "", 1).strip(" |-–—·:,") if title else line for line in lines]
    return "\n".join(
        line
        for line in rest
        if len(line) > 25 and not _MORE.match(line) and dating.read_alone(line)[0] is None
    )


def _territory(item: Element, frame: Frame) -> list[Element]:
    """In a flat list nothing wraps an item: what stands between it and the next (or last) one is its own."""
    parent = item.getparent()
    if parent is None or not frame.items or _few(parent, frame):
        return []
    found: list[Element] = []
    for sibling in item.itersiblings(preceding=not frame.text_follows):
        if sibling in frame.items or sibling in frame.headings or len(found) >= 8:
            break
        if isinstance(sibling.tag, str) and not any(one in frame.items for one in sibling.iter()):
            found.append(sibling)
    return found


def _few(parent: Element, frame: Frame) -> bool:
    return len(list(islice((one for one in parent if one in frame.items), 2))) < 2
