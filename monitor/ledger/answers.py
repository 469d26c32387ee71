"""Whether the accused answered: a denial of the same kind or place, not long after the accusation."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import timedelta

from monitor.ledger.line_values import LineValues, Shared
from monitor.models.log_line import CURRENT, is_number, type_mark
from monitor.models.review import REJECTED
from monitor.terms import Stance, ViolationType

ANSWERED_WITHIN = timedelta(hours=48)  # as long as a denial follows an alert
WITHIN = int(ANSWERED_WITHIN.total_seconds())
_NOTHING = type_mark(ViolationType.UNSPECIFIED)
Pair = tuple[str, str, str | None]


def is_denial(shared: Shared) -> bool:
    """Whether these values may answer an accusation."""
    counts = shared.standing == CURRENT and shared.review != REJECTED
    return counts and shared.stance == Stance.DENIAL.value and shared.against is not None


def is_accusation(shared: Shared) -> bool:
    """Whether these values may be answered."""
    stands = shared.standing == CURRENT and shared.stance == Stance.ACCUSATION.value
    return stands and shared.against is not None


def telling_marks(marks: Iterable[str]) -> set[str]:
    """Of which an accusation and its denial must have one in common; an act without a name tells nothing."""
    return {mark for mark in marks if mark != _NOTHING and not is_number(mark)}


class Denials:
    """The denials of a whole log, so that each accusation finds its answer."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[Pair, str], list[int]] = {}

    def add(self, values: LineValues) -> None:
        shared = values.shared
        if is_denial(shared) and shared.against is not None:
            pair = (shared.agreement_id, shared.against, shared.by)
            for mark in telling_marks(values.marks):
                insort(self._seconds.setdefault((pair, mark), []), values.second)

    def answer(self, values: LineValues) -> bool:
        """Whether any of them answers these values."""
        shared = values.shared
        if not is_accusation(shared):
            return False
        pair = (shared.agreement_id, shared.by, shared.against)
        for mark in telling_marks(values.marks):
            seconds = self._seconds.get((pair, mark), [])
            place = bisect_left(seconds, values.second)
            if place < len(seconds) and seconds[place] <= values.second + WITHIN:
                return True
        return False
