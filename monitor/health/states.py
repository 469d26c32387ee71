"""Which states mean what, and when one has lasted long enough to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.terms import SourceState

WELL = frozenset({SourceState.OK, SourceState.UNCHANGED})
# The list was read, and yet something is odd about it.
ANSWERING = WELL | {SourceState.QUIET, SourceState.GAP}
FAILING = frozenset({SourceState.BLOCKED, SourceState.MOVED, SourceState.BROKEN, SourceState.UNREACHABLE})

_INTERVALS = 2
_SHORTEST = timedelta(seconds=2)
_LATE = timedelta(seconds=60)


def is_same_state(one: str | None, other: str | None) -> bool:
    """Whether a state goes on: well is well, whether the answer differed from the last or not."""
    return one == other or (one in WELL and other in WELL)


def patience(pace: float | None) -> timedelta:
    """How long a state may stand before anybody is told: two intervals of the source."""
    return max(_INTERVALS * timedelta(seconds=pace or 60), _SHORTEST)


def has_lasted(since: datetime | None, now: datetime, pace: float | None) -> bool:
    """Whether a state lasts longer than two intervals."""
    return since is not None and now - since > patience(pace)


def is_late(due_at: datetime, now: datetime, pace: float | None) -> bool:
    """Whether a poll that was due is so long in coming that our own service must have been down."""
    return now - due_at > max(patience(pace), _LATE)
