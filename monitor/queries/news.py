"""What came into the log of an agreement after a moment: claims that nobody could have seen there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from monitor.models import Lineage, LogLine
from monitor.models.claim import LogRow
from monitor.queries.claims import ClaimFilter, Log
from monitor.queries.rows import load_rows

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class News:
    """The newest `rows`; `number` of all, of which no more than so many were counted (`is_exact`)."""

    rows: Sequence[LogRow]
    number: int
    is_exact: bool


def list_news(session: Session, agreement_id: str, since: datetime | None, limit: int) -> News:
    """The latest first, by when they came in; a claim that was only read anew is none.

    None: ever, the latest publication first.
    """
    if since is None:
        log = Log(session, ClaimFilter(agreement=(agreement_id,)))
        number = log.figures().total
        return News(log.page(limit).items, min(number, MOST_COUNTED), number <= MOST_COUNTED)
    fresh = _fresh(agreement_id, since)
    newest = fresh.order_by(col(LogLine.began_at).desc(), col(LogLine.id).desc()).limit(limit)
    lines = session.scalars(newest).all()
    rows = load_rows(session, {line.claim_id: line.review_id for line in lines})
    counted = fresh.with_only_columns(col(LogLine.id)).limit(MOST_COUNTED + 1).subquery()
    number = session.execute(select(func.count()).select_from(counted)).scalar_one()
    return News([rows[line.claim_id] for line in lines], min(number, MOST_COUNTED), number <= MOST_COUNTED)


def _fresh(agreement_id: str, since: datetime) -> Select[Any]:
    fresh = select(LogLine).join(Lineage, col(Lineage.id) == col(LogLine.lineage_id))
    fresh = fresh.where(col(LogLine.ended_at).is_(None), col(Lineage.agreement_id) == agreement_id)
    return fresh.where(col(LogLine.began_at) > since, col(Lineage.opened_at) > since)
