"""The delivery log: filters, pages, each try."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.delivery_log import DeliveryFilter, UnknownMark, find_delivery, list_deliveries
from tests.alerts.scenes import AT_ONCE, Road
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule()
    return made


def ids(road: Road, **wanted: object) -> list[str]:
    with Session(road.engine) as session:
        return [line.id for line in list_deliveries(session, DeliveryFilter(**wanted))]  # type: ignore[arg-type]


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


def test_every_filter_narrows_the_log(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [410]
    road.alert()
    road.deliver()
    moment = road.time + timedelta(seconds=1)
    road.pass_time(5)
    road.webhook(receiver.url, id="other")
    road.rule("wide", send_to=["other"], **AT_ONCE)
    for _ in range(2):
        road.post()
        road.close()
    dead, early, late = road.log()
    assert ids(road) == [late.id, early.id, dead.id]
    assert ids(road, channels=("newsroom",)) == [dead.id]
    assert ids(road, states=("dead",)) == [dead.id]
    assert ids(road, states=("pending", "delivered")) == [late.id, early.id]
    assert ids(road, rules=("wide",)) == [late.id, early.id]
    assert ids(road, alert=early.alert) == [early.id]
    assert ids(road, since=moment) == [late.id, early.id]
    assert ids(road, channels=("newsroom",), rules=("wide",)) == []


def test_pages_follow_each_other_though_new_deliveries_come(road: Road) -> None:
    road.rule(**AT_ONCE)
    for _ in range(3):
        road.alert_at_once()
    oldest_first = [line.id for line in road.log()]
    with Session(road.engine) as session:
        (first,) = list_deliveries(session, limit=1)
    road.alert_at_once()
    with Session(road.engine) as session:
        rest = list_deliveries(session, after=first.id)
    assert [first.id, *(line.id for line in rest)] == oldest_first[::-1]


def test_a_page_after_nothing_known_is_refused(road: Road) -> None:
    with Session(road.engine) as session, pytest.raises(UnknownMark):
        list_deliveries(session, after="nosuch")


def test_a_delivery_that_does_not_exist_is_none(road: Road) -> None:
    with Session(road.engine) as session:
        assert find_delivery(session, "nosuch") is None
