"""Selectors proposed from a page's repeated structure, for a source that gives none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from monitor.readers.contract import CaptureText, SourceFacts
from monitor.readers.dates import Dating
from monitor.readers.item_dates import element_date
from monitor.readers.markup import Element, line_of, select, select_outermost
from monitor.readers.page_items import Frame, anchor_of, title_of
from monitor.readers.repetition import MANY, Cluster, class_forms, find_clusters, lead_items
from monitor.readers.selectors import Selectors

_AGREED = 0.8


def propose_selectors(root: Element, answer: CaptureText, source: SourceFacts) -> Selectors | None:
    """What finds the items of the page's list and their parts; None when no list is recognised.

    A part that has no selector of its own is looked for in each item.
    """
    dating = Dating(source, answer.received_at)
    clusters = find_clusters(root, Frame(answer.final_url, Selectors(), dating), dating)
    for cluster in clusters[:5]:
        item = _item_selector(root, cluster)
        if item is not None:
            item = ", ".join([item, *_lead_selectors(root, cluster, item, dating)])
            items = select_outermost(root, item, "item")
            return Selectors(
                item, *_parts(items, Frame(answer.final_url, Selectors(), dating, frozenset(items)))
            )
    return None


def _parts(items: Sequence[Element], frame: Frame) -> tuple[str | None, str | None, str | None]:
    """Selectors of link, title and date that find the same element in the items as looking does."""
    sample = items[:30]
    anchors = {one: anchor_of(one, frame) for one in sample}
    titles = {one: title_of(one, anchors[one], frame) for one in sample}
    dates = {one: _dated_element(one, frame.dating, titles[one]) for one in sample}
    return tuple(_agreed(sample, found.__getitem__) for found in (anchors, titles, dates))  # type: ignore[return-value]


def _agreed(items: Sequence[Element], find: Callable[[Element], Element | None]) -> str | None:
    """The shortest selector whose first match is the right element in four items of five that have one."""
    wanted = [(item, part) for item in items if (part := find(item)) is not None and part is not item]
    if len(wanted) < _AGREED * len(items) or not wanted:
        return None
    offered = Counter(name for item, part in wanted for name in dict.fromkeys(_names(part, item)))
    for name, _ in sorted(offered.items(), key=lambda one: (-one[1], len(one[0]))):
        right = sum(next(iter(select(item, name, "item")), None) is part for item, part in wanted)
        if right >= _AGREED * len(wanted):
            return name
    return None


def _names(element: Element, within: Element | None = None) -> Iterator[str]:
    """Selectors that an element answers to, by itself and by its parent."""
    own = _forms(element)
    yield from own
    parent = element.getparent()
    if parent is not None and parent is not within and parent.tag not in ("body", "html"):
        yield from (f"{over} > {name}" for over in _forms(parent) for name in own)


def _forms(element: Element) -> list[str]:
    tag = str(element.tag)
    return [*(f"{tag}{name}" for name in class_forms(element)), tag]


def _item_selector(root: Element, cluster: Cluster) -> str | None:
    """The simplest selector that finds all items of a cluster and little else."""
    wanted = set(cluster.items)
    most = len(wanted) * 1.3 + 2 if len(wanted) < MANY else float("inf")
    fair: str | None = None
    names = sorted(
        _item_names(cluster), key=lambda name: not re.search(r"[.#\[]", name)
    )  # mere tags come last
    for name in names:
        found = select_outermost(root, name, "item")
        if wanted <= set(found):
            if len(found) == len(wanted):
                return name
            if fair is None and len(found) <= most:
                fair = name
    return fair


def _lead_selectors(root: Element, cluster: Cluster, item: str, dating: Dating) -> list[str]:
    """Selectors of the large first items that stand apart from the list, where their name is their own."""
    found: list[str] = []
    known = set(select_outermost(root, item, "item"))
    for lead in lead_items(root, cluster, dating):
        if lead in known or any(one in known for one in lead.iterdescendants()):
            continue
        names = [*_id_of(lead), *(f"{lead.tag}{name}" for name in class_forms(lead))]  # type: ignore[str-bytes-safe]
        found += [name for name in names if select(root, name, "item") == [lead]][:1]
    return found


def _item_names(cluster: Cluster) -> Iterator[str]:
    """Selectors that all items answer to: by class, by parent, by ancestors with an id or a class."""
    first = cluster.items[0]
    common = [name for name in class_forms(first) if all(name in class_forms(one) for one in cluster.items)]
    tag = str(first.tag)
    own = [*(f"{tag}{name}" for name in common), tag]
    yield from own[:-1]
    path: list[str] = []
    for above in first.iterancestors():
        if above.tag in ("body", "html"):
            break
        marks = [*_id_of(above), *_forms(above)]
        for name in own:
            yield from (" > ".join([mark, *reversed(path), name]) for mark in marks)
            yield from (f"{mark} {name}" for mark in marks[:-1])
        path.append(marks[0])
    yield own[-1]


def _id_of(element: Element) -> list[str]:
    id = element.get("id") or ""
    return [f"#{id}"] if re.fullmatch(r"[A-Za-z][A-Za-z_-]{1,40}", id) else []


def _dated_element(item: Element, dating: Dating, titled: Element | None) -> Element | None:
    """The smallest element of an item that is a date and not its title."""
    title = set() if titled is None else set(titled.iter())
    for one in reversed(list(item.iter())):
        line = line_of(one) if isinstance(one.tag, str) and len(one) <= 4 and one not in title else ""
        told = bool(one.get("datetime")) or dating.read_alone(line)[0] is not None
        if line and len(line) <= 60 and told and element_date(one, dating)[0] is not None:
            return one
    return None
