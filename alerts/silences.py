"""Silences: added, listed, ended early; never deleted, because what they kept refers to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from alerts.models import Alert, Silence
from alerts.silencing import StandingSilence, read_silence
from alerts.wording import write_stamp


def add_silence(
    session: Session,
    document: Mapping[str, Any],
    *,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    by: str,
) -> Silence:
    """From `starts_at` up to `ends_at` what fits is kept and not sent."""
    silence = Silence(
        document=dict(document),
        reason=reason,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=now,
        created_by=by,
    )
    session.add(silence)
    session.flush()
    return silence


def end_silence(session: Session, silence_id: str, now: datetime, by: str) -> bool:
    """From now on nothing more is kept; False when there is no such silence, or it is over already."""
    silence = session.get(Silence, silence_id, with_for_update=True)
    if silence is None or not _is_to_come(silence, now):
        return False
    silence.ended_at, silence.ended_by = now, by
    session.add(silence)
    return True


def list_silences(session: Session, now: datetime, *, over: bool = False) -> list[Silence]:
    """Those that are active or to come, the next to end first; `over`: all of them."""
    query = select(Silence) if over else select(Silence).where(_to_come(now))
    return list(session.exec(query.order_by(col(Silence.ends_at), col(Silence.id))))


def standing_silences(session: Session, now: datetime) -> list[StandingSilence]:
    """The silences of now, ready to be asked."""
    active = select(Silence).where(_to_come(now), col(Silence.starts_at) <= now)
    return [
        read_silence(silence.id, silence.document, silence.starts_at, silence.ends_at)
        for silence in session.exec(active)
    ]


def count_kept(session: Session, silence_ids: Sequence[str]) -> dict[str, int]:
    """How many alerts each silence has kept; one that has kept none is left out."""
    query = select(Alert.silence_id, func.count()).where(col(Alert.silence_id).in_(silence_ids))
    found = session.exec(query.group_by(col(Alert.silence_id)))
    return {silence_id: count for silence_id, count in found if silence_id is not None}


def silences_of_all_times(session: Session) -> list[StandingSilence]:
    """Each as it was in force, ready to be asked of what was before."""
    return [
        read_silence(
            silence.id,
            silence.document,
            max(silence.starts_at, silence.created_at),
            silence.ends_at,
            silence.ended_at,
        )
        for silence in session.exec(select(Silence))
    ]


def name_state(silence: Silence, now: datetime) -> str:
    """Ended by a person, to come, active, or over by itself."""
    if silence.ended_at is not None:
        return "ended"
    if silence.starts_at > now:
        return "to come"
    return "active" if silence.ends_at > now else "over"


def explain_silence(silence: Silence) -> str:
    """Why something was not sent, in one sentence for the delivery log."""
    until = write_stamp(silence.ended_at or silence.ends_at, "UTC")
    return f"Silenced until {until} by {silence.created_by}: {silence.reason}"


def _to_come(now: datetime) -> ColumnElement[bool]:
    return col(Silence.ended_at).is_(None) & (col(Silence.ends_at) > now)


def _is_to_come(silence: Silence, now: datetime) -> bool:
    return silence.ended_at is None and silence.ends_at > now
