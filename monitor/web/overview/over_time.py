"""Accusations over time by who makes them: bins, bars, gaps and the table with every number."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from monitor.queries.figures import ACCUSATION, BinFigures
from monitor.queries.spans import Bin
from monitor.terms import Stance
from monitor.web.charts.ticks import choose_grain, list_edges, make_ticks
from monitor.web.charts.timeline import Bar, Panel, Timeline, share_of
from monitor.web.overview.gaps import Coverage, list_stretches
from monitor.web.overview.links import LogLinks
from monitor.web.overview.sides import OBSERVER
from monitor.web.pages.windows import write_length, write_local
from monitor.web.pages.wording import write_count

DENIAL = Stance.DENIAL.value
WIDE, NARROW = 48, 24  # bins at most


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is shown, of which agreement, in which zone, and its own start and end."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    marks: tuple[datetime, ...]
    links: LogLinks


@dataclass(frozen=True, slots=True)
class Row:
    """One bin in the table: its name and address, then accusations and denials of each side."""

    when: str
    url: str
    counts: Sequence[tuple[int, int]]
    unread: str


def pick_bin(span: Span) -> Bin:
    """What the database must count by: hours for a few weeks, days for longer."""
    return "hour" if span.end - span.start <= timedelta(days=21) else "day"


@dataclass(frozen=True, slots=True)
class Divided:
    """The time in bins of one grain; `counts` by the place of the bin, that of the side, and the stance."""

    grain: str
    edges: Sequence[datetime]
    counts: Mapping[tuple[int, int, str], int]

    def count(self, bin: int, side: int) -> tuple[int, int]:
        """Accusations and denials."""
        return self.counts.get((bin, side, ACCUSATION), 0), self.counts.get((bin, side, DENIAL), 0)


def divide(span: Span, bins: Sequence[BinFigures], coverages: Sequence[Coverage], most: int) -> Divided:
    """In at most so many bins; whoever is of no side counts with the last."""
    grain = choose_grain(span.start, span.end, most)
    edges = list_edges(span.start, span.end, grain, span.zone)
    sides = {member: place for place, each in enumerate(coverages) for member in each.side.members}
    counts: Counter[tuple[int, int, str]] = Counter()
    for each in bins:
        place = bisect_right(edges, each.starts_at) - 1
        for (by, stance), claims in each.counts.items():
            counts[place, sides.get(by, len(coverages) - 1), stance] += claims
    return Divided(grain, edges, counts)


def make_timeline(span: Span, divided: Divided, coverages: Sequence[Coverage], labels: int) -> Timeline:
    """Panels in the order of the sides; observers only where there are any claims of theirs."""
    panels = [_make_panel(span, place, coverage, divided) for place, coverage in enumerate(coverages)]
    shown = [panel for panel in panels if panel.mark != OBSERVER or panel.most]
    edges = divided.edges
    return Timeline(
        title=f"Accusations by {divided.grain} and by who makes them",
        description=_describe(span, shown, coverages),
        panels=shown,
        ticks=make_ticks(edges, divided.grain, span.zone, labels),
        marks=[share_of(mark, edges) for mark in span.marks if edges[0] <= mark <= edges[-1]],
    )


def _make_panel(span: Span, place: int, coverage: Coverage, divided: Divided) -> Panel:
    side = coverage.side
    bars = []
    for number, (start, end) in enumerate(pairwise(divided.edges)):
        said, denied = divided.count(number, place)
        stance = ACCUSATION if said else DENIAL
        url = span.links.find(stance, by=side.members, start=start, end=end) if said or denied else ""
        bars.append(Bar(said, denied, url, name_bin(start, divided.grain, span.zone)))
    said, denied = sum(bar.accusations for bar in bars), sum(bar.denials for bar in bars)
    label = f"{side.label}: {write_count(said, 'accusation')}, {write_count(denied, 'denial')}"
    return Panel(label, side.mark, bars, list_stretches(coverage, divided.edges, span.zone))


def name_bin(start: datetime, grain: str, zone: ZoneInfo) -> str:
    local = start.astimezone(zone)
    if grain in ("hour", "3 hours"):
        return f"{local.day} {local:%b} {local:%H:%M}"
    if grain in ("month", "quarter", "year"):
        return f"{local:%b %Y}" if grain == "month" else f"{grain} from {local:%b %Y}"
    week = "week from " if grain == "week" else ""
    return f"{week}{local.day} {local:%b %Y}"


def _describe(span: Span, panels: Sequence[Panel], coverages: Sequence[Coverage]) -> str:
    local = [moment.astimezone(span.zone) for moment in (span.start, span.end)]
    first, last = (f"{moment.day} {moment:%B %Y, %H:%M}" for moment in local)
    said = ". ".join(panel.label for panel in panels)
    hatched = [
        f"{coverage.side.label}: {write_length(each.end - each.start)} from"
        f" {write_local(each.start, span.zone, span.end)}"
        for coverage in coverages
        for each in coverage.unread[:8]
        if not each.late
    ]
    gaps = f" Hatched, sources that could not be read: {'; '.join(hatched[:8])}." if hatched else ""
    return f"From {first} to {last}. {said}.{gaps} The table below holds every number."


def list_rows(span: Span, divided: Divided, coverages: Sequence[Coverage]) -> list[Row]:
    """Bins in which something was said or something could not be read, the first one first."""
    rows = _make_rows(span, divided, coverages)
    return [row for row in rows if row.unread or any(map(any, row.counts))]


def _make_rows(span: Span, divided: Divided, coverages: Sequence[Coverage]) -> Iterator[Row]:
    for number, (start, end) in enumerate(pairwise(divided.edges)):
        said = [divided.count(number, place) for place in range(len(coverages))]
        unread = [
            each.side.label
            for each in coverages
            if any(one.start < end and one.end > start and not one.late for one in each.unread)
        ]
        url = span.links.find(None, start=start, end=end)
        yield Row(name_bin(start, divided.grain, span.zone), url, said, ", ".join(unread))
