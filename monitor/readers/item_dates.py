"""Where an item of a listing says when it was published, when no selector tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from monitor.readers.dates import UNKNOWN, Dating, Published
from monitor.readers.markup import Element, attribute, line_of
from monitor.terms import PublishedPrecision

_LONGEST = 80
_MOST_PIECES = 40
_DEEPEST = 40
_HEADING_BESIDE = 3
_TIME = re.compile(r"\A\D{0,10}(\d{1,2}[:.]\d\d)\D{0,10}\Z")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "time", "strong", "b", "caption"))


def element_date(element: Element, dating: Dating) -> Published:
    """The date of an element that is known to hold one."""
    holder = element if attribute(element, "datetime", "content") else next(element.iter("time"), element)
    given = attribute(holder, "datetime", "content") or attribute(element, "title", "data-date")
    return dating.read_element(line_of(element), given)


def find_date(scope: Iterable[Element], dating: Dating, without: Collection[Element]) -> Published:
    """The date in these elements, outside of their title: a <time>, else a text that is a date."""
    found: list[Published] = []
    for element in scope:
        found += [element_date(one, dating) for one in element.iter("time") if one.get("datetime")]
        pieces = list(islice(_pieces(element, without), _MOST_PIECES))
        found += [dating.read_alone(text) for text in _windows(pieces)]
    return finest(found)


def finest(found: Iterable[Published]) -> Published:
    """The first of the dates that are known best."""
    known = [one for one in found if one[0] is not None]
    exact = (one for one in known if one[1] is not PublishedPrecision.DAY)
    return next(exact, known[0] if known else UNKNOWN)


def _pieces(element: Element, without: Collection[Element], depth: int = 0) -> Iterator[str]:
    """The short texts of an element in document order, but for those of its paragraphs of prose."""
    if element in without or depth > _DEEPEST or element.tag in ("script", "style", "noscript", "template"):
        return
    if element.tag in ("p", "blockquote") and len(line_of(element)) > _LONGEST:
        return
    texts = [(element.text, None), *((child.tail, child) for child in element)]
    for text, child in texts:
        if child is not None and isinstance(child.tag, str):
            yield from _pieces(child, without, depth + 1)
        line = " ".join((text or "").split())
        if line and len(line) <= _LONGEST:
            yield line


def _windows(pieces: list[str]) -> Iterator[str]:
    """Each piece, then neighbours together: a day, its month and its time may stand in their own boxes."""
    for size in (1, 2, 3, 4):
        for at in range(len(pieces) - size + 1):
            text = " ".join(pieces[at : at + size])
            if len(text) <= _LONGEST and any(letter.isdigit() for letter in text):
                yield text


def heading_date(item: Element, dating: Dating, headings: dict[Element, Published]) -> Published:
    """The day of the heading under which an item stands, with the item's own time where it has one."""
    above: Element | None = item
    for _ in range(3):
        if above is None:
            return UNKNOWN
        for before in above.itersiblings(preceding=True):
            if before in headings:
                return _with_time(item, before, dating, headings[before])
        above = above.getparent()
    return UNKNOWN


def find_headings(root: Element, dating: Dating) -> dict[Element, Published]:
    """Headings that are days; none unless two differ, for a page's head often shows today's date."""
    found: dict[Element, Published] = {}
    for element in root.iter(*_HEADINGS, "div", "p", "li", "tr", "td", "span"):
        marked = element.tag in _HEADINGS or "date" in (element.get("class") or "").lower()
        if not marked or len(found) > 400:
            continue
        line = line_of(element) if len(element) <= 5 else ""
        if line and len(line) <= 40:
            published = dating.read_alone(line, _HEADING_BESIDE)
            if published[1] is PublishedPrecision.DAY:
                found[element] = published
    return found if len({one[0] for one in found.values()}) > 1 else {}


def _with_time(item: Element, heading: Element, dating: Dating, day: Published) -> Published:
    times = (_TIME.match(piece) for piece in _pieces(item, ()))
    clock = next((found[1] for found in times if found), None)
    if clock is None:
        return day
    timed = dating.read(f"{line_of(heading)} {clock.replace('.', ':')}")
    return timed if timed[0] is not None else day
