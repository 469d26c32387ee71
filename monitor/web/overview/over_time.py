"""Accusations over time by who makes them: bins, bars, gaps and the table with every number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from monitor.queries.figures import ACCUSATION, BinFigures
from monitor.queries.spans import Bin
from monitor.terms import Stance
from monitor.web.charts.ticks import begin_bin, choose_grain, list_edges, make_ticks
from monitor.web.charts.timeline import Bar, Panel, Timeline, share_of
from monitor.web.overview.gaps import Coverage, list_stretches
from monitor.web.overview.links import LogLinks
from monitor.web.overview.sides import OBSERVER
from monitor.web.pages.windows import write_length, write_local
from monitor.web.pages.wording import write_count

DENIAL = Stance.DENIAL.value
WIDE, NARROW = 84, 28  # bins at most
LABELS = {WIDE: 18, NARROW: 7}
Counts = Mapping[tuple[datetime, int, str], int]


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


def make_timeline(
    span: Span, bins: Sequence[BinFigures], coverages: Sequence[Coverage], most: int = WIDE
) -> Timeline:
    """Panels in the order of the sides; observers only where there are any claims of theirs."""
    grain = choose_grain(span.start, span.end, most)
    edges = list_edges(span.start, span.end, grain, span.zone)
    counts = _count(bins, coverages, grain, span.zone)
    panels = [
        _make_panel(span, place, coverage, edges, counts, grain) for place, coverage in enumerate(coverages)
    ]
    shown = [panel for panel in panels if panel.mark != OBSERVER or panel.most]
    return Timeline(
        title=f"Accusations by {grain} and by who makes them",
        description=_describe(span, shown, coverages),
        panels=shown,
        ticks=make_ticks(edges, grain, span.zone, LABELS.get(most, most)),
        marks=[share_of(mark, edges) for mark in span.marks if edges[0] <= mark <= edges[-1]],
    )


def _count(bins: Sequence[BinFigures], coverages: Sequence[Coverage], grain: str, zone: ZoneInfo) -> Counts:
    """By the beginning of the bin, the side and the stance; whoever is of no side is with the last."""
    sides = {member: place for place, each in enumerate(coverages) for member in each.side.members}
    counts: Counter[tuple[datetime, int, str]] = Counter()
    for each in bins:
        begin = begin_bin(each.starts_at, grain, zone)
        for (by, stance), claims in each.counts.items():
            counts[begin, sides.get(by, len(coverages) - 1), stance] += claims
    return counts


def _make_panel(
    span: Span, place: int, coverage: Coverage, edges: Sequence[datetime], counts: Counts, grain: str
) -> Panel:
    side = coverage.side
    bars = [
        Bar(
            counts.get((start, place, ACCUSATION), 0),
            counts.get((start, place, DENIAL), 0),
            span.links.find(by=side.members, start=start, end=end)
            if (start, place, ACCUSATION) in counts
            else span.links.find(DENIAL, by=side.members, start=start, end=end),
            name_bin(start, grain, span.zone),
        )
        for start, end in pairwise(edges)
    ]
    said = sum(bar.accusations for bar in bars)
    denied = sum(bar.denials for bar in bars)
    label = f"{side.label}: {write_count(said, 'accusation')}, {write_count(denied, 'denial')}"
    return Panel(label, side.mark, bars, list_stretches(coverage, edges, span.zone))


def name_bin(start: datetime, grain: str, zone: ZoneInfo) -> str:
    local = start.astimezone(zone)
    if grain in ("hour", "3 hours"):
        return f"{local.day} {local:%b} {local:%H:%M}"
    if grain == "month":
        return f"{local:%b %Y}"
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


def list_rows(
    span: Span, bins: Sequence[BinFigures], coverages: Sequence[Coverage], most: int = WIDE
) -> list[Row]:
    """Bins in which something was said or something could not be read, the first one first."""
    grain = choose_grain(span.start, span.end, most)
    edges = list_edges(span.start, span.end, grain, span.zone)
    counts = _count(bins, coverages, grain, span.zone)
    return [
        row
        for row in _make_rows(span, edges, counts, coverages, grain)
        if row.unread or any(map(any, row.counts))
    ]


def _make_rows(
    span: Span, edges: Sequence[datetime], counts: Counts, coverages: Sequence[Coverage], grain: str
) -> Iterator[Row]:
    for start, end in pairwise(edges):
        said = [
            (counts.get((start, place, ACCUSATION), 0), counts.get((start, place, DENIAL), 0))
            for place in range(len(coverages))
        ]
        unread = [
            each.side.label
            for each in coverages
            if any(one.start < end and one.end > start and not one.late for one in each.unread)
        ]
        url = span.links.find(None, start=start, end=end)
        yield Row(name_bin(start, grain, span.zone), url, said, ", ".join(unread))
