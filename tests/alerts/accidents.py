"""Random accidents on the way of an alert: what is posted, how receivers answer, when the process dies."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, delete, select

from alerts import models
from alerts.closing import close_due_alerts
from alerts.courier import Answer, Undelivered
from alerts.leases import free_all
from alerts.models import DELIVERED, Alert, Channel, Delivery, PendingNotice
from alerts.notices import match_notices
from alerts.outbox import deliver_channel
from tests.alerts.killing import Killed, Scythe
from tests.alerts.scenes import Road, a_courier, claim_channels, claim_facts

CHANNELS = ("newsroom", "mission")
HOUR = 3600.0
MOST_ROUNDS = 12
TABLES: tuple[type[SQLModel], ...] = (
    *(models.Attempt, models.Delivery, models.AlertEntry, models.Alert, models.PendingNotice),
    *(models.RuleMark, models.Notice, models.RuleVersion, models.Rule, models.ChannelVersion, models.Channel),
    models.SigningKey,
)
NIGHT = {"from": "13:00", "to": "15:00", "timezone": "Asia/Yerevan", "bypass": ["drone"]}
RULES: dict[str, dict[str, Any]] = {
    "at-once": {"group_wait": 0, "group_interval": 0},
    "grouped": {"group_wait": 30, "group_interval": 300, "group_by": ["agreement", "by"]},
    "hourly": {"digest": {"every": "hour", "at": None, "on": None, "timezone": None}},
    "by-place": {"group_wait": 5, "group_interval": 60, "group_by": ["place"]},
    "quiet": {
        "quiet_hours": {"from": "13:00", "to": "15:00", "timezone": "Asia/Yerevan", "bypass": ["drone"]}
    },
}
ANSWERS = (200, 200, 200, 503, 500, 429, 408, 404, 400, 302, "silence", "slow", "slow 503", "busy")


class Receivers:
    """Both channels' receivers: they answer as the dice say, and remember every byte."""

    def __init__(self, scythe: Scythe, dice: random.Random) -> None:
        self._scythe = scythe
        self._dice = dice
        self.road: Road | None = None
        self.are_well = False
        self.blamed_a_message = False
        self.bodies: dict[str, set[bytes]] = defaultdict(set)
        self.accepted: dict[str, list[str]] = defaultdict(list)

    def post(self, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
        self._scythe.pass_by("receiver: before it is reached")
        answer = 200 if self.are_well else self._dice.choice(ANSWERS)
        self.bodies[headers["webhook-id"]].add(body)
        status = self._answer(answer)
        if status == 200:
            self.accepted[url].append(headers["webhook-id"])
        self._scythe.pass_by("receiver: after it has answered")
        return Answer(status, "30" if status == 429 else None)

    def _answer(self, answer: int | str) -> int:
        if self.road is None:
            raise RuntimeError("the receivers stand at no road yet")
        if answer == "silence":
            self.road.pass_time(15)
            raise Undelivered("No answer.", permanent=False)
        if isinstance(answer, str) and answer.startswith("slow"):
            self.road.pass_time(self._dice.choice([3, 14, 20]))  # 20 s: the lease is over by then
            return 503 if answer.endswith("503") else 200
        if answer == "busy":  # meanwhile another worker is woken
            work(self.road)
            return 200
        self.blamed_a_message |= answer in (400, 404)
        return int(answer)


def work(road: Road) -> None:
    """One turn of a worker: match, close, deliver."""
    match_notices(road.engine, road.now)
    close_due_alerts(road.engine, road.now, road.time)
    road.deliver()


def wake_twice(road: Road) -> None:
    """The same message of the queue comes to two workers."""
    with Session(road.engine) as session, session.begin():
        leases = claim_channels(session, road.time)
    for lease in [*leases, *leases]:
        deliver_channel(road.engine, lease, road.courier, road.wall, jitter=lambda: 0.5)


def post_something(road: Road, dice: random.Random, said: list[dict[str, Any]]) -> None:
    """A new accusation or denial, or what became of an earlier one."""
    if said and dice.random() < 0.25:
        claim = dice.choice(said)
        kind = dice.choice(["correction", "retraction"])
        road.post(kind, claim_facts(previous={"killed": None}, **claim))
        return
    by, against = dice.sample(["armenia", "azerbaijan"], 2)
    kind = dice.choice(["accusation", "accusation", "accusation", "denial"])
    claim = {
        "id": f"c{len(said)}",
        "lineage": f"l{len(said)}",
        "stance": kind,
        "by": by,
        "against": against,
        "types": [dice.choice(["shelling", "drone"])],
        "places": [dice.choice(["Karakhambeyli", "Hadrut"])],
    }
    said.append(claim)
    road.post(kind, claim_facts(**claim), published_at=road.now)


def take_step(road: Road, dice: random.Random, said: list[dict[str, Any]]) -> None:
    step = dice.random()
    if step < 0.4:
        post_something(road, dice, said)
    elif step < 0.55:
        road.pass_time(dice.choice([1, 5, 35, 310]))
    elif step < 0.6:
        jump = dice.choice([-HOUR, -20.0, 2 * HOUR])
        road.pass_time(jump)
    elif step < 0.7:
        wake_twice(road)
    else:
        work(road)


def play(road: Road, receivers: Receivers, dice: random.Random, scythe: Scythe) -> None:
    """A dozen steps with one death on the way, or several.

    A killed process comes back at once and alone, or another one takes over when its leases are over.
    """
    said: list[dict[str, Any]] = []
    comes_back = False
    choose_death(dice, scythe)
    for _ in range(dice.randint(6, 14)):
        try:
            if comes_back:
                free_leases(road)
                comes_back = False
            take_step(road, dice, said)
        except Killed:
            scythe.revive()
            comes_back = dice.random() < 0.5
            road.pass_time(0 if comes_back else 15)
            if dice.random() < 0.5:
                choose_death(dice, scythe)
    scythe.revive()


def free_leases(road: Road) -> None:
    with Session(road.engine) as session, session.begin():
        free_all(session, Channel)


def choose_death(dice: random.Random, scythe: Scythe) -> None:
    """Where the process dies next: mostly where it never did."""
    if scythe.spared and dice.random() < 0.7:
        scythe.aim(scythe.spared)
    else:
        scythe.aim(dice.choices(sorted(scythe.visited) or [""]), dice.choice([1, 1, 2, 4]))


def come_to_rest(road: Road) -> None:
    """Time passes, and a person sends again what was given up, until nothing is under way."""
    for _ in range(MOST_ROUNDS):
        road.pass_time(6 * HOUR)
        work(road)
        with Session(road.engine) as session:
            unsent = session.exec(select(Delivery.id).where(Delivery.state != DELIVERED)).all()
            pending = session.exec(select(PendingNotice)).first()
            still_open = session.exec(select(Alert).where(col(Alert.closed_at).is_(None))).first()
        if not unsent and pending is None and still_open is None:
            return
        for id in unsent:
            road.retry(id)


def open_road(engine: Engine, receivers: Receivers, dice: random.Random) -> Road:
    """An empty database with two channels and two rules of different manners."""
    with Session(engine) as session, session.begin():
        for table in TABLES:
            session.execute(delete(table))
    road = Road(engine, a_courier(post=receivers.post))
    receivers.road = road
    for channel in CHANNELS:
        road.webhook(address_of(channel), id=channel)
    for name in dice.sample(sorted(RULES), 2):
        road.rule(name, send_to=list(CHANNELS), **RULES[name])
    return road


def address_of(channel: str) -> str:
    return f"https://{channel}.example"
