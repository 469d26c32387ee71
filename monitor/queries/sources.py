"""The sources as an operator asks for them: how each is, since when, why, and when nobody looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from monitor.health.states import is_late
from monitor.models import Agreement, Blank, Source, Watch
from monitor.models.coverage import NOT_RUNNING
from monitor.readers.doubts import doubt_transport
from monitor.wire import time_json


@dataclass(frozen=True, slots=True)
class BlankTime:
    """Nobody saw what the source published from `start` to `end` (None: it lasts)."""

    source_id: str
    start: datetime
    end: datetime | None
    why: str
    caught_up: bool | None

    def as_json(self) -> dict[str, Any]:
        return {
            "from": time_json(self.start, UTC),
            "to": time_json(self.end, UTC) if self.end else None,
            "why": self.why,
            "caught_up": self.caught_up,
        }


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with the agreements that watch it, its doubts and its times without coverage."""

    source: Source
    agreements: Sequence[Agreement]
    blanks: Sequence[BlankTime] = ()

    @property
    def publisher(self) -> str:
        return str(self.source.document.get("publisher") or self.source.id)

    @property
    def doubts(self) -> list[str]:
        return doubt_transport(self.source.url)

    def as_json(self) -> dict[str, Any]:
        row = self.source
        times = {
            "since": row.state_since,
            "polled_at": row.polled_at,
            "answered_at": row.answered_at,
            "changed_at": row.changed_at,
            "due_at": row.due_at,
        }
        return {
            "id": row.id,
            "publisher": self.publisher,
            "kind": row.kind,
            "url": row.url,
            "enabled": row.enabled,
            "agreements": [agreement.id for agreement in self.agreements],
            "state": row.state,
            "reason": row.state_reason,
            **{name: time_json(at, UTC) if at else None for name, at in times.items()},
            "failures": row.failures,
            "moved_to": row.moved_to,
            "doubts": self.doubts,
            "uncovered": [blank.as_json() for blank in self.blanks],
        }


def list_sources(session: Session, now: datetime, agreements: Collection[str] = ()) -> list[SourceView]:
    """The sources in use, by id; of these agreements when any is named."""
    watching: dict[str, list[Agreement]] = defaultdict(list)
    standing = (col(Watch.removed_at).is_(None), col(Agreement.removed_at).is_(None))
    joined = select(Watch, Agreement).join(Agreement, col(Agreement.id) == Watch.agreement_id)
    for watch, agreement in session.exec(joined.where(*standing).order_by(col(Agreement.id))):
        watching[watch.source_id].append(agreement)
    rows = session.exec(select(Source).where(col(Source.removed_at).is_(None)).order_by(col(Source.id)))
    wanted = [
        row
        for row in rows
        if not agreements or any(agreement.id in agreements for agreement in watching[row.id])
    ]
    blanks = list_blanks(session, now, now - timedelta(days=7), now, [row.id for row in wanted])
    return [
        SourceView(row, watching[row.id], [blank for blank in blanks if blank.source_id == row.id])
        for row in wanted
    ]


def list_outlets(session: Session, agreements: Collection[str] = ()) -> list[tuple[str, str]]:
    """Ids and publishers of the sources in use, by publisher; of these agreements when any is named."""
    query = select(Source).where(col(Source.removed_at).is_(None))
    if agreements:
        watched = select(Watch.source_id).where(
            col(Watch.agreement_id).in_(agreements), col(Watch.removed_at).is_(None)
        )
        query = query.where(col(Source.id).in_(watched))
    outlets = [(row.id, str(row.document.get("publisher") or row.id)) for row in session.exec(query)]
    return sorted(outlets, key=lambda outlet: (outlet[1].casefold(), outlet[0]))


def find_source(session: Session, source_id: str, now: datetime) -> SourceView | None:
    """One source in use, with all of its times without coverage."""
    found = [view for view in list_sources(session, now) if view.source.id == source_id]
    if not found:
        return None
    start = min((a.starts_at for a in found[0].agreements), default=now)
    blanks = list_blanks(session, now, start, now, [source_id])
    return SourceView(found[0].source, found[0].agreements, blanks)


def list_blanks(
    session: Session, now: datetime, start: datetime, end: datetime, sources: Collection[str]
) -> list[BlankTime]:
    """The times without coverage that touch a span, oldest first; also that which lasts because our own
    service is down: the poll that was due has not been made.
    """
    touching = (
        col(Blank.source_id).in_(sources),
        col(Blank.from_at) < end,
        or_(col(Blank.to_at).is_(None), col(Blank.to_at) > start),
    )
    rows = session.exec(select(Blank).where(*touching)).all()
    found = [BlankTime(row.source_id, row.from_at, row.to_at, row.why, row.caught_up) for row in rows]
    lasting = {row.source_id for row in rows if row.to_at is None}
    due = (col(Source.id).in_(sources), col(Source.enabled).is_(True), col(Source.due_at) < now)
    for row in session.exec(select(Source).where(*due)):
        if row.due_at is None or row.due_at >= end or row.id in lasting:
            continue
        if is_late(row.due_at, now, row.pace):
            found.append(BlankTime(row.id, row.due_at, None, NOT_RUNNING, None))
    return sorted(found, key=lambda blank: (blank.start, blank.source_id))
