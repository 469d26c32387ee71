"""The statements, the newest first: all of them, or those in which no claim was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, tuple_
from sqlmodel import Session, col, select

from monitor.models import Lineage, Revision, Source, Statement, Watch
from monitor.queries.cursor import ID, BadCursor

_CURSOR = re.compile(r"([0-9T:.+-]{19,40})~(.+)")


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What is asked for; an empty tuple or None asks for nothing. Times are those of publication."""

    agreement: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    without_claims: bool = False
    waiting: bool = False
    from_: datetime | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement with its newest text, and how many claims of the log stand on it."""

    statement: Statement
    revision: Revision
    source: Source
    claims: int


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Lines in order; `next` is the cursor of the page after this one, empty at the end."""

    lines: list[StatementLine]
    next: str


def list_statements(session: Session, wanted: StatementFilter, limit: int, cursor: str = "") -> StatementPage:
    """Raises BadCursor."""
    query = select(Statement, Revision, Source)
    query = query.join(Revision, col(Revision.statement_id) == Statement.id)
    query = query.join(Source, col(Source.id) == Statement.source_id)
    query = query.where(Revision.number == Statement.revision, *_conditions(wanted))
    order = (col(Statement.first_seen_at), col(Statement.id))
    if cursor:
        query = query.where(tuple_(*order) < tuple_(*_read_cursor(cursor)))
    found = session.exec(query.order_by(*(column.desc() for column in order)).limit(limit + 1)).all()
    claims = _count_claims(session, [statement.id for statement, _, _ in found])
    lines = [StatementLine(*row, claims=claims.get(row[0].id, 0)) for row in found[:limit]]
    return StatementPage(lines, _write_cursor(lines[-1].statement) if len(found) > limit else "")


def _conditions(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.agreement:
        watched = select(Watch.source_id).where(col(Watch.agreement_id).in_(wanted.agreement))
        yield col(Statement.source_id).in_(watched)
    if wanted.source:
        yield col(Statement.source_id).in_(wanted.source)
    if wanted.without_claims:
        standing = (col(Lineage.statement_id) == Statement.id, col(Lineage.claim_id).is_not(None))
        yield ~exists(select(1).where(*standing).correlate(Statement))
    if wanted.waiting:
        yield col(Revision.unread).is_not(None)
    if wanted.from_ is not None:
        yield col(Revision.published_at) >= wanted.from_
    if wanted.to is not None:
        yield col(Revision.published_at) < wanted.to


def _count_claims(session: Session, ids: list[str]) -> dict[str, int]:
    query = select(Lineage.statement_id, func.count()).where(
        col(Lineage.statement_id).in_(ids), col(Lineage.claim_id).is_not(None)
    )
    return dict(session.exec(query.group_by(col(Lineage.statement_id))).all())


def _write_cursor(last: Statement) -> str:
    return f"{last.first_seen_at.isoformat()}~{last.id}"


def _read_cursor(text: str) -> tuple[datetime, str]:
    found = _CURSOR.fullmatch(text)
    if found and ID.fullmatch(found[2]):
        try:
            moment = datetime.fromisoformat(found[1].replace(" ", "+"))
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None and 1900 <= moment.year <= 2200:
            return moment, found[2]
    raise BadCursor("cursor: not one that this list gave; leave it empty to begin with the newest.")
