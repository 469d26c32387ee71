"""Pure: digests and quiet hours, by the local time of a place.

A local time that a change of the clocks leaves out stands for the moment just as long after the
change; of one that comes twice the first is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = timedelta(days=1)


def find_next_digest(after: datetime, digest: Mapping[str, Any]) -> datetime:
    """The first moment after `after` at which a digest goes out: {"every", "at", "on", "timezone"}."""
    zone = ZoneInfo(digest["timezone"] or "UTC")
    if digest["every"] == "hour":
        return _find_next_hour(after, zone)
    at, today = time.fromisoformat(digest["at"]), after.astimezone(zone).date()
    days = [today + DAY * number for number in range(-1, 9)]
    if digest["every"] == "week":
        days = [day for day in days if WEEKDAYS[day.weekday()] == digest["on"]]
    return min(moment for day in days if (moment := _make_moment(day, at, zone)) > after)


def leave_quiet_hours(moment: datetime, quiet: Mapping[str, Any]) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in: {"from", "to", "timezone"}."""
    while (end := _find_end(moment, quiet)) is not None:
        moment = end
    return moment


def _find_end(moment: datetime, quiet: Mapping[str, Any]) -> datetime | None:
    zone = ZoneInfo(quiet["timezone"])
    begin, end = time.fromisoformat(quiet["from"]), time.fromisoformat(quiet["to"])
    over_midnight = DAY if end <= begin else timedelta()
    today = moment.astimezone(zone).date()
    for day in (today - DAY, today, today + DAY):
        until = _make_moment(day + over_midnight, end, zone)
        if _make_moment(day, begin, zone) <= moment < until:
            return until
    return None


def _find_next_hour(after: datetime, zone: ZoneInfo) -> datetime:
    """The next full hour of the local clock: zones differ from UTC by halves and quarters, too."""
    local = after.astimezone(zone)
    past_hour = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return after.astimezone(UTC) - past_hour + timedelta(hours=1)


def _make_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
