"""When is a source due: never before the start, exactly at it, denser after it, slower after failures.

Pure. A window is an agreement's time in force; a source is polled while any agreement that
watches it is in force, or ended less than 72 hours ago (late reports and edits).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_REPORTS = timedelta(hours=72)
DENSE_PHASE = timedelta(hours=24)
AFTER_ACCUSATION = timedelta(hours=6)
DENSE_PACE = timedelta(seconds=60)
CALM_PACE = timedelta(minutes=5)
SLOWEST = timedelta(minutes=15)
LONGEST_BLOCK = timedelta(hours=6)
_A_RHYTHM = 10  # polls in the middle gap between two statements of a source


@dataclass(frozen=True, slots=True)
class Window:
    """From `starts_at` up to `ends_at` (None: open)."""

    starts_at: datetime
    ends_at: datetime | None = None

    @property
    def watched_until(self) -> datetime | None:
        return None if self.ends_at is None else self.ends_at + LATE_REPORTS

    def is_watched(self, moment: datetime) -> bool:
        return self.starts_at <= moment and (self.watched_until is None or moment < self.watched_until)


def first_due(windows: Sequence[Window], now: datetime) -> datetime | None:
    """Now while a window is watched, else the next start; None when nothing is left to watch."""
    if any(window.is_watched(now) for window in windows):
        return now
    return _next_start(windows, now)


def watched_until(windows: Sequence[Window], moment: datetime) -> datetime | None:
    """Until when there is a watch without a break from `moment` on; None: with no end in sight."""
    while True:
        ends = [window.watched_until for window in windows if window.is_watched(moment)]
        if None in ends:
            return None
        latest = max((end for end in ends if end is not None), default=moment)
        if latest == moment:
            return moment
        moment = latest


def due_after_change(
    windows: Sequence[Window], now: datetime, *, due_at: datetime | None, has_baselines: bool
) -> datetime | None:
    """When a source is due after the agreements that watch it changed.

    A source that waits for its turn keeps it, unless an agreement in force still lacks its
    baseline or another start comes before that turn.
    """
    due = first_due(windows, now)
    if due is None or due > now or due_at is None or not has_baselines:
        return due
    start = _next_start(windows, now)
    return due_at if start is None else min(due_at, start)


def find_pace(
    windows: Sequence[Window],
    now: datetime,
    *,
    every: timedelta | None = None,
    accused_at: datetime | None = None,
    rhythm: timedelta | None = None,
) -> timedelta:
    """How long to wait between two polls of a source that answers.

    `every` is the operator's word. Else 60 s in the first day of an agreement and for six hours
    after its last new accusation (`accused_at`), then ten polls in the middle gap between two
    statements of the source (`rhythm`), between one and fifteen minutes; five where that is not known.
    """
    if every is not None:
        return every
    fresh = any(window.starts_at <= now < window.starts_at + DENSE_PHASE for window in windows)
    if fresh or (accused_at is not None and now < accused_at + AFTER_ACCUSATION):
        return DENSE_PACE
    return CALM_PACE if rhythm is None else min(max(rhythm / _A_RHYTHM, DENSE_PACE), SLOWEST)


def next_due(
    windows: Sequence[Window],
    now: datetime,
    *,
    pace: timedelta = CALM_PACE,
    failures: int = 0,
    blocked: bool = False,
    retry_after: timedelta | None = None,
    jitter: float = 0.0,
) -> datetime | None:
    """When to poll again after a poll at `now`; `jitter` in 0..1 spreads what failed together.

    The start of a further agreement is never slept through: its baseline is due exactly then.
    """
    wait = max(pace, _back_off(pace, failures, blocked) * (1 + 0.2 * jitter))
    if retry_after is not None:
        wait = max(wait, retry_after)
    due = now + wait
    start = _next_start(windows, now)
    if start is not None and start < due:
        return start
    return due if any(window.is_watched(due) for window in windows) else start


def _back_off(pace: timedelta, failures: int, blocked: bool) -> timedelta:
    """After the second failure twice as long each time, to a quarter of an hour; a host that refuses us
    is left alone from the first time, thrice as long each time, for up to six hours.
    """
    if blocked and failures:
        return min(pace * 5.0 * 3.0 ** min(failures - 1, 12), LONGEST_BLOCK)
    if failures > 1:
        return min(pace * 2.0 ** min(failures - 1, 16), SLOWEST)
    return timedelta(0)


def _next_start(windows: Sequence[Window], now: datetime) -> datetime | None:
    return min((window.starts_at for window in windows if window.starts_at > now), default=None)
