"""Whatever happens on the way: each wanted notice arrives, in one message, whose id keeps its bytes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from alerts.courier import Answer, Undelivered
from monitor.db import open_engine
from tests.alerts.scenes import AT_ONCE, Road, a_courier, claim_facts


class Crash(BaseException):
    """The process dies here."""


class MoodyReceiver:
    """Answers as the test says; 0 is no answer, -1 accepts and then the sender dies."""

    def __init__(self) -> None:
        self.moods: list[int] = []
        self.seen: list[tuple[str, bytes]] = []
        self.accepted: dict[str, bytes] = {}

    def post(self, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
        mood = self.moods.pop(0) if self.moods else 200
        self.seen.append((headers["webhook-id"], body))
        if mood == 0:
            raise Undelivered("No answer.", permanent=False)
        if mood in (200, -1):
            self.accepted.setdefault(headers["webhook-id"], body)
        if mood == -1:
            raise Crash
        return Answer(mood)


@contextmanager
def open_road() -> Iterator[tuple[Road, MoodyReceiver]]:
    receiver = MoodyReceiver()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'alerts.sqlite3'}")
        SQLModel.metadata.create_all(engine)
        road = Road(engine, a_courier(post=receiver.post))
        road.webhook("https://receiver.example")
        road.rule(**AT_ONCE)
        yield road, receiver
        engine.dispose()


def act(road: Road, receiver: MoodyReceiver, step: tuple[str, Any]) -> None:
    name, value = step
    if name == "post":
        road.post(facts=claim_facts(id=f"c{value}"))
    elif name == "mood":
        receiver.moods.append(value)
    elif name == "wait":
        road.pass_time(value)
    elif name == "close":
        road.close()
    else:
        try:
            road.deliver()
        except Crash:
            road.pass_time(15)


STEPS = st.one_of(
    st.tuples(st.just("post"), st.integers(0, 99)),
    st.tuples(st.just("mood"), st.sampled_from([200, 503, 404, 429, 0, -1])),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 60, 400])),
    st.tuples(st.sampled_from(["close", "deliver"]), st.none()),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_every_accusation_is_accepted_in_exactly_one_message(steps: list[tuple[str, Any]]) -> None:
    with open_road() as (road, receiver):
        for step in steps:
            act(road, receiver, step)
        receiver.moods.clear()
        for _ in range(3):
            act(road, receiver, ("close", None))
            road.pass_time(3600)
            act(road, receiver, ("deliver", None))
        posted = sorted(f"c{value}" for name, value in steps if name == "post")
        bodies = [json.loads(body) for body in receiver.accepted.values()]
        assert sorted(claim["id"] for body in bodies for claim in body["data"]["claims"]) == posted
        assert len(set(receiver.seen)) == len({webhook_id for webhook_id, _ in receiver.seen})
        assert {line.state for line in road.log()} <= {"delivered"}
