"""Bins of time in an agreement's zone, and what stands under a time axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

GRAINS = ("hour", "3 hours", "day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_STEPS = {"hour": (1, 2, 3, 6, 12), "3 hours": (3, 6, 12), "day": (1, 2, 5, 10)}
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at a share of the width: under the axis, or beside a line at its head."""

    at: float
    label: str
    is_under: bool = True
    is_line: bool = False


def list_edges(start: datetime, end: datetime, grain: str, zone: ZoneInfo) -> list[datetime]:
    """Where the bins that cover the time begin, and where the last one ends."""
    edges = [begin_bin(start, grain, zone)]
    while edges[-1] < end or len(edges) < 2:
        edges.append(_next_edge(edges[-1], grain, zone))
    return edges


def begin_bin(moment: datetime, grain: str, zone: ZoneInfo) -> datetime:
    """When the bin that holds the moment begins, in the zone's own hours and days."""
    local = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    if grain == "hour":
        return local.astimezone(_UTC)
    if grain == "3 hours":
        local = local.replace(hour=local.hour - local.hour % 3, fold=0)
        return local.astimezone(_UTC)
    day = local.date()
    if grain == "week":
        day -= timedelta(days=day.weekday())
    months = _MONTHS.get(grain)
    if months:
        day = day.replace(month=day.month - (day.month - 1) % months, day=1)
    return _midnight(day, zone)


def _next_edge(edge: datetime, grain: str, zone: ZoneInfo) -> datetime:
    """Hours are the same everywhere; days, weeks and months are as long as the zone has them."""
    local = edge.astimezone(zone)
    if grain == "hour":
        return edge + timedelta(hours=1)
    if grain == "3 hours":
        later = begin_bin(edge + timedelta(hours=4), grain, zone)
        return later if later > edge else edge + timedelta(hours=3)
    if grain in _MONTHS:
        month = local.month - 1 + _MONTHS[grain]
        return _midnight(date(local.year + month // 12, month % 12 + 1, 1), zone)
    return _midnight(local.date() + timedelta(days=7 if grain == "week" else 1), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(_UTC)


def choose_grain(start: datetime, end: datetime, most: int) -> str:
    """The finest grain that needs no more than so many bins."""
    hours = max((end - start) / timedelta(hours=1), 1)
    lengths = {"hour": 1, "3 hours": 3, "day": 24, "week": 168, "month": 730, "quarter": 2190}
    return next((grain for grain, length in lengths.items() if hours / length <= most), "year")


def make_ticks(edges: Sequence[datetime], grain: str, zone: ZoneInfo, most: int) -> list[Tick]:
    """At most about so many labels under the axis, and a line where a day, a month or a year begins."""
    local = [edge.astimezone(zone) for edge in edges[:-1]]
    return [*_under(local, grain, most), *_lines(local, grain, most)]


def _under(local: Sequence[datetime], grain: str, most: int) -> Iterator[Tick]:
    steps = _STEPS.get(grain)
    if steps is None:
        return
    per_bin = 3 if grain == "3 hours" else 1
    step = next((step for step in steps if len(local) * per_bin / step <= most), 0)
    for place, moment in enumerate(local):
        number = moment.day if grain == "day" else moment.hour
        if step and (number - (grain == "day")) % step == 0:
            yield Tick(place / len(local), f"{number}" if grain == "day" else f"{number:02}")


def _lines(local: Sequence[datetime], grain: str, most: int) -> Iterator[Tick]:
    """Labels keep a distance; the line stands all the same."""
    last, distance = -1.0, 1.6 / most
    for place, (before, moment) in enumerate(pairwise(local), 1):
        label = _name_turn(before, moment, grain)
        if label:
            at = place / len(local)
            has_room = at - last >= distance and at < 1 - distance / 2
            yield Tick(at, label if has_room else "", is_under=False, is_line=True)
            last = at if has_room else last


def _name_turn(before: datetime, moment: datetime, grain: str) -> str:
    if grain in ("hour", "3 hours"):
        return f"{moment.day} {moment:%B}" if before.date() != moment.date() else ""
    if grain == "day" or (grain == "week" and before.year == moment.year):
        return f"{moment:%B}" if before.month != moment.month else ""
    return str(moment.year) if before.year != moment.year else ""
