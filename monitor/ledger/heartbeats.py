"""Note that a part of the clockwork is alive."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from monitor.models import Heartbeat

SILENCE = timedelta(seconds=30)
_GONE = timedelta(days=1)


def beat(session: Session, name: str, wall: datetime) -> None:
    """`scheduler` or `worker:NAME` is alive at `wall`."""
    row = session.get(Heartbeat, name) or Heartbeat(name=name, beat_at=wall)
    row.beat_at = wall
    session.add(row)


def forget_gone(session: Session, wall: datetime) -> None:
    """Parts that have not spoken for a day are no more: each start of a worker has a name of its own."""
    session.execute(delete(Heartbeat).where(col(Heartbeat.beat_at) < wall - _GONE))


def is_any_alive(session: Session, prefix: str, wall: datetime) -> bool:
    """Whether a part whose name begins so was heard of within the last half minute."""
    alive = (col(Heartbeat.name).startswith(prefix), col(Heartbeat.beat_at) >= wall - SILENCE)
    return session.exec(select(Heartbeat.name).where(*alive)).first() is not None
