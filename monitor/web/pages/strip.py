"""The strip of a preview: bars for the claims of each span of time, a ring for each message below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from alerts.outline import Outline, moment_of

LEFT, RIGHT, BASE, TALLEST = 150.0, 892.0, 58.0, 46.0
MOST_BINS = 72
SIZES = (1, 3, 6, 24, 168, 720)
MOST_RINGS = 4
LEAST_TICK = 58.0


@dataclass(frozen=True, slots=True)
class Bin:
    """A span of time: where it is drawn, and what it holds. `rings`: the middles of its messages."""

    x: float
    width: float
    height: float
    claims: int
    messages: int
    when: str
    rings: tuple[float, ...]
    tick: str

    @property
    def y(self) -> float:
        return BASE - self.height


@dataclass(frozen=True, slots=True)
class Strip:
    """All of it; `size` says how long a bar is. Where messages of a bar have no room, their number stands."""

    bins: list[Bin]
    size: str


def draw_strip(outline: Outline, zone: ZoneInfo) -> Strip | None:
    """None: there is nothing to draw."""
    hours = [*outline.claims, *outline.sendings]
    if not hours:
        return None
    span = max(hours) - min(hours) + 1
    size = next((each for each in SIZES if ceil(span / each) < MOST_BINS), SIZES[-1])
    first = _align(min(hours), size, zone)
    claims, messages = _sum(outline.claims, first, size), _sum(outline.sendings, first, size)
    count = (max(hours) - first) // size + 1
    bins = list(_draw(count, first, size, claims, messages, zone))
    return Strip(bins, {1: "an hour", 24: "a day", 168: "a week"}.get(size, f"{size} hours"))


def _draw(
    count: int, first: int, size: int, claims: Mapping[int, int], messages: Mapping[int, int], zone: ZoneInfo
) -> Iterator[Bin]:
    step = (RIGHT - LEFT) / max(count, 12)
    tallest, last_tick = max(claims.values(), default=1), -LEAST_TICK
    for at in range(count):
        begin, x = moment_of(first + at * size).astimezone(zone), LEFT + at * step
        tick = ""
        if x - last_tick >= LEAST_TICK:
            tick, last_tick = _write_tick(begin, size), x
        number = messages.get(at, 0)
        yield Bin(
            x=round(x + step * 0.08, 1),
            width=round(step * 0.84, 1),
            height=round(TALLEST * claims.get(at, 0) / tallest, 1),
            claims=claims.get(at, 0),
            messages=number,
            when=_write_when(begin, size),
            rings=_place_rings(x, step, number),
            tick=tick,
        )


def _place_rings(x: float, step: float, number: int) -> tuple[float, ...]:
    if not 0 < number <= MOST_RINGS or step / number < 8:
        return (round(x + step / 2, 1),) if number == 1 else ()
    return tuple(round(x + step * (each + 0.5) / number, 1) for each in range(number))


def _align(hour: int, size: int, zone: ZoneInfo) -> int:
    """Bars of several hours begin with the local day."""
    local = moment_of(hour).astimezone(zone)
    return hour - local.hour % min(size, 24)


def _sum(hours: Mapping[int, int], first: int, size: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for hour, number in hours.items():
        found[(hour - first) // size] = found.get((hour - first) // size, 0) + number
    return found


def _write_tick(begin: datetime, size: int) -> str:
    return f"{begin.day} {begin:%b}" if size >= 24 or begin.hour == 0 else f"{begin:%H:%M}"


def _write_when(begin: datetime, size: int) -> str:
    day = f"{begin.day} {begin:%b %Y}"
    if size >= 24:
        return day if size == 24 else f"from {day}"
    return f"{day}, {begin:%H:%M} to {begin + timedelta(hours=size):%H:%M}"
