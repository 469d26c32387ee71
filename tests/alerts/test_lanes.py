"""Channels whose last try failed or took long are delivered apart from the others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.courier import Answer
from alerts.leases import claim_due
from alerts.models import Channel
from alerts.outbox import deliver_channel
from alerts.waiting import can_send, in_lane
from tests.alerts.scenes import AT_ONCE, Road, a_courier, post_by_httpx
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule(**AT_ONCE)
    return made


def is_slow(road: Road) -> bool:
    with Session(road.engine) as session:
        return session.get_one(Channel, "newsroom").is_slow


def deliver_in_lane(road: Road, *, slow: bool) -> int:
    """As a thread of that lane does it; how many tries were made."""
    with Session(road.engine) as session, session.begin():
        due = can_send(road.time) & in_lane(slow=slow)
        leases = claim_due(session, Channel, due, Channel.id, wall=road.time, limit=5)
    tries = [deliver_channel(road.engine, one, road.courier, road.wall, slow=slow) for one in leases]
    return sum(tries)


def take(seconds: float, road: Road) -> None:
    """From now on every answer takes so long."""

    def post(*arguments: Any) -> Answer:
        road.pass_time(seconds)
        return post_by_httpx(*arguments)

    road.courier = a_courier(post=post)


@pytest.mark.parametrize("status", [400, 404, 429, 500])
def test_a_failure_makes_a_channel_slow_and_a_success_ends_it(
    road: Road, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status]
    road.alert_at_once()
    road.deliver()
    assert is_slow(road)
    road.pass_time(10)
    road.deliver()
    assert not is_slow(road)


@pytest.mark.parametrize(("seconds", "slow"), [(2.0, False), (2.1, True)])
def test_an_answer_that_takes_more_than_two_seconds_makes_it_slow(
    road: Road, seconds: float, slow: bool
) -> None:
    road.alert_at_once()
    take(seconds, road)
    road.deliver()
    assert is_slow(road) == slow


def test_a_channel_that_turned_slow_is_given_back_after_one_try(road: Road) -> None:
    for _ in range(3):
        road.alert_at_once()
    take(5, road)
    assert deliver_in_lane(road, slow=False) == 1
    assert deliver_in_lane(road, slow=False) == 0
    assert deliver_in_lane(road, slow=True) == 2


def test_a_channel_that_recovered_goes_on_in_the_quick_lane(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503]
    for _ in range(3):
        road.alert_at_once()
    assert deliver_in_lane(road, slow=False) == 1
    road.pass_time(10)
    assert deliver_in_lane(road, slow=True) == 1
    assert deliver_in_lane(road, slow=True) == 0
    assert deliver_in_lane(road, slow=False) == 2
    assert receiver.accepted_ids == [line.id for line in road.log()]


def test_who_was_claimed_in_vain_comes_first_the_next_time(engine: Engine) -> None:
    road = Road(engine)
    names = ["a", "b", "c"]
    for name in names:
        road.webhook("http://127.0.0.1:9/", id=name)
    road.rule(send_to=names, **AT_ONCE)
    road.alert_at_once()
    with Session(engine) as session, session.begin():
        session.get_one(Channel, "b").lease_until = road.time - timedelta(seconds=1)
    with Session(engine) as session, session.begin():
        longest_waiting = col(Channel.lease_until).nulls_last()
        leases = claim_due(session, Channel, can_send(road.time), longest_waiting, wall=road.time, limit=1)
    assert [lease.id for lease in leases] == ["b"]
    with Session(engine) as session:
        assert len(session.exec(select(Channel).where(in_lane(slow=False))).all()) == 3
