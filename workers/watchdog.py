"""Watch over the service itself: tell of alerts that are stuck, call a watchdog outside while all is well."""

from __future__ import annotations

import logging

from alerts.stuck import is_news, tell_undelivered
from monitor import clock
from monitor.db import reading, writing
from monitor.http import Unanswered, ping
from monitor.ledger.heartbeats import beat
from monitor.queries.vitals import find_troubles, read_vitals
from workers.rig import Rig

log = logging.getLogger(__name__)
PATIENCE = 10.0  # seconds for the answer of the outside watchdog


class Watchdog:
    """Of one scheduler; several by mistake tell each thing once."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._troubles: list[str] = []

    def look(self) -> None:
        """Post a notice when alerts have been stuck for too long, and one when that is over."""
        with reading(self._rig.engine) as session:
            if not is_news(session, clock.wall()):
                return
        with writing(self._rig.engine) as session:
            tell_undelivered(session, clock.wall(), self._rig.clock.now())

    def call(self) -> None:
        """Call CEASEWATCH_HEARTBEAT_URL while all is well: its silence is what tells of our own death."""
        url = self._rig.settings.heartbeat_url
        if url is None:
            return
        self._note(self._find_troubles())
        if self._troubles:
            return
        try:
            status = ping(self._rig.tools.client, url.get_secret_value(), PATIENCE)
        except Unanswered as failure:
            log.warning("the heartbeat was not taken: %s", failure)
            return
        if not 200 <= status < 300:
            log.warning("the heartbeat was answered with %s", status)

    def _find_troubles(self) -> list[str]:
        """What can't be written to is no service either: a failure here keeps the heartbeat back."""
        with writing(self._rig.engine) as session:
            beat(session, "scheduler", clock.wall())
        with reading(self._rig.engine) as session:
            return find_troubles(read_vitals(session, clock.wall(), self._rig.clock.now()))

    def _note(self, troubles: list[str]) -> None:
        """Once for each change, not every minute."""
        if bool(troubles) != bool(self._troubles):
            said = f"is held back: {' '.join(troubles)}" if troubles else "goes out again"
            log.warning("the heartbeat %s", said)
        self._troubles = troubles
