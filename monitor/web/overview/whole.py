"""Everything that the overview of an agreement shows, gathered in one reading of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from monitor.models import Agreement
from monitor.queries.coverage import Outlet, count_received, find_end, list_outlets
from monitor.queries.figures import AgreementFigures, BinFigures, read_bins, read_figures
from monitor.web.overview.gaps import Coverage, find_coverage
from monitor.web.overview.links import LogLinks
from monitor.web.overview.outlets import HALF_HOUR, SLOTS, begin_slots
from monitor.web.overview.over_time import Span, pick_bin
from monitor.web.overview.sides import Side, find_rest, list_sides


@dataclass(frozen=True, slots=True)
class Whole:
    """`coverages` are of `sides`, then of observers and others; `received` by source and half-hour."""

    agreement: Agreement
    now: datetime
    figures: AgreementFigures
    bins: Sequence[BinFigures]
    outlets: Sequence[Outlet]
    coverages: Sequence[Coverage]
    received: Mapping[str, Sequence[int]]
    span: Span

    @property
    def zone(self) -> ZoneInfo:
        return self.span.zone

    @property
    def links(self) -> LogLinks:
        return self.span.links

    @property
    def sides(self) -> list[Side]:
        """Without observers and others."""
        return [each.side for each in self.coverages[:-1]]

    @property
    def has_begun(self) -> bool:
        return self.now >= self.agreement.starts_at

    @property
    def first_at(self) -> datetime | None:
        return min((first.published_at for first in self.figures.first.values()), default=None)


def gather(session: Session, agreement: Agreement, now: datetime) -> Whole:
    figures = read_figures(session, agreement)
    span = _find_span(agreement, now, LogLinks(agreement.id))
    outlets = list_outlets(session, agreement, now)
    speakers = {by for pairs in figures.pairs.values() for by, _ in pairs}
    sides = [*list_sides(agreement.document), find_rest(agreement.document, speakers)]
    asked = [outlet.source.id for outlet in outlets if outlet.in_use]
    return Whole(
        agreement=agreement,
        now=now,
        figures=figures,
        bins=read_bins(session, agreement, pick_bin(span)),
        outlets=outlets,
        coverages=find_coverage(sides, outlets, span.start, span.end),
        received=count_received(session, asked, begin_slots(now), HALF_HOUR, SLOTS),
        span=span,
    )


def _find_span(agreement: Agreement, now: datetime, links: LogLinks) -> Span:
    """From the start until now, or until the end of late reports."""
    marks = tuple(at for at in (agreement.starts_at, agreement.ends_at) if at is not None)
    end = max(find_end(agreement, now), agreement.starts_at)
    return Span(agreement.starts_at, end, ZoneInfo(agreement.timezone), marks, links)
