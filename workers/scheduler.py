"""The clockwork: one tick claims what is due, closes groups, and sweeps what was forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from celery import Celery

from monitor import clock
from monitor.classify import CLASSIFIER_VERSION
from monitor.db import writing
from monitor.evidence.sealing import MOST_CAPTURES
from monitor.ledger.captures import queue_unsealed
from monitor.ledger.heartbeats import beat
from monitor.ledger.rereadings import reread_outdated
from monitor.pipeline import seal_evidence
from workers.dispatch import Dispatcher
from workers.rig import Rig
from workers.tasks import tell
from workers.watchdog import Watchdog

log = logging.getLogger(__name__)

TICK = 0.25  # seconds
BEAT = 5.0
SEAL = 5.0
WATCH = 15.0
HEARTBEAT = 60.0


class Ticker:
    """Runs the tick; several of them by mistake still do each thing once."""

    def __init__(self, rig: Rig, app: Celery) -> None:
        self._rig = rig
        self._dispatcher = Dispatcher(rig, app)
        self._watchdog = Watchdog(rig)
        # Without grace a late tick would be dropped, with more than one at a time they would pile up.
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def start(self) -> None:
        """Queue what an older classifier read and what no seal holds yet, then tick until stopped."""
        with writing(self._rig.engine) as session:
            reread_outdated(session, CLASSIFIER_VERSION, self._rig.clock.now())
            queue_unsealed(session, self._rig.clock.now())
        self._beat()
        self._scheduler.add_job(self._tell, "interval", seconds=TICK)
        self._scheduler.add_job(self._wake, "interval", seconds=TICK)
        self._scheduler.add_job(self._beat, "interval", seconds=BEAT)
        self._scheduler.add_job(self._seal, "interval", seconds=SEAL)
        # Each job has a thread of its own: a watchdog that hangs outside holds up no tick.
        self._scheduler.add_job(self._try, "interval", [self._watchdog.look], seconds=WATCH)
        self._scheduler.add_job(self._try, "interval", [self._watchdog.call], seconds=HEARTBEAT)
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=True)

    def _tell(self) -> None:
        """Apart from waking: a flood that is being told must not keep anybody from being polled."""
        self._try(partial(tell, self._rig, self._dispatcher))

    def _wake(self) -> None:
        self._try(self._dispatcher.wake_due)

    def _try(self, step: Callable[[], object]) -> None:
        """A failure (the database restarts) is logged, and the next tick tries again."""
        try:
            step()
        except Exception:
            log.exception("a turn of the clockwork failed; the next one tries again")

    def _seal(self) -> None:
        try:
            while seal_evidence(self._rig.tools) == MOST_CAPTURES:
                pass
        except Exception:
            log.exception("what was received could not be sealed; the next turn tries again")

    def _beat(self) -> None:
        try:
            with writing(self._rig.engine) as session:
                beat(session, "scheduler", clock.wall())
        except Exception:
            log.exception("the scheduler could not note that it is alive")
