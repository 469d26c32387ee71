"""The last day of sources in 48 half-hours: asked or not, what came, where nobody saw what they published."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.models import Agreement, Statement, Watch
from monitor.queries.sources import BlankTime, SourceView
from monitor.schedule import Window

SLOTS = 48
SLOT = timedelta(minutes=30)

What = Literal["rest", "asked", "missed", "came"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A half-hour: not due, asked in vain for news, missed at least in part, or so many statements came."""

    start: datetime
    what: What
    statements: int = 0


def draw_strips(session: Session, views: Sequence[SourceView], now: datetime) -> dict[str, list[Slot]]:
    """By source; the oldest half-hour first."""
    start = now - SLOTS * SLOT
    ids = [view.source.id for view in views]
    came, since = _count_statements(session, ids, start, now), _watched_since(session, ids)
    return {
        view.source.id: [
            _draw(view, start + at * SLOT, came.get((view.source.id, at), 0), since.get(view.source.id))
            for at in range(SLOTS)
        ]
        for view in views
    }


def _draw(view: SourceView, start: datetime, statements: int, since: datetime | None) -> Slot:
    end = start + SLOT
    if statements:
        return Slot(start, "came", statements)
    if any(_touches(blank, start, end) for blank in view.blanks):
        return Slot(start, "missed")
    watched = any(_is_watched(agreement, start, end) for agreement in view.agreements)
    asked = watched and view.source.enabled and since is not None and since < end
    return Slot(start, "asked" if asked else "rest")


def _touches(blank: BlankTime, start: datetime, end: datetime) -> bool:
    return blank.start < end and (blank.end is None or blank.end > start) and not blank.caught_up


def _is_watched(agreement: Agreement, start: datetime, end: datetime) -> bool:
    window = Window(agreement.starts_at, agreement.ends_at)
    return window.is_watched(start) or window.is_watched(end - timedelta(seconds=1))


def _count_statements(
    session: Session, ids: Collection[str], start: datetime, now: datetime
) -> Mapping[tuple[str, int], int]:
    first_seen = col(Statement.first_seen_at)
    seen = (first_seen >= start, first_seen < now, col(Statement.source_id).in_(ids))
    query = select(Statement.source_id, Statement.first_seen_at).where(*seen)
    counts: dict[tuple[str, int], int] = {}
    for source_id, at in session.exec(query):
        key = (source_id, int((at - start) / SLOT))
        counts[key] = counts.get(key, 0) + 1
    return counts


def _watched_since(session: Session, ids: Collection[str]) -> dict[str, datetime]:
    """The first answer that any watch had."""
    query = select(Watch.source_id, func.min(col(Watch.baseline_at))).where(col(Watch.source_id).in_(ids))
    return {id_: at for id_, at in session.exec(query.group_by(col(Watch.source_id))) if at is not None}
