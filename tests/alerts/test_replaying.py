"""What a channel missed is sent to it again."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.configuration import hold_channel
from alerts.deliveries import queue_test
from alerts.replaying import replay_channel
from tests.alerts.scenes import AT_ONCE, Road, a_courier, a_mailer
from tests.mailbox import Mailbox
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule(**AT_ONCE)
    return made


def replay(road: Road, since: datetime, *, everything: bool = False) -> int:
    with Session(road.engine) as session, session.begin():
        held = hold_channel(session, "newsroom")
        assert held is not None
        return replay_channel(session, held, since, road.time, everything=everything)


def send(road: Road, number: int) -> None:
    """So many alerts, a minute from one to the next."""
    for _ in range(number):
        road.alert_at_once()
        road.deliver()
        road.pass_time(60)


def ids(receiver: Receiver) -> list[str]:
    return [request.headers["webhook-id"] for request in receiver.requests]


def test_what_died_goes_out_again_in_order_with_its_ids_and_bytes(road: Road, receiver: Receiver) -> None:
    begun = road.time
    receiver.status = 404
    send(road, 3)
    for _ in range(8):
        road.pass_time(12 * 3600)
        road.deliver(limit=50)
    assert {line.state for line in road.log()} == {"dead"}
    first = {request.headers["webhook-id"]: request.body for request in receiver.requests}
    receiver.requests.clear()
    receiver.status = 200
    assert replay(road, begun) == 3
    assert road.deliver() == 3
    assert ids(receiver) == [line.id for line in road.log()]
    assert {request.headers["webhook-id"]: request.body for request in receiver.requests} == first


def test_what_was_made_before_stays(road: Road, receiver: Receiver) -> None:
    receiver.status = 410
    send(road, 1)
    since = road.time
    send(road, 2)
    receiver.status = 200
    assert replay(road, since) == 2
    road.deliver()
    assert [line.state for line in road.log()] == ["dead", "delivered", "delivered"]


def test_what_was_delivered_goes_out_again_only_when_all_is_asked_for(road: Road, receiver: Receiver) -> None:
    begun = road.time
    send(road, 2)
    delivered_at = road.log()[0].delivered_at
    assert replay(road, begun) == 0
    assert replay(road, begun, everything=True) == 2
    assert road.deliver() == 2
    assert ids(receiver) == [line.id for line in road.log()] * 2
    assert road.log()[0].delivered_at == delivered_at


def test_a_mail_goes_out_again_to_everybody(sqlite_engine: Engine, mailbox: Mailbox) -> None:
    road = Road(sqlite_engine, a_courier(mailer=a_mailer(mailbox.port)))
    road.mail("ann@example.org", "ben@example.org")
    road.rule(**AT_ONCE)
    begun = road.time
    send(road, 1)
    assert replay(road, begun, everything=True) == 1
    road.deliver()
    assert [sorted(mail.recipients) for mail in mailbox.mails] == [["ann@example.org", "ben@example.org"]] * 2


def test_a_replay_lifts_a_disabling_and_sends_no_tests(road: Road, receiver: Receiver) -> None:
    begun = road.time
    receiver.status = 410
    with Session(road.engine) as session, session.begin():
        queue_test(session, "newsroom", road.time)
    road.deliver()
    send(road, 1)
    receiver.status = 200
    assert replay(road, begun) == 1
    assert road.deliver() == 1
    assert [line.state for line in road.log()] == ["dead", "delivered"]


def test_a_new_alert_waits_for_its_turn_behind_what_is_replayed(road: Road, receiver: Receiver) -> None:
    begun = road.time
    receiver.status = 410
    send(road, 2)
    receiver.status = 200
    receiver.requests.clear()
    replay(road, begun)
    road.alert_at_once()
    assert road.deliver() == 3
    assert ids(receiver) == [line.id for line in road.log()]
