"""Note that a part of the clockwork is alive."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from monitor.models import Heartbeat


def beat(session: Session, name: str, wall: datetime) -> None:
    """`scheduler` or `worker:NAME` is alive at `wall`."""
    row = session.get(Heartbeat, name) or Heartbeat(name=name, beat_at=wall)
    row.beat_at = wall
    session.add(row)
