"""Spans of whole days in an agreement's zone, and the bins that a chart divides them into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Bin = Literal["hour", "3h", "day", "week"]
BINS: tuple[Bin, ...] = ("hour", "3h", "day", "week")
_UP_TO: dict[Bin, int] = {"hour": 4, "3h": 12, "day": 120}  # days for which a bin is the usual one


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included, as the agreement's zone has them."""

    first: date | None = None
    last: date | None = None

    def find_bounds(self, timezone: str) -> tuple[int | None, int | None]:
        """When the first day begins and when the last one ends, in seconds since 1970."""
        zone = ZoneInfo(timezone)
        begins = None if self.first is None else _find_midnight(self.first, zone)
        return begins, None if self.last is None else _find_midnight(self.last + timedelta(days=1), zone)


def _find_midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def choose_bin(length: timedelta) -> Bin:
    """The bin for a chart of that length."""
    return next((bin for bin, days in _UP_TO.items() if length <= timedelta(days=days)), "week")


def begin_bin(hour_or_day: int, bin: Bin, timezone: str) -> datetime:
    """When the bin begins in which an hour or a day lies; weeks begin on Monday."""
    local = datetime.fromtimestamp(hour_or_day, ZoneInfo(timezone))
    if bin == "3h":
        return local.replace(hour=local.hour - local.hour % 3)
    if bin == "week":
        plain = local.replace(tzinfo=None, hour=0) - timedelta(days=local.weekday())
        return plain.replace(tzinfo=local.tzinfo)
    return local
