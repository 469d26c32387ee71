"""Delivering to a real receiver: same id, same bytes, one worker a channel."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from standardwebhooks import Webhook

from alerts.courier import Answer
from alerts.leases import LEASE, Lease, renew
from alerts.models import Channel
from alerts.outbox import deliver_channel
from tests.alerts.scenes import (
    AT_ONCE,
    SECRET,
    Road,
    a_courier,
    a_mailer,
    claim_channels,
    claim_facts,
    post_by_httpx,
)
from tests.mailbox import Mailbox
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule()
    return made


def ids_of(receiver: Receiver) -> list[str]:
    return [request.headers["webhook-id"] for request in receiver.requests]


def states(road: Road) -> list[str]:
    return [line.state for line in road.log()]


def test_an_alert_arrives_signed_and_once(road: Road, receiver: Receiver) -> None:
    road.time = road.time.now(road.time.tzinfo)  # the library compares the signature's time with today
    road.rule(**AT_ONCE)
    road.alert_at_once()
    assert road.deliver() == 1
    assert road.deliver() == 0
    (request,) = receiver.requests
    body = Webhook(SECRET).verify(request.body, dict(request.headers))
    assert body["type"] == "claims.accusation"
    assert body["data"]["claims"][0]["places"] == ["Karakhambeyli"]
    assert ids_of(receiver) == [road.log()[0].id]


def test_a_message_has_50_claims_and_counts_the_rest(road: Road, receiver: Receiver) -> None:
    for number in range(53):
        road.post(facts=claim_facts(id=f"c{number}", lineage=f"l{number}"))
    road.alert()
    road.deliver()
    data = json.loads(receiver.requests[0].body)["data"]
    assert [claim["id"] for claim in data["claims"]] == [f"c{number}" for number in range(50)]
    assert data["more"] == 4
    window = "from=2020-10-10T08%3A40%3A00Z&to=2020-10-10T08%3A40%3A01Z"
    assert data["url"] == f"https://desk.example/claims?agreement=karabakh-2020&{window}"


def test_every_try_has_the_same_id_and_bytes_and_a_fresh_timestamp(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503, 500]
    road.alert()
    for seconds in (0, 5, 300):
        road.pass_time(seconds)
        road.deliver()
    assert len(set(ids_of(receiver))) == 1
    assert len({request.body for request in receiver.requests}) == 1
    assert len({request.headers["webhook-timestamp"] for request in receiver.requests}) == 3
    assert [attempt.status for attempt in road.log()[0].attempts] == [503, 500, 200]


def test_what_can_not_be_written_passes_and_is_tried_again(road: Road, receiver: Receiver) -> None:
    road.alert(facts=claim_facts(url=7))
    road.alert()
    road.deliver()
    assert states(road) == ["pending", "delivered"]
    assert road.log()[0].attempts[0].detail == "It could not be sent: an unforeseen AttributeError."


def test_two_workers_never_send_the_same_channel_at_once(road: Road, receiver: Receiver) -> None:
    for _ in range(5):
        road.alert()
    with ThreadPoolExecutor(4) as pool:
        tries = sum(future.result() for future in [pool.submit(road.deliver) for _ in range(4)])
    assert tries == 5
    assert receiver.accepted_ids == [line.id for line in road.log()]


def test_a_lease_can_be_taken_over_once(road: Road, receiver: Receiver) -> None:
    road.alert()
    with Session(road.engine) as session, session.begin():
        (lease,) = claim_channels(session, road.time)
        assert claim_channels(session, road.time) == []
    tries = [deliver_channel(road.engine, lease, road.courier, road.wall) for _ in range(2)]
    assert tries == [1, 0]


def test_the_lease_that_is_ours_is_kept_while_we_work_and_freed_after(road: Road) -> None:
    road.alert()
    seen = []

    @contextlib.contextmanager
    def keep(lease: Lease) -> Iterator[None]:
        seen.append(lease)
        with Session(road.engine) as session, session.begin():
            renew(session, Channel, [lease], road.time + LEASE)
        yield

    with Session(road.engine) as session, session.begin():
        (lease,) = claim_channels(session, road.time)
    deliver_channel(road.engine, lease, road.courier, road.wall, keep=keep)
    assert seen[0].token != lease.token
    with Session(road.engine) as session:
        assert session.get_one(Channel, "newsroom").lease_token is None


def test_a_worker_that_died_while_sending_is_followed_by_one_with_the_same_message(
    road: Road, receiver: Receiver
) -> None:
    def die(*arguments: Any, **options: Any) -> Answer:
        post_by_httpx(*arguments, **options)
        raise KeyboardInterrupt

    road.alert()
    road.courier = a_courier(post=die)
    with pytest.raises(KeyboardInterrupt):
        road.deliver()
    road.courier = a_courier()
    road.pass_time(LEASE.total_seconds())
    assert road.deliver() == 1
    first, second = receiver.requests
    assert first.body == second.body
    assert ids_of(receiver) == [road.log()[0].id] * 2
    assert states(road) == ["delivered"]


def test_a_long_backlog_is_delivered_in_turns(road: Road, receiver: Receiver) -> None:
    for _ in range(5):
        road.alert()
    assert [road.deliver(limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_channel_that_became_another_kind_gets_the_message_in_that_kind(
    road: Road, receiver: Receiver, mailbox: Mailbox
) -> None:
    receiver.statuses = [500]
    road.alert()
    road.deliver()
    road.courier = a_courier(mailer=a_mailer(mailbox.port))
    road.mail("desk@example.org")
    road.pass_time(5)
    road.deliver()
    assert mailbox.mails[0].subject.startswith("Armenia accuses Azerbaijan")


def test_deliveries_survive_a_changed_address(road: Road, receiver: Receiver) -> None:
    road.webhook("http://127.0.0.1:9/")
    road.alert()
    road.deliver()
    road.webhook(receiver.url)
    road.pass_time(5)
    road.deliver()
    assert states(road) == ["delivered"]
