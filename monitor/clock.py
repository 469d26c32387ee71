"""The only place that asks the time. Everything is UTC and aware.

Two questions are kept apart. `now` is the time of what is watched: it dates statements,
polls and groups, and a replay may run it fast. `wall` is the machine's own time: leases,
deliveries and signatures need it, whatever is being replayed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def wall() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never steps back, for measuring durations."""
    return time.monotonic()


class Clock:
    """Tells the time of what is watched: the machine's own, or a replay's at `speed` seconds a second."""

    def __init__(self, starts_at: datetime | None = None, speed: float = 1.0) -> None:
        self._starts_at = starts_at
        self._speed = speed
        self._begun = monotonic()

    def now(self) -> datetime:
        if self._starts_at is None:
            return wall()
        return self._starts_at + timedelta(seconds=(monotonic() - self._begun) * self._speed)


Now = Callable[[], datetime]
