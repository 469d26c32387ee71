"""Who waits for whom at a channel, and what is tried early."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text, update
from sqlmodel import Session, col, select

from alerts.models import Delivery
from alerts.waiting import hasten_all, lock_channels
from tests.alerts.scenes import AT_ONCE, Road
from tests.outside import Receiver
from tests.servers import wait_until


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


def test_a_new_alert_does_not_break_the_patience_that_a_receiver_asked_for(
    road: Road, receiver: Receiver
) -> None:
    receiver.statuses, receiver.headers = [503], {"Retry-After": "3600"}
    road.alert()
    road.deliver()
    road.alert()
    assert road.deliver() == 0
    road.pass_time(3200)
    assert road.deliver() == 2


def test_a_failing_head_holds_up_those_behind_it(road: Road, receiver: Receiver) -> None:
    receiver.status = 503
    road.rule(**AT_ONCE)
    road.alert_at_once()
    road.deliver()
    road.alert_at_once()
    assert road.deliver() == 1  # early: the head again, not the new one
    first, second = [line.id for line in road.log()]
    assert ids_of(receiver) == [first, first]
    receiver.status = 200
    road.pass_time(5)
    assert road.deliver() == 2
    assert receiver.accepted_ids == [first, second]


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_another_4xx_never_holds_up_the_next(road: Road, receiver: Receiver, status: int) -> None:
    receiver.statuses = [status, 200, status]
    road.alert()
    road.alert()
    assert road.deliver() == 3  # the success of the second lets the first try early
    assert states(road) == ["pending", "delivered"]
    assert [attempt.early for attempt in road.log()[0].attempts] == [False, True]


@pytest.mark.parametrize("status", [408, 425, 429, 302])
def test_these_answers_hold_up_the_next(road: Road, receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    road.alert()
    road.alert()
    assert road.deliver() == 1
    assert states(road) == ["pending", "pending"]


def test_an_early_try_uses_no_step_and_leaves_the_ladders_time(road: Road, receiver: Receiver) -> None:
    receiver.status = 503
    road.rule(**AT_ONCE)
    road.alert_at_once()
    road.deliver()
    road.pass_time(5)
    road.deliver()
    due = road.log()[0].next_try_at
    road.pass_time(10)
    road.alert_at_once()
    assert road.deliver() == 1
    head = road.log()[0]
    assert [attempt.early for attempt in head.attempts] == [False, False, True]
    assert head.next_try_at == due
    with Session(road.engine) as session:
        assert session.exec(select(Delivery.step).where(Delivery.id == head.id)).one() == 2


def test_there_is_one_early_try_per_channel_in_five_seconds(road: Road, receiver: Receiver) -> None:
    receiver.status = 503
    road.rule(**AT_ONCE)
    road.alert_at_once()
    for _ in range(2):  # two steps of the ladder; the next one is five minutes away
        road.deliver()
        road.pass_time(5)
    tries = []
    for _ in range(12):
        road.alert_at_once()
        tries.append(road.deliver())
        road.pass_time(1)
    assert tries == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]


def test_one_success_makes_what_waits_due_at_once(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [404, 200, 200]
    road.alert()
    road.alert()
    assert road.deliver() == 3
    first, second = [line.id for line in road.log()]
    assert ids_of(receiver) == [first, second, first]
    assert states(road) == ["delivered", "delivered"]


def test_a_receiver_that_is_down_gets_everything_in_order_afterwards(road: Road, receiver: Receiver) -> None:
    receiver.stop()
    for _ in range(3):
        road.alert()
        road.deliver()
    receiver.start()
    road.pass_time(3600)
    road.deliver()
    assert receiver.accepted_ids == [line.id for line in road.log()]


def test_a_channel_that_fails_delays_only_itself(road: Road, receiver: Receiver) -> None:
    road.webhook("http://127.0.0.1:9/", "broken")
    road.rule(send_to=["broken", "newsroom"])
    road.alert()
    road.deliver()
    assert sorted((line.channel, line.state) for line in road.log()) == [
        ("broken", "pending"),
        ("newsroom", "delivered"),
    ]


def test_a_process_that_starts_and_a_try_that_is_noted_never_wait_for_each_other(
    postgres_engine: Engine, receiver: Receiver
) -> None:
    road = Road(postgres_engine)
    road.webhook(receiver.url)
    road.rule(**AT_ONCE)
    receiver.status = 404
    road.alert_at_once()
    road.alert_at_once()
    road.deliver()
    first, second = [line.id for line in road.log()]
    noting = Session(road.engine)
    noting.begin()
    lock_channels(noting, ["newsroom"])
    noting.execute(update(Delivery).where(col(Delivery.id) == second).values(reason="tried"))

    def hasten() -> None:
        with Session(road.engine) as session, session.begin():
            session.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
            hasten_all(session, road.time)

    with ThreadPoolExecutor(1) as threads, noting:
        starting = threads.submit(hasten)
        wait_until(lambda: is_anybody_waiting(road.engine))
        noting.execute(update(Delivery).where(col(Delivery.id) == first).values(reason="hastened"))
        noting.commit()
        starting.result(10)


def is_anybody_waiting(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
