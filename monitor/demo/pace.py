"""The replay's clock: it waits for the players, runs, and calms down after the last scene."""

from __future__ import annotations

from datetime import datetime

from monitor.clock import Clock


class ReplayClock(Clock):
    """Stands at `starts_at` until `begin`, then runs `speed` seconds a second until `settle`.

    Afterwards it goes a second a second, so that a desk that stays up polls no faster than a real one.
    """

    def __init__(self, starts_at: datetime, speed: float) -> None:
        super().__init__(starts_at, 0.0)
        self._asked_speed = speed
        self._running: Clock | None = None

    def now(self) -> datetime:
        return self._running.now() if self._running else super().now()

    def begin(self) -> None:
        self._running = Clock(self.now(), self._asked_speed)

    def settle(self) -> None:
        self._running = Clock(self.now(), 1.0)
