"""Stored notices, streamed in the order in which they were made, as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from heapq import merge

from sqlalchemy import ColumnElement, Text, cast, select, true
from sqlmodel import Session, col

from alerts.models import Notice
from alerts.preview import PlainNotice

ROWS = 500


def stream_notices(session: Session, agreement_id: str | None = None) -> Iterator[PlainNotice]:
    """Every notice, or those of an agreement and those that concern all; memory holds some rows at a time."""
    if agreement_id is None:
        return _stream(session, true())
    # Each in the order of the index: together they would have to be sorted, with all their facts.
    own = _stream(session, col(Notice.agreement_id) == agreement_id)
    return merge(own, _stream(session, col(Notice.agreement_id).is_(None)), key=lambda notice: notice.id)


def _stream(session: Session, which: ColumnElement[bool]) -> Iterator[PlainNotice]:
    """Rows of the table itself, their facts decoded one by one.

    The way over the session's objects, or over facts decoded by the hundred, takes four times as
    long: Python then spends most of its time on looking for garbage among them.
    """
    notice = Notice.__table__.c  # type: ignore[attr-defined]  # SQLModel's tables have it
    columns = [cast(notice.facts, Text) if name == "facts" else notice[name] for name in PlainNotice._fields]
    query = select(*columns).where(which).order_by(notice.id).execution_options(yield_per=ROWS)
    for id, kind, agreement_id, facts, published_at, made_at in session.connection().execute(query):
        yield PlainNotice(id, kind, agreement_id, json.loads(facts), published_at, made_at)
