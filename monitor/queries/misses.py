"""Claims that people found in texts and the reader did not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.models import Miss, Revision
from monitor.wire import time_json

UTC = ZoneInfo("UTC")


def list_misses(session: Session, statement_id: str) -> list[tuple[Miss, Revision]]:
    """Those of a statement that nobody took back, in the order of the text."""
    query = select(Miss, Revision).join(Revision, col(Revision.id) == Miss.revision_id)
    mine = query.where(Miss.statement_id == statement_id, col(Miss.taken_back_at).is_(None))
    return list(session.exec(mine.order_by(col(Revision.number), col(Miss.field), col(Miss.start), Miss.id)))


def count_misses(session: Session, agreements: Sequence[str] = ()) -> int:
    """How many stand in all texts of these agreements, of all when none is named."""
    query = select(func.count()).select_from(Miss).where(col(Miss.taken_back_at).is_(None))
    if agreements:
        query = query.where(col(Miss.agreement_id).in_(agreements))
    return session.exec(query).one()


def miss_json(miss: Miss, revision: Revision) -> dict[str, Any]:
    """As the API shows it; the quote is what is kept of the text there."""
    whole = revision.title if miss.field == "title" else revision.text
    quote = whole[miss.start : miss.end]
    return {
        "id": miss.id,
        "agreement": miss.agreement_id,
        "revision": revision.number,
        "stance": miss.stance,
        "by": miss.by,
        "against": miss.against,
        "types": miss.types,
        "evidence": {"field": miss.field, "quote": quote, "start": miss.start, "end": miss.end},
        "note": miss.note,
        "author": miss.author,
        "said_at": time_json(miss.said_at, UTC),
    }
