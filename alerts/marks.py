"""Pure: the notices that one rule remembers, by what it compares."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple


class Mark(NamedTuple):
    """A remembered notice; marks of a key stand in this order."""

    at: datetime
    notice_id: int


class MarkBook:
    """A rule's marks by key, and the notices among them that are in an alert of it already.

    `added` and `dropped`: how it differs from what was read into it.
    """

    def __init__(self) -> None:
        self.covered: set[int] = set()
        self.added: set[tuple[str, Mark]] = set()
        self.dropped: set[tuple[str, Mark]] = set()
        self._marks: dict[str, list[Mark]] = {}

    def read_in(self, key: str, mark: Mark) -> None:
        """A mark that was kept before."""
        insort(self._marks.setdefault(key, []), mark)

    def list_marks(self, key: str, since: datetime | None = None) -> Sequence[Mark]:
        """The marks of a key, oldest first."""
        marks = self._marks.get(key, [])
        return marks if since is None else marks[bisect_left(marks, Mark(since, 0)) :]

    def add_mark(self, key: str, mark: Mark) -> None:
        self.read_in(key, mark)
        self.added.add((key, mark))

    def drop_oldest(self, key: str, is_done: Callable[[Mark, int], bool]) -> None:
        """Drop marks of a key from the oldest on while `is_done` says so of one and of how many there are."""
        marks = self._marks.get(key, [])
        while marks and is_done(marks[0], len(marks)):
            self._drop(key, marks.pop(0))

    def list_uncovered(self, keys: Sequence[str], since: datetime) -> list[int]:
        """The notices marked since then under any of the keys that are in no alert yet, in their order."""
        marks = (mark for key in keys for mark in self.list_marks(key, since))
        return [mark.notice_id for mark in sorted({m for m in marks if m.notice_id not in self.covered})]

    def _drop(self, key: str, mark: Mark) -> None:
        if (key, mark) in self.added:
            self.added.remove((key, mark))
        else:
            self.dropped.add((key, mark))

    def forget_changes(self) -> None:
        """What it holds is what is kept."""
        self.added.clear()
        self.dropped.clear()
