"""What a person may ask for: sent again, cancelled, a test of a channel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.configuration import remove_channel
from alerts.courier import Answer
from alerts.deliveries import Settled, cancel_delivery, queue_test, retry_delivery
from alerts.waiting import hasten_all
from tests.alerts.scenes import Road, a_courier, post_by_httpx
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule()
    return made


def retry(road: Road, id: str) -> bool:
    with Session(road.engine) as session, session.begin():
        return retry_delivery(session, id, road.time) is not None


def cancel(road: Road, id: str) -> None:
    with Session(road.engine) as session, session.begin():
        assert cancel_delivery(session, id, "Cancelled by a test.") is not None


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
    with pytest.raises(Settled, match="was delivered"):
        retry(road, road.log()[0].id)
    assert not retry(road, "nosuch")


def test_nothing_goes_to_a_removed_channel_any_more(road: Road) -> None:
    road.alert()
    with Session(road.engine) as session, session.begin():
        remove_channel(session, "newsroom", road.now, "test")
        assert queue_test(session, "newsroom", road.time) is None
    assert road.deliver() == 0
    with pytest.raises(Settled, match="channel was removed"):
        retry(road, road.log()[0].id)


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


def test_what_is_cancelled_is_not_sent_and_holds_up_nobody(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503]
    road.alert()
    road.deliver()
    road.alert()
    first, second = road.log()
    cancel(road, first.id)
    assert road.deliver() == 1
    assert receiver.accepted_ids == [second.id]
    assert [(line.state, line.reason) for line in road.log()] == [
        ("cancelled", "Cancelled by a test."),
        ("delivered", None),
    ]


def test_what_was_cancelled_can_be_sent_after_all(road: Road, receiver: Receiver) -> None:
    road.alert()
    cancel(road, road.log()[0].id)
    assert road.deliver() == 0
    assert retry(road, road.log()[0].id)
    assert road.deliver() == 1


def test_a_try_under_way_that_arrives_counts_though_it_was_cancelled(road: Road, receiver: Receiver) -> None:
    def post(*arguments: Any) -> Answer:
        cancel(road, road.log()[0].id)
        return post_by_httpx(*arguments)

    road.alert()
    road.courier = a_courier(post=post)
    road.deliver()
    assert [line.state for line in road.log()] == ["delivered"]


def test_a_try_under_way_that_fails_leaves_it_cancelled(road: Road, receiver: Receiver) -> None:
    receiver.status = 500

    def post(*arguments: Any) -> Answer:
        cancel(road, road.log()[0].id)
        return post_by_httpx(*arguments)

    road.alert()
    road.courier = a_courier(post=post)
    road.deliver()
    (line,) = road.log()
    assert (line.state, len(line.attempts)) == ("cancelled", 1)


def test_what_was_delivered_or_cancelled_is_not_cancelled(road: Road) -> None:
    road.alert()
    road.alert()
    delivered, cancelled = [line.id for line in road.log()]
    road.deliver(limit=1)
    cancel(road, cancelled)
    for id in (delivered, cancelled):
        with pytest.raises(Settled, match="nothing to cancel"):
            cancel(road, id)
