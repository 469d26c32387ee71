"""Which outlets an agreement watches, and when nobody could read them: a gap must not look like calm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.models import Agreement, Source, Statement, Watch
from monitor.queries.sources import BlankTime, list_blanks
from monitor.schedule import LATE_REPORTS
from monitor.wire import time_json

NOT_WATCHED_YET = "not_watched_yet"
_PROMPT = timedelta(minutes=10)  # a first poll so soon after the start misses nothing


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source as an agreement watches it; `blanks` are the times in which nobody saw what it published.

    One that is not `in_use` is never asked: nobody sees anything of it, ever.
    """

    source: Source
    speaker: str | None
    blanks: Sequence[BlankTime]

    @property
    def publisher(self) -> str:
        return str(self.source.document.get("publisher") or self.source.id)

    @property
    def in_use(self) -> bool:
        return self.source.enabled and self.source.removed_at is None


@dataclass(frozen=True, slots=True)
class Unread:
    """From `start` to `end` so many outlets could not be read; `late`: their lists told it afterwards."""

    start: datetime
    end: datetime
    outlets: int
    late: bool = False

    def as_json(self) -> dict[str, Any]:
        times = {"from": time_json(self.start, UTC), "to": time_json(self.end, UTC)}
        return times | {"sources": self.outlets, "caught_up": self.late}


def list_outlets(session: Session, agreement: Agreement, now: datetime) -> list[Outlet]:
    """In the order of the agreement, with their blanks from its start until it is over."""
    joined = select(Watch, Source).join(Source, col(Source.id) == Watch.source_id)
    standing = (col(Watch.agreement_id) == agreement.id, col(Watch.removed_at).is_(None))
    rows = session.exec(joined.where(*standing).order_by(col(Watch.position), col(Source.id))).all()
    end = find_end(agreement, now)
    blanks = defaultdict(list)
    for blank in list_blanks(session, now, agreement.starts_at, end, [source.id for _, source in rows]):
        blanks[blank.source_id].append(blank)
    return [
        Outlet(source, watch.speaker, [*_before_baseline(watch, agreement, end), *blanks[source.id]])
        for watch, source in rows
        if source.removed_at is None
    ]


def find_end(agreement: Agreement, now: datetime) -> datetime:
    """Until when there is something to see: the end of late reports, or now."""
    if agreement.ends_at is None:
        return now
    return min(now, agreement.ends_at + LATE_REPORTS)


def _before_baseline(watch: Watch, agreement: Agreement, end: datetime) -> Iterable[BlankTime]:
    """From the start to the first list that was read, where the agreement was added late."""
    first = watch.baseline_at or end
    if first - agreement.starts_at > _PROMPT:
        yield BlankTime(watch.source_id, agreement.starts_at, first, NOT_WATCHED_YET, None)


def list_unread(outlets: Sequence[Outlet], start: datetime, end: datetime) -> list[Unread]:
    """When how many of these outlets could not be read, in order; where lists told it later, apart."""
    asked = [outlet for outlet in outlets if outlet.in_use]
    lost = [[blank for blank in outlet.blanks if not blank.caught_up] for outlet in asked]
    late = [[blank for blank in outlet.blanks if blank.caught_up] for outlet in asked]
    found = [*_sweep(lost, start, end), *(replace(each, late=True) for each in _sweep(late, start, end))]
    return sorted(found, key=lambda each: (each.start, each.late))


def _sweep(blanks: Sequence[Sequence[BlankTime]], start: datetime, end: datetime) -> list[Unread]:
    """One line of blanks per outlet, which may overlap among themselves."""
    turns: dict[datetime, int] = defaultdict(int)
    for line in blanks:
        for begin, stop in _join(line, start, end):
            turns[begin] += 1
            turns[stop] -= 1
    found: list[Unread] = []
    number, since = 0, start
    for at in sorted(turns):
        if turns[at]:
            if number:
                found.append(Unread(since, at, number))
            number, since = number + turns[at], at
    return found


def _join(line: Sequence[BlankTime], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    cut = sorted((max(blank.start, start), min(blank.end or end, end)) for blank in line)
    joined: list[tuple[datetime, datetime]] = []
    for begin, stop in cut:
        if begin >= stop:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((begin, stop))
    return joined


def measure_unread(unread: Iterable[Unread]) -> timedelta:
    """How long at least one outlet was not read, and no later list told what it said."""
    return sum((each.end - each.start for each in unread if not each.late), timedelta())


def count_received(
    session: Session, sources: Sequence[str], start: datetime, step: timedelta, steps: int
) -> dict[str, list[int]]:
    """Statements first seen from each source, in so many steps from `start` on."""
    found = {source: [0] * steps for source in sources}
    seen = (col(Statement.first_seen_at) >= start, col(Statement.first_seen_at) < start + steps * step)
    rows = select(Statement.source_id, Statement.first_seen_at).where(
        *seen, col(Statement.source_id).in_(sources)
    )
    for source, at in session.exec(rows):
        found[source][(at - start) // step] += 1
    return found


def last_seen(session: Session, sources: Sequence[str]) -> datetime | None:
    """When we last saw a new text from any of them."""
    query = select(func.max(Statement.first_seen_at)).where(col(Statement.source_id).in_(sources))
    return session.exec(query).one()
