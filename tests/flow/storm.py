"""A storm: accusations by the thousand, and receivers of which one is well, one slow, one dead.

The test and the benchmark share it: `Storm` drives a House, `Figures` says how it went.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from alerts.models import AlertEntry, Notice, PendingNotice
from alerts.notices import post_notice
from monitor.db import reading, writing
from monitor.models import Claim
from tests.alerts.scenes import claim_facts
from tests.flow.conftest import House, Outlet, write_form
from tests.outside import Receiver, Request
from tests.servers import wait_until

STEP = 0.1  # seconds between two commits of accusations
SHORT = {"group_wait": "0s", "group_interval": "2s"}
LONG_AGO = timedelta(hours=2)  # before the start: read, and told to nobody
TRUCE = {"id": "truce", "name": "A truce", "timezone": "UTC"}


@dataclass(frozen=True)
class Figures:
    """What a storm did; times in seconds. `read`: from publication to the log, while it raged."""

    accusations: int
    raged: float
    first_message: float
    messages: dict[str, int]
    longest_without_poll: float
    read: list[float]
    last_covered: float
    complete: dict[str, float]


class Storm:
    """One rule for all accusations, one channel for each of three receivers, one outlet polled meanwhile."""

    def __init__(self, house: House, engine: Engine, outlet: Outlet, receivers: dict[str, Receiver]) -> None:
        self.house = house
        self.engine = engine
        self.outlet = outlet
        self.receivers = receivers
        self.begun = 0.0
        self._posted = 0

    def form(self) -> dict[str, Any]:
        """The configuration, before anything runs."""
        form = write_form(self.house.receiver, self.outlet.source)
        form["channels"] = [
            {"id": name, "kind": "webhook", "url": f"{receiver.url}/{name}"}
            for name, receiver in self.receivers.items()
        ]
        form["rules"] = [{"id": "all", "group_by": ["agreement"], "send_to": list(self.receivers), **SHORT}]
        return form

    def rage(self, accusations: int, seconds: float) -> Figures:
        """Post so many within the time, the dead receiver refusing, then 503; then await all."""
        self._publish("before", datetime.now(UTC) - LONG_AGO)  # so that the words of the language are loaded
        slow, dead = self.receivers["slow"], self.receivers["dead"]
        slow.delay = 5.0
        dead.status = 503
        dead.stop()
        self.begun = time.monotonic()
        poster = threading.Thread(target=self._post_evenly, args=(accusations, seconds))
        poster.start()
        read = []
        for part in range(1, 6):
            self._await_moment(seconds * part / 6)
            read.append(self._publish(f"item-{part}"))
            if part == 3:
                dead.start()
        poster.join()
        raged = time.monotonic() - self.begun
        self._await_moment(seconds)
        messages = {name: len(self._answered(name)) for name in self.receivers}
        gap = self._find_longest_gap()
        last_covered = self._await_covered("healthy", time.monotonic())
        slow.delay, dead.status = 0.0, 200
        return Figures(
            accusations=accusations,
            raged=raged,
            first_message=self.receivers["healthy"].accepted[0].at - self.begun,
            messages=messages,
            longest_without_poll=gap,
            read=read,
            last_covered=last_covered,
            complete=self._recover(),
        )

    def covered_by(self, name: str) -> dict[str, int]:
        """How many entries each alert has by what its message to a receiver says: listed, and `more`."""
        covered: dict[str, int] = {}
        for body in self._bodies(name):
            listed, more = body["data"]["claims"], body["data"]["more"]
            covered[body["data"]["alert"]["id"]] = len(listed) + more
        return covered

    def lineages_told(self, name: str) -> list[str]:
        return [claim["lineage"] for body in self._bodies(name) for claim in body["data"]["claims"]]

    def entries(self) -> dict[str, int]:
        """How many entries each alert has in the database."""
        with reading(self.engine) as session:
            query = select(AlertEntry.alert_id, func.count()).group_by(AlertEntry.alert_id)
            return dict(session.exec(query).all())

    def notices_without_one_entry(self) -> list[int]:
        with reading(self.engine) as session:
            entered = Counter(session.exec(select(AlertEntry.notice_id)).all())
            wanted = [row for row in session.exec(select(Notice)) if row.facts["claim"]["in_force"]]
            return [row.id for row in wanted if row.id and entered[row.id] != 1]

    def post(self, count: int) -> None:
        """So many accusations in one commit."""
        now = datetime.now(UTC)
        with writing(self.engine) as session:
            for number in range(self._posted, self._posted + count):
                self._post_one(session, number, now)
        self._posted += count

    def _post_one(self, session: Session, number: int, now: datetime) -> None:
        facts = claim_facts(
            id=f"c{number}", lineage=f"storm-{number}", agreement="truce", by="north", against="south"
        )
        post_notice(
            session,
            kind="accusation",
            subject_kind="claim",
            subject_id=f"c{number}",
            agreement_id="truce",
            facts=facts | {"agreement": TRUCE, "names": {"by": "Northland", "against": "Southland"}},
            published_at=now,
            now=now,
        )

    def _post_evenly(self, accusations: int, seconds: float) -> None:
        for step in range(1, round(seconds / STEP) + 1):
            wanted = round(accusations * step * STEP / seconds)
            self.post(wanted - self._posted)
            self._await_moment(step * STEP)

    def _await_moment(self, seconds: float) -> None:
        threading.Event().wait(max(0.0, self.begun + seconds - time.monotonic()))

    def _publish(self, id: str, at: datetime | None = None) -> float:
        """How long a statement takes into the log."""
        begun = time.monotonic()
        before = self._count(Claim.id)
        self.outlet.publish(id, title=f"Statement {id}", at=at)
        wait_until(lambda: self._count(Claim.id) > before, 60, f"{id} was never read")
        return time.monotonic() - begun

    def _find_longest_gap(self) -> float:
        polls = [request.at for request in self.outlet.site.requests if request.at >= self.begun]
        moments = [self.begun, *polls, time.monotonic()]
        return max(later - earlier for earlier, later in pairwise(moments))

    def _await_covered(self, name: str, begun: float) -> float:
        """Wait until a receiver knows all that was posted; seconds since `begun`."""
        wait_until(lambda: self._is_covered(name), 120, f"the {name} receiver was never told of everything")
        return time.monotonic() - begun

    def _is_covered(self, name: str) -> bool:
        if self._count(PendingNotice.notice_id):
            return False
        return sum(self.covered_by(name).values()) == self._count(AlertEntry.notice_id)

    def _recover(self) -> dict[str, float]:
        """The next accusation hastens what waits; how long until each receiver knows everything."""
        begun = time.monotonic()
        self.post(1)
        return {name: self._await_covered(name, begun) for name in self.receivers}

    def _count(self, column: Any) -> int:
        with reading(self.engine) as session:
            return session.exec(select(func.count(col(column)))).one()

    def _answered(self, name: str) -> list[Request]:
        return list(self.receivers[name].accepted)

    def _bodies(self, name: str) -> Iterator[dict[str, Any]]:
        """What a receiver accepted, each message once."""
        by_id = {request.headers["webhook-id"]: request.body for request in self._answered(name)}
        return (json.loads(body) for body in by_id.values())
