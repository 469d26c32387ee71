"""The delivery log, and what a person may ask for."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.configuration import remove_channel
from alerts.deliveries import queue_test, retry_delivery
from alerts.waiting import hasten_all
from tests.alerts.scenes import Road
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule()
    return made


def retry(road: Road, id: str) -> bool:
    with Session(road.engine) as session, session.begin():
        return retry_delivery(session, id, road.time)


def test_each_try_is_in_the_log(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [500]
    road.alert()
    road.deliver()
    (line,) = road.log()
    assert (line.channel, line.kind, line.type) == ("newsroom", "webhook", "claims.accusation")
    assert line.rule == "every-accusation"
    (attempt,) = line.attempts
    assert (attempt.number, attempt.outcome, attempt.status) == (1, "waits", 500)
    assert attempt.detail == "The receiver answered 500."


def test_only_what_failed_is_listed_on_request(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [404, 200]
    road.alert()
    road.alert()
    road.deliver(limit=2)
    road.alert()
    assert len(road.log()) == 3
    assert [line.attempts[0].status for line in road.log(failed_only=True)] == [404]


def test_a_dead_delivery_is_sent_again_on_request_with_its_id_and_bytes(
    road: Road, receiver: Receiver
) -> None:
    receiver.statuses = [410]
    road.alert()
    road.deliver()
    (line,) = road.log()
    assert retry(road, line.id)
    assert road.deliver() == 1
    assert road.log()[0].state == "delivered"
    first, second = receiver.requests
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_waiting_delivery_goes_now_on_request(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [500]
    road.alert()
    road.deliver()
    assert road.deliver() == 0
    assert retry(road, road.log()[0].id)
    assert road.deliver() == 1


def test_what_was_delivered_or_does_not_exist_is_not_sent_again(road: Road) -> None:
    road.alert()
    road.deliver()
    assert not retry(road, road.log()[0].id)
    assert not retry(road, "nosuch")


def test_nothing_goes_to_a_removed_channel_any_more(road: Road) -> None:
    road.alert()
    with Session(road.engine) as session, session.begin():
        remove_channel(session, "newsroom", road.now, "test")
        assert queue_test(session, "newsroom", road.time) is None
    assert road.deliver() == 0
    assert not retry(road, road.log()[0].id)


def test_a_test_goes_out_though_alerts_wait(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503]
    road.alert()
    road.deliver()
    with Session(road.engine) as session, session.begin():
        queued = queue_test(session, "newsroom", road.time)
        assert queued is not None
    assert road.deliver() == 2  # the test, whose success lets the alert try early
    body = json.loads(receiver.requests[1].body)
    assert (body["type"], body["data"]["claims"]) == ("test", [])
    assert [line.state for line in road.log()] == ["delivered", "delivered"]


def test_a_test_has_one_try_and_holds_up_nothing(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503]
    with Session(road.engine) as session, session.begin():
        queue_test(session, "newsroom", road.time)
    road.deliver()
    road.alert()
    road.deliver()
    assert [line.state for line in road.log()] == ["dead", "delivered"]


def test_a_fresh_start_tries_at_once_what_waited(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503, 503]
    road.alert()
    for _ in range(2):
        road.deliver()
        road.pass_time(5)
    assert road.deliver() == 0
    with Session(road.engine) as session, session.begin():
        hasten_all(session, road.time)
    assert road.deliver() == 1
    assert road.log()[0].state == "delivered"
