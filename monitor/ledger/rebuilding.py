"""Make all lines of the log again from the records: once by a migration, or when somebody doubts them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlmodel import Session, col

from monitor.ledger.answers import Denials
from monitor.ledger.journal import take_journal
from monitor.ledger.line_counts import BOUNDS
from monitor.ledger.line_records import Origin, find_ground, origins_query
from monitor.ledger.line_values import LineValues, Segment, Shared, Version, list_segments
from monitor.ledger.tallies import Tallies
from monitor.ledger.text_rebuilding import rebuild_texts
from monitor.models import (
    Agreement,
    Facet,
    JournalEntry,
    Lineage,
    LogLine,
    LogMark,
    LogTally,
    MarkCount,
    Reading,
    Review,
)
from monitor.models.log_line import usual_id
from monitor.models.review import CORRECTED
from monitor.terms import Stance

BATCH = 4_000
Times = list[tuple[datetime, datetime]]


def rebuild_lines(session: Session) -> int:
    """Forget every line and count, and write them anew; returns how many lines there are."""
    take_journal(session)
    for table in (LogMark, MarkCount, LogLine, Facet, LogTally):
        session.execute(delete(table))
    records = _Records(session)
    corrected = select(col(Review.lineage_id)).where(col(Review.verdict) == CORRECTED)
    is_corrected = col(Lineage.id).in_(corrected)
    denials, labels = Denials(), defaultdict[str, set[str]](set)
    for segment in records.list_segments(or_(col(Lineage.stance) == Stance.DENIAL.value, is_corrected)):
        denials.add(segment.values)
        if segment.values.shared.review == CORRECTED:
            labels[segment.values.revision_id] |= segment.values.labels
    book = _Book(session, rebuild_texts(session, records.grounds, labels))
    for segment in records.list_segments():
        shared = segment.values.shared._replace(is_answered=denials.answer(segment.values))
        values = replace(segment.values, shared=shared)
        book.add(segment._replace(values=values), records.grounds[shared.agreement_id].timezone)
    return book.finish()


class _Records:
    """Reads every lineage with all that became of it, so many at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._gone = _times_gone(session)
        self.grounds = {each.id: find_ground(each) for each in session.scalars(select(Agreement))}

    def list_segments(self, *wanted: ColumnElement[bool]) -> Iterator[Segment]:
        for start, end in self._batches(*wanted):
            mine = (col(Lineage.id) > start, col(Lineage.id) <= end, *wanted)
            reviews = self._find_reviews(mine)
            order = (col(Lineage.id), col(Reading.made_at), col(Reading.id))
            rows = self._session.execute(origins_query().where(*mine).order_by(*order))
            for lineage, found in groupby((Origin(*row) for row in rows), lambda one: one.claim.lineage_id):
                yield from list_segments(self._date_versions(list(found)), reviews.get(lineage, ()))
            self._session.expunge_all()

    def _batches(self, *wanted: ColumnElement[bool]) -> Iterator[tuple[str, str]]:
        """Lineages by id: more than the first, up to the second."""
        start = ""
        while True:
            ids = select(col(Lineage.id)).where(col(Lineage.id) > start, *wanted).order_by(col(Lineage.id))
            last = self._session.scalar(select(func.max(ids.limit(BATCH).subquery().c.id)))
            if last is None:
                return
            yield start, last
            start = last

    def _find_reviews(self, mine: Iterable[ColumnElement[bool]]) -> dict[str, list[Review]]:
        found: dict[str, list[Review]] = {}
        joined = select(Review).join(Lineage, col(Lineage.id) == Review.lineage_id).where(*mine)
        for review in self._session.scalars(joined):
            found.setdefault(review.lineage_id, []).append(review)
        return found

    def _date_versions(self, origins: Sequence[Origin]) -> list[Version]:
        """When each version stood: until the next reading, or until the lineage was closed."""
        versions = []
        for origin in origins:
            until = origin.superseded_at
            if until is None and origin.current_id != origin.claim.id:
                until = origin.closed_at
            absences = self._gone.get(origin.statement_id, [])
            ground = self.grounds[origin.agreement_id]
            versions.append(origin.as_version(ground, _without(origin.made_at, until, absences)))
        return versions


def _times_gone(session: Session) -> dict[str, Times]:
    """When statements were withdrawn that their outlets put back later."""
    kinds = ("withdrawal", "restoration")
    rows = select(JournalEntry).where(col(JournalEntry.kind).in_(kinds)).order_by(col(JournalEntry.number))
    left: dict[str, datetime] = {}
    gone: dict[str, Times] = {}
    for entry in session.scalars(rows):
        if entry.kind == kinds[0]:
            left[entry.subject] = entry.at
        elif entry.subject in left:
            gone.setdefault(entry.subject, []).append((left.pop(entry.subject), entry.at))
    return gone


def _without(
    start: datetime, end: datetime | None, absences: Times
) -> Iterator[tuple[datetime, datetime | None]]:
    for left, back in absences:
        if start <= left and (end is None or left < end):
            yield start, left
            start = back
    if end is None or start <= end:
        yield start, end


class _Book:
    """Takes segments and writes them in batches, counting as it goes."""

    def __init__(self, session: Session, text_ids: dict[str, int]) -> None:
        self._session, self._text_ids = session, text_ids
        self._facets: dict[Shared, dict[str, int]] = {}
        self._tallies = Tallies()
        self._taken: set[int] = set()
        self._lines: list[dict[str, Any]] = []
        self._marks: list[dict[str, Any]] = []
        self._mark_counts: Counter[tuple[str, int]] = Counter()

    def add(self, segment: Segment, zone: str) -> None:
        values = segment.values
        id = usual_id(values.second, values.lineage_id)
        while id in self._taken:
            id += 1
        self._taken.add(id)
        facet_id = self._count(values, id)
        self._tallies.count(values.shared, values.second, values.marks, zone, 1)
        self._lines.append(self._line(segment, id, facet_id))
        self._marks += [{"mark": mark, "line_id": id, "facet_id": facet_id} for mark in values.marks]
        self._mark_counts.update((mark, facet_id) for mark in values.marks)
        if len(self._lines) >= BATCH:
            self._write()

    def _line(self, segment: Segment, id: int, facet_id: int) -> dict[str, Any]:
        values = segment.values
        text_id = self._text_ids.get(values.revision_id)
        return {
            "id": id,
            "facet_id": facet_id,
            "occurred": values.occurred,
            "confidence": values.confidence,
            "text_id": text_id or usual_id(values.second, values.revision_id),
            "lineage_id": values.lineage_id,
            "claim_id": values.claim_id,
            "review_id": values.review_id,
            "began_at": segment.began_at,
            "ended_at": segment.ended_at,
        }

    def _count(self, values: LineValues, id: int) -> int:
        said = {"id": id, "occurred": values.occurred, "confidence": values.confidence}
        row = self._facets.setdefault(values.shared, {"id": len(self._facets) + 1, "lines": 0})
        row["lines"] += 1
        for least, most, value in zip(BOUNDS[::2], BOUNDS[1::2], said.values(), strict=True):
            row[least] = min(row.get(least, value), value)
            row[most] = max(row.get(most, value), value)
        return row["id"]

    def finish(self) -> int:
        self._write()
        facets = [shared._asdict() | {"key": shared.key} | row for shared, row in self._facets.items()]
        self._insert(Facet, facets)
        self._insert(MarkCount, _rows(MarkCount, self._mark_counts))
        self._insert(LogTally, _rows(LogTally, self._tallies.changes))
        return len(self._taken)

    def _write(self) -> None:
        self._insert(LogLine, self._lines)
        self._insert(LogMark, self._marks)
        self._lines, self._marks = [], []

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.execute(insert(table.__table__), rows)


def _rows(table: Any, counts: Counter[Any]) -> list[dict[str, Any]]:
    names = [column.name for column in table.__table__.primary_key.columns]
    return [dict(zip(names, key, strict=True)) | {"lines": lines} for key, lines in counts.items()]
