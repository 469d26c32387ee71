"""Whether two lists of the newest items overlap: if not, something may have passed between them unseen."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from monitor.terms import FoundStatement

MOST_ITEMS = 100
_LEAST_PASSED = 4

Window = list[list[str]]


def mark_items(items: Sequence[FoundStatement]) -> Window:
    """Short marks of the newest items, oldest first: the id, the link and the text of each.

    Any of them makes an item the same: outlets change ids with the headline, and headlines with
    the id. What several items of one list share (one GUID, one link for all) marks none of them.
    """
    return _mark_all(items)[-MOST_ITEMS:]


def is_gap(before: Window | None, items: Sequence[FoundStatement]) -> bool:
    """Whether nothing of the last list is still in the present one, so that items may have been missed.

    A pinned old item that stands in both proves nothing: when all newer items of the last list are
    gone (at least four), as many new ones have come, and only the oldest quarter is left, that is a gap too.
    """
    known = {mark for marks in before or () for mark in marks}
    present = _mark_all(items)
    all_present = {mark for marks in present for mark in marks}
    if not before or not known or not all_present:
        return False
    stands = [not all_present.isdisjoint(marks) for marks in before]
    left = max((place + 1 for place, here in enumerate(stands) if here), default=0)
    passed = len(before) - left
    new = sum(known.isdisjoint(marks) for marks in present)
    pinned = left * 4 <= len(before) and passed >= _LEAST_PASSED and new >= passed
    return left == 0 or pinned


def _mark_all(items: Sequence[FoundStatement]) -> Window:
    traits = [list(_traits(item)) for item in items]
    often = Counter(trait for own in traits for trait in own)
    return [[_mark(trait) for trait in own if often[trait] == 1] for own in traits]


def _traits(item: FoundStatement) -> Iterator[str]:
    text = " ".join(f"{item.title}\n{item.text}".split())
    yield f"id {item.external_id}"
    if item.url:
        yield f"url {item.url}"
    if text:
        yield f"text {text}"


def _mark(trait: str) -> str:
    return hashlib.sha256(trait.encode("utf-8", "surrogatepass")).hexdigest()[:10]
