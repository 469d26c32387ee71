"""Claim what is due and wake workers for it; the one way in which work starts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError
from sqlalchemy import ColumnElement, select
from sqlmodel import SQLModel, col

from alerts.leases import SKEW, Lease, claim_due
from alerts.models import Channel
from alerts.waiting import can_send, hasten_all, in_lane
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.heartbeats import is_any_alive
from monitor.ledger.work import is_due
from monitor.models import Source, Work
from monitor.models.work import CLASSIFY, FOLLOW, OLDER, PROBE, READ
from workers.app import wake
from workers.rig import Rig

log = logging.getLogger(__name__)

_KINDS = {"visit": (FOLLOW, PROBE, OLDER), "read": (READ,), "classify": (CLASSIFY,)}
# task: (rows claimed at once, rows a message)
SIZES = {
    "fetch": (200, 8),
    "visit": (8, 1),
    "read": (50, 5),
    "classify": (400, 20),
    "deliver": (50, 1),
    "deliver_slowly": (50, 1),
}
# task: whether it takes the channels whose last try failed or took long
LANES = {"deliver": False, "deliver_slowly": True}


class Dispatcher:
    """Wakes workers of one rig through one Celery application."""

    def __init__(self, rig: Rig, app: Celery) -> None:
        self._rig = rig
        self._app = app
        self._broker_is_down = False

    def wake_due(self, *tasks: str) -> int:
        """Claim the due rows of some tasks (all when none is named); returns how many were sent out.

        While no worker is alive nothing is sent: the queue would only fill with what expires.
        """
        with reading(self._rig.engine) as session:
            if not is_any_alive(session, "worker:", clock.wall()):
                return 0
        return sum(self._wake(task) for task in tasks or SIZES)

    def _wake(self, task: str) -> int:
        most, batch = SIZES[task]
        leases = self._claim(task, most)
        for part in _batches(leases, batch):
            try:
                wake(self._app, task, part)
            except (OperationalError, OSError) as error:
                # The rows fall due again when their leases lapse: nothing is lost, only late.
                log.warning("the broker can't be reached: %s", error)
                self._broker_is_down = True
                break
            self._note_recovery()
        return len(leases)

    def _note_recovery(self) -> None:
        """After an outage of ours nothing that waits for a later try waits any longer."""
        if self._broker_is_down:
            self._broker_is_down = False
            with writing(self._rig.engine) as session:
                hasten_all(session, clock.wall())

    def _claim(self, task: str, limit: int) -> list[Lease]:
        wall = clock.wall()
        table, due, order = _due_rows(task, self._rig.clock.now(), wall)
        with reading(self._rig.engine) as session:  # a look first: claiming takes SQLite's write lock
            if session.execute(select(table).where(due).limit(1)).first() is None:
                return []
        with writing(self._rig.engine) as session:
            return claim_due(session, table, due, order, wall=wall, limit=limit)


def _due_rows(task: str, now: datetime, wall: datetime) -> tuple[type[SQLModel], ColumnElement[bool], Any]:
    """The table of a task, which of its rows want doing, and in which order."""
    if task == "fetch":
        # Polled in the future: the machine's clock was put back, and the due time is as wrong.
        stepped_back = col(Source.polled_at) > now + SKEW
        return Source, (col(Source.due_at) <= now) | stepped_back, Source.due_at
    if task in LANES:
        # Who was claimed in vain, for want of a free thread, comes first: nobody waits for ever.
        return Channel, can_send(wall) & in_lane(slow=LANES[task]), col(Channel.lease_until).nulls_last()
    return Work, is_due(now, *_KINDS[task]), Work.due_at


def _batches(leases: Sequence[Lease], size: int) -> Iterator[Sequence[Lease]]:
    for start in range(0, len(leases), size):
        yield leases[start : start + size]
