"""Why what a page shows may be older than it looks: nothing is polled any more, or alerts do not go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from alerts.stuck import STUCK_AFTER, list_waits
from monitor.models import Heartbeat


@dataclass(frozen=True, slots=True)
class Delays:
    """Since when; None where nothing is late. Both are the machine's times."""

    not_polled_since: datetime | None
    not_sent_since: datetime | None


def find_delays(session: Session, wall: datetime) -> Delays:
    """What is late by more than five minutes; where no scheduler has ever run, nothing can be."""
    late = wall - STUCK_AFTER
    spoke = session.exec(
        select(func.max(Heartbeat.beat_at)).where(col(Heartbeat.name).startswith("scheduler"))
    ).one()
    oldest = min((wait.since for wait in list_waits(session).values()), default=None)
    return Delays(spoke if spoke and spoke < late else None, oldest if oldest and oldest < late else None)
