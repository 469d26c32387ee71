"""How often an outlet publishes, learned from when its statements were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles

LEAST_GAPS = 8
MOST_MOMENTS = 100
LEAST_SILENCE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Cadence:
    """`quiet_after`: seconds of silence that are longer than usual; `rhythm`: the middle gap, in seconds."""

    quiet_after: float
    rhythm: float


def learn_cadence(moments: Sequence[datetime]) -> Cadence | None:
    """The habit of an outlet; None with fewer than eight known gaps between its statements.

    Silence is longer than usual after four times the 90th percentile of the gaps, one and a half
    times the second longest of them (nights, weekends; one holiday teaches nothing), and at
    least six hours. Statements of one moment (all of one day, where only days are given) count once.
    """
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(sorted(set(moments)))]
    if len(gaps) < LEAST_GAPS:
        return None
    ninetieth = quantiles(gaps, n=10, method="inclusive")[-1]
    second_longest = sorted(gaps)[-2]
    quiet_after = max(4 * ninetieth, 1.5 * second_longest, LEAST_SILENCE.total_seconds())
    return Cadence(quiet_after=quiet_after, rhythm=median(gaps))


def is_quiet(newest_at: datetime | None, quiet_after: float | None, now: datetime) -> bool:
    """Whether an outlet has been silent for longer than usual; never of one whose habit is not known."""
    if newest_at is None or quiet_after is None:
        return False
    return now - newest_at > timedelta(seconds=quiet_after)
