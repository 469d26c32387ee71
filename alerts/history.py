"""Stored notices, streamed in the order in which they were made, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from alerts.models import Notice
from alerts.preview import PlainNotice

ROWS = 1000


def stream_notices(session: Session, agreement_id: str | None = None) -> Iterator[PlainNotice]:
    """Every notice, or those of an agreement and those that concern all; memory holds some rows at a time."""
    if agreement_id is None:
        return _stream(session, true())
    # Each in the order of the index: together they would have to be sorted, with all their facts.
    own = _stream(session, col(Notice.agreement_id) == agreement_id)
    return merge(own, _stream(session, col(Notice.agreement_id).is_(None)), key=lambda notice: notice.id)


def _stream(session: Session, which: ColumnElement[bool]) -> Iterator[PlainNotice]:
    columns = [getattr(Notice, name) for name in PlainNotice._fields]
    query = select(*columns).where(which).order_by(col(Notice.id))
    for row in session.execute(query.execution_options(yield_per=ROWS)):
        yield PlainNotice(*row)
