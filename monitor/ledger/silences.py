"""What a person orders silent, and what no longer. Each is in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from alerts.models import Silence
from alerts.silences import add_silence, end_silence
from monitor.ledger.journal import append_entry
from monitor.wire import time_json


def order_silence(
    session: Session,
    document: Mapping[str, Any],
    *,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    by: str,
    now: datetime,
) -> Silence:
    """From `starts_at` up to `ends_at` what fits is kept and not sent."""
    silence = add_silence(
        session, document, reason=reason, starts_at=starts_at, ends_at=ends_at, now=now, by=by
    )
    details = {"reason": reason, "document": dict(document), "until": time_json(ends_at, UTC)}
    _note(session, silence.id, "create", by, now, details)
    return silence


def order_end_of_silence(session: Session, silence_id: str, *, by: str, now: datetime) -> bool:
    """End a silence early; False when there is none of that id that lasts or is to come."""
    ended = end_silence(session, silence_id, now, by)
    if ended:
        _note(session, silence_id, "end", by, now, {})
    return ended


def _note(
    session: Session, silence_id: str, action: str, by: str, now: datetime, details: Mapping[str, Any]
) -> None:
    append_entry(
        session,
        kind="configuration",
        subject=f"silence:{silence_id}",
        actor=by,
        now=now,
        details={"action": action, **details},
    )
