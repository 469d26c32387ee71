"""The whole road walked by hand: one thread, a clock that stands until it is moved, no queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel, col

from alerts.closing import close_due_alerts
from alerts.leases import Lease, claim_due
from alerts.models import Channel
from alerts.notices import match_notices
from alerts.outbox import deliver_channel
from alerts.waiting import can_send
from monitor import clock
from monitor.db import writing
from monitor.ledger.work import is_due
from monitor.models import Source, Work
from monitor.models.work import CLASSIFY, FOLLOW, OLDER, PROBE, READ
from monitor.pipeline import classify_revision, fetch_source, read_capture, seal_evidence, visit_page
from monitor.settings import Settings
from workers.rig import Rig, open_rig

STEPS = {(FOLLOW, PROBE, OLDER): visit_page, (READ,): read_capture, (CLASSIFY,): classify_revision}


class StandingClock(clock.Clock):
    """Tells the moment that it was set to."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment, 0.0)
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Walk:
    """An installation whose work is done on request: `to` moves the clock and does all that is due then."""

    def __init__(self, settings: Settings, time: StandingClock) -> None:
        self.time = time
        self.rig: Rig = open_rig(settings, time)

    def to(self, moment: datetime) -> None:
        self.time.moment = moment
        while self._work_off():
            match_notices(self.rig.engine, moment)
            close_due_alerts(self.rig.engine, moment, clock.wall())
        seal_evidence(self.rig.tools)

    def classify(self) -> int:
        """Only read what was recorded; how many texts there were."""
        tools = self.rig.tools
        return self._each(
            Work, is_due(self.time.moment, CLASSIFY), lambda lease: classify_revision(tools, lease)
        )

    def end(self) -> None:
        self.rig.tools.client.close()
        self.rig.engine.dispose()

    def _work_off(self) -> int:
        """How many rows were due."""
        moment, tools = self.time.moment, self.rig.tools
        done = self._each(Source, col(Source.due_at) <= moment, lambda lease: fetch_source(tools, lease))
        for kinds, step in STEPS.items():
            done += self._each(Work, is_due(moment, *kinds), lambda lease, step=step: step(tools, lease))
        return done + self._each(Channel, can_send(clock.wall()), self._deliver)

    def _deliver(self, lease: Lease) -> None:
        deliver_channel(self.rig.engine, lease, self.rig.courier, clock.wall, now=self.time.now)

    def _each(self, table: type[SQLModel], due: ColumnElement[bool], step: Callable[[Lease], object]) -> int:
        rows: Any = table
        with writing(self.rig.engine) as session:
            leases = claim_due(session, table, due, rows.id, wall=clock.wall(), limit=500)
        for lease in leases:
            step(lease)
        return len(leases)
