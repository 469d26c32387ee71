"""Scenes for the tests of who is told: claims as facts, rules, and a road from notice to receiver."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.closing import close_due_alerts
from alerts.configuration import save_channel, save_rule
from alerts.courier import Answer, Courier, Mailer, Undelivered
from alerts.deliveries import retry_delivery
from alerts.delivery_log import DeliveryFilter, DeliveryLine, list_deliveries
from alerts.leases import Lease, claim_due
from alerts.models import Channel, Notice
from alerts.notices import match_notices, post_notice
from alerts.outbox import deliver_channel
from alerts.waiting import can_send

NOON = datetime(2020, 10, 10, 8, 40, tzinfo=UTC)  # 12:40 in Yerevan
WALL = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw"
AGREEMENT = {"id": "karabakh-2020", "name": "Ceasefire in Nagorno-Karabakh", "timezone": "Asia/Yerevan"}
AT_ONCE: dict[str, Any] = {"group_wait": 0, "group_interval": 0}
OCCURRED = {"from": "2020-10-10T12:05:00+04:00", "to": None, "precision": "minute"}


def a_claim(**changes: Any) -> dict[str, Any]:
    """A claim as the contract writes it."""
    claim = {
        "id": "c1",
        "lineage": "l1",
        "agreement": "karabakh-2020",
        "stance": "accusation",
        "by": "armenia",
        "against": "azerbaijan",
        "types": ["ground_assault"],
        "in_force": True,
        "in_force_certain": True,
        "count": None,
        "killed": None,
        "wounded": None,
        "civilians": False,
        "places": ["Karakhambeyli"],
        "occurred": OCCURRED,
        "evidence": {
            "field": "text",
            "quote": "At 12:05 the enemy launched an assault.",
            "start": 0,
            "end": 39,
        },
        "confidence": 0.93,
        "why": ["speaker:armenia"],
        "statement": a_statement(),
        "incident": None,
        "review": None,
        "url": "/claims/c1",
    }
    return claim | changes


def a_statement(**changes: Any) -> dict[str, Any]:
    statement = {
        "id": "s1",
        "url": "https://mil.example/news/1",
        "title": "Statement",
        "publisher": "Ministry of Defence of Armenia",
        "source": "am-mod",
        "speaker": "armenia",
        "published_at": "2020-10-10T12:40:00+04:00",
        "precision": "minute",
        "first_seen_at": "2020-10-10T08:41:00+00:00",
        "lang": "en",
        "revision": 1,
    }
    return statement | changes


def claim_facts(previous: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The facts of a notice about a claim."""
    names = {"by": "Armenia", "against": "Azerbaijan"}
    facts = {"agreement": AGREEMENT, "claim": a_claim(**changes), "names": names}
    return facts | ({"previous": dict(previous)} if previous is not None else {})


def source_facts(**changes: Any) -> dict[str, Any]:
    source = {
        "id": "am-mod",
        "publisher": "Ministry of Defence of Armenia",
        "state": "quiet",
        "since": "2020-10-10T10:40:00+00:00",
        "reason": "nothing new for 6 h",
    }
    return {"agreement": AGREEMENT, "source": source | changes}


def a_notice(kind: str = "accusation", facts: Mapping[str, Any] | None = None, **changes: Any) -> Any:
    """A notice as plain values, for the pure rooms."""
    values = {
        "kind": kind,
        "agreement_id": "karabakh-2020",
        "facts": claim_facts() if facts is None else facts,
        "published_at": NOON,
        "made_at": NOON + timedelta(minutes=1),
    }
    return SimpleNamespace(**(values | changes))


def a_rule(when: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A rule's document with the contract's defaults, sent to the channel `newsroom`."""
    conditions = {
        "kind": ["accusation"],
        "by": [],
        "against": [],
        "types": [],
        "in_force": True,
        "civilians": None,
        "min_confidence": 0.0,
    }
    rule = {
        "agreement": "*",
        "when": conditions | dict(when or {}),
        "group_by": ["agreement"],
        "group_wait": 30,
        "group_interval": 300,
        "max_age": 86400,
        "send_to": ["newsroom"],
    }
    return rule | changes


def post_by_httpx(url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
    try:
        answer = httpx.post(url, headers=headers, content=body, timeout=timeout)
    except httpx.HTTPError as error:
        raise Undelivered(f"No answer ({type(error).__name__}).", permanent=False) from error
    return Answer(answer.status_code, answer.headers.get("retry-after"))


def a_courier(**changes: Any) -> Courier:
    values: dict[str, Any] = {
        "post": post_by_httpx,
        "mailer": None,
        "base_url": "https://desk.example",
        "environ": {},
    }
    return Courier(**(values | changes))


def a_mailer(port: int) -> Mailer:
    return Mailer("127.0.0.1", port, "Ceasewatch <watch@desk.example>")


def claim_channels(session: Session, wall: datetime) -> list[Lease]:
    """Lease the channels that have something to send, as the scheduler does."""
    return claim_due(session, Channel, can_send(wall), Channel.id, wall=wall, limit=50)


class Road:
    """From notice to receiver, on one database, with both clocks in the test's hand."""

    def __init__(self, engine: Engine, courier: Courier | None = None) -> None:
        self.engine = engine
        self.courier = courier or a_courier()
        self.now = NOON + timedelta(minutes=1)
        self.time = WALL

    def wall(self) -> datetime:
        return self.time

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.time += timedelta(seconds=seconds)

    def rule(self, id: str = "every-accusation", **changes: Any) -> None:
        with Session(self.engine) as session, session.begin():
            save_rule(session, id, a_rule(**changes), self.now, "test")

    def webhook(self, url: str, id: str = "newsroom", secret: Any = SECRET) -> None:
        with Session(self.engine) as session, session.begin():
            save_channel(session, id, "webhook", {"url": url, "secret": secret}, self.now, "test")

    def mail(self, *to: str, id: str = "newsroom") -> None:
        with Session(self.engine) as session, session.begin():
            save_channel(session, id, "email", {"to": list(to)}, self.now, "test")

    def post(self, kind: str = "accusation", facts: Mapping[str, Any] | None = None, **changes: Any) -> int:
        """Post a notice and give back its id."""
        facts = claim_facts() if facts is None else facts
        values = {"agreement_id": "karabakh-2020", "published_at": NOON, "now": self.now} | changes
        lineage = facts.get("claim", {}).get("lineage", "none")
        subject = {"subject_kind": "lineage", "subject_id": lineage}
        with Session(self.engine) as session, session.begin():
            notice: Notice = post_notice(session, kind=kind, facts=facts, **(subject | values))
            return notice.id or 0

    def close(self) -> list[str]:
        """Match what was posted, and close what is due now."""
        match_notices(self.engine, self.now)
        return close_due_alerts(self.engine, self.now, self.time)

    def alert(self, kind: str = "accusation", facts: Mapping[str, Any] | None = None) -> None:
        """One notice, matched and closed into an alert of its own."""
        self.post(kind, facts)
        match_notices(self.engine, self.now)
        self.pass_time(400)
        self.close()

    def alert_at_once(self) -> None:
        """An alert for which no time passes; the rule must have no group_wait and no group_interval."""
        self.post()
        self.close()

    def deliver(self, jitter: float = 0.0, limit: int = 20) -> int:
        """Deliver what is due now; how many tries were made."""
        with Session(self.engine) as session, session.begin():
            leases = claim_channels(session, self.time)
        return sum(
            deliver_channel(
                self.engine,
                lease,
                self.courier,
                self.wall,
                now=lambda: self.now,
                jitter=lambda: jitter,
                limit=limit,
            )
            for lease in leases
        )

    def retry(self, delivery_id: str) -> None:
        with Session(self.engine) as session, session.begin():
            retry_delivery(session, delivery_id, self.time)

    def log(self, *, failed_only: bool = False) -> list[DeliveryLine]:
        """The deliveries, oldest first."""
        with Session(self.engine) as session:
            return list_deliveries(session, DeliveryFilter(failed=failed_only))[::-1]
