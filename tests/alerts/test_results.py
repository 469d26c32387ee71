"""What follows from a try: the ladder, its end, a channel that is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.courier import Answer
from alerts.models import Channel
from tests.alerts.scenes import Road, a_courier, claim_channels, post_by_httpx
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule()
    return made


def states(road: Road) -> list[str]:
    return [line.state for line in road.log()]


def test_the_ladder_is_climbed_to_its_end_and_then_it_is_dead(road: Road, receiver: Receiver) -> None:
    receiver.status = 500
    road.alert()
    waits = [0, 5, 300, 1800, 7200, 18000, 36000, 36000]
    for seconds in waits:
        road.pass_time(seconds - 1)
        assert road.deliver(jitter=0.0) == 0 or seconds == 0
        road.pass_time(1)
        road.deliver(jitter=0.0)
    (line,) = road.log()
    assert (line.state, len(line.attempts)) == ("dead", 8)
    assert line.reason == "Given up after 8 tries. The receiver answered 500."
    road.pass_time(10**6)
    assert road.deliver() == 0


def test_jitter_puts_a_try_off_by_up_to_a_fifth(road: Road, receiver: Receiver) -> None:
    receiver.status = 500
    road.alert()
    road.deliver(jitter=1.0)
    assert road.log()[0].next_try_at == road.time + timedelta(seconds=6)


def test_retry_after_is_honoured(road: Road, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [429], {"Retry-After": "60"}
    road.alert()
    road.deliver()
    road.pass_time(59)
    assert road.deliver() == 0
    road.pass_time(1)
    assert road.deliver() == 1
    assert states(road) == ["delivered"]


def test_410_disables_the_channel_and_keeps_its_deliveries(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [410]
    road.alert()
    road.alert()
    assert road.deliver() == 1
    assert [(line.state, line.reason) for line in road.log()] == [
        ("dead", "The receiver answered 410: it is gone for good.")
    ] * 2
    road.pass_time(10**5)
    assert road.deliver() == 0
    with Session(road.engine) as session:
        assert session.get_one(Channel, "newsroom").disabled_at is not None


def test_a_success_counts_though_the_lease_was_lost_meanwhile(road: Road, receiver: Receiver) -> None:
    def post_slowly(*arguments: Any, **options: Any) -> Answer:
        answer = post_by_httpx(*arguments, **options)
        road.pass_time(60)
        with Session(road.engine) as session, session.begin():
            assert len(claim_channels(session, road.time)) == 1  # somebody else has it now
        return answer

    road.alert()
    road.courier = a_courier(post=post_slowly)
    assert road.deliver() == 1
    assert states(road) == ["delivered"]
    assert len(receiver.requests) == 1


def test_a_failure_after_a_lost_lease_is_noted_but_decides_nothing(road: Road, receiver: Receiver) -> None:
    receiver.status = 500

    def post_slowly(*arguments: Any, **options: Any) -> Answer:
        answer = post_by_httpx(*arguments, **options)
        with Session(road.engine) as session, session.begin():
            claim_channels(session, road.time + timedelta(minutes=1))
        return answer

    road.alert()
    road.courier = a_courier(post=post_slowly)
    road.deliver()
    (line,) = road.log()
    assert (line.state, len(line.attempts), line.next_try_at) == ("pending", 1, line.created_at)
