"""Hours without coverage, side by side, as charts hatch them and as a sentence says them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.queries.coverage import Outlet, Unread, list_unread, measure_unread
from monitor.web.charts.timeline import Stretch, share_of
from monitor.web.overview.sides import OBSERVER, Side
from monitor.web.pages.windows import write_length, write_local

LEAST_SHARE = 0.002  # narrower stretches are drawn so wide, and nearer ones as one


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one side: how many of its outlets are asked, and when some of them could not be read."""

    side: Side
    asked: int
    unread: Sequence[Unread]

    @property
    def length(self) -> str:
        """For how long at least one was not read; empty where none."""
        lost = measure_unread(self.unread)
        return write_length(lost) if lost else ""

    @property
    def most(self) -> int:
        return max((each.outlets for each in self.unread if not each.late), default=0)


def find_coverage(
    sides: Sequence[Side], outlets: Sequence[Outlet], start: datetime, end: datetime
) -> list[Coverage]:
    """For each side in order; outlets of nobody in particular count with the observers'."""
    parties = {member for side in sides if side.mark != OBSERVER for member in side.members}
    found = []
    for side in sides:
        mine = [
            outlet
            for outlet in outlets
            if outlet.in_use
            and (outlet.speaker in side.members or (side.mark == OBSERVER and outlet.speaker not in parties))
        ]
        found.append(Coverage(side, len(mine), list_unread(mine, start, end)))
    return found


def list_stretches(coverage: Coverage, edges: Sequence[datetime], zone: ZoneInfo) -> list[Stretch]:
    """What is hatched behind a side's bars; a side without any outlet was never read."""
    if not coverage.asked:
        return [] if coverage.side.mark == OBSERVER else [Stretch(0, 1, "No source of this side is asked.")]
    return _join([_draw(each, coverage, edges, zone) for each in coverage.unread if not each.late])


def _draw(each: Unread, coverage: Coverage, edges: Sequence[datetime], zone: ZoneInfo) -> Stretch:
    times = f"{write_local(each.start, zone, each.end)} to {write_local(each.end, zone, each.start)}"
    note = f"{each.outlets} of {coverage.asked} sources not read, {times}"
    start, end = share_of(each.start, edges), share_of(each.end, edges)
    return Stretch(start, min(max(end, start + LEAST_SHARE), 1), note)


def _join(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Those that nobody could tell apart become one, so that years of gaps stay drawable."""
    joined: list[Stretch] = []
    for each in stretches:
        if (
            joined
            and each.start - joined[-1].end < LEAST_SHARE
            and each.end - joined[-1].start < 2 * LEAST_SHARE
        ):
            joined[-1] = Stretch(
                joined[-1].start, max(each.end, joined[-1].end), "Not read for several times"
            )
        else:
            joined.append(each)
    return joined


def say_gaps(coverages: Sequence[Coverage]) -> str:
    """For charts without an axis of time: what they may lack."""
    said = list(_list_gaps(coverages))
    if not said:
        return ""
    joined = "; ".join(said)
    return f"{joined[0].upper()}{joined[1:]}: fewer claims need not mean fewer statements."


def _list_gaps(coverages: Sequence[Coverage]) -> Iterator[str]:
    for each in coverages:
        if not each.asked:
            if each.side.mark != OBSERVER:
                yield f"no source of {each.side.phrase} is asked"
        elif each.length:
            some = _say_some(each)
            yield f"{some} of {each.side.phrase} could not be read for {each.length} in all"


def _say_some(coverage: Coverage) -> str:
    if coverage.asked == 1:
        return "the only source"
    number = "all" if coverage.most == coverage.asked else f"{coverage.most} of the"
    return f"{number} {coverage.asked} sources"
