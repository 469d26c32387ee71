"""Receivers that hang delay only themselves."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session, select

from alerts.configuration import save_channel
from alerts.deliveries import queue_test
from alerts.models import Channel
from monitor.clock import wall
from monitor.db import writing
from monitor.models import Claim
from tests.builders import a_source, a_watch, an_agreement
from tests.outside import Receiver
from tests.servers import wait_until
from workers.app import make_app
from workers.dispatch import Dispatcher
from workers.embedded import LANE_THREADS, EmbeddedWorker
from workers.rig import Rig


@pytest.fixture
def hanging() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.hang = True
    receiver.start()
    yield receiver
    receiver.stop()


@pytest.fixture
def working(request, make_rig, hanging) -> Iterator[tuple[Rig, Dispatcher]]:
    """A worker whose lanes have LANE_THREADS threads each; in memory unless a test asks for Redis."""
    wants_redis = getattr(request, "param", "memory") == "redis"
    broker = {"broker_url": request.getfixturevalue("redis_url")} if wants_redis else {}
    rig = make_rig(**broker)
    worker = EmbeddedWorker(rig, concurrency=1)
    worker.start()
    yield rig, Dispatcher(rig, make_app(rig.settings))
    hanging.stop()  # or stopping the worker would wait for its answers
    worker.stop()


def send_tests(rig: Rig, *receivers: Receiver, slow: bool = False) -> None:
    """A channel for each receiver, with a message that is due; the hanging ones come first."""
    with writing(rig.engine) as session:
        for number, receiver in enumerate(receivers):
            id = f"{number:02}"
            save_channel(session, id, "webhook", {"url": f"{receiver.url}/{id}"}, wall(), "test")
            session.get_one(Channel, id).is_slow = slow and receiver is not receivers[-1]
            queue_test(session, id, wall())


def await_accepted(receiver: Receiver, sentence: str) -> None:
    wait_until(lambda: receiver.accepted, 5, sentence)


@pytest.mark.parametrize("working", ["memory", "redis"], indirect=True)
def test_more_slow_channels_than_threads_do_not_keep_a_quick_one_waiting(working, hanging, receiver):
    rig, dispatcher = working
    send_tests(rig, *[hanging] * (LANE_THREADS + 2), receiver, slow=True)
    dispatcher.wake_due("deliver_slowly")
    wait_until(lambda: len(hanging.requests) == LANE_THREADS, 5, "the slow lane did not use its threads")
    dispatcher.wake_due("deliver")
    await_accepted(receiver, "a quick channel waited for slow ones")


def test_channels_that_hang_for_the_first_time_leave_threads_for_the_others(working, hanging, receiver):
    rig, dispatcher = working
    send_tests(rig, *[hanging] * (LANE_THREADS - 1), receiver)
    dispatcher.wake_due("deliver")
    await_accepted(receiver, "a quick channel waited for those that hang")


def test_receivers_that_hang_do_not_keep_statements_from_being_read(working, hanging, receiver, site):
    rig, dispatcher = working
    send_tests(rig, *[hanging] * (LANE_THREADS + 2), receiver, slow=True)
    dispatcher.wake_due("deliver", "deliver_slowly")
    wait_until(lambda: hanging.requests, 5, "nothing was sent")
    item = {"id": "1", "title": "Statement", "text": "The enemy opened fire at our positions."}
    url = site.feed("/feed", [item | {"published_at": wall()}])
    with writing(rig.engine) as session:
        a_watch(session, an_agreement(session), a_source(session, url=url, due_at=wall()))
    dispatcher.wake_due("fetch")
    wait_until(has_claim(rig), 10, "what came was not read")


def has_claim(rig: Rig) -> Callable[[], bool]:
    def look() -> bool:
        with Session(rig.engine) as session:
            return session.exec(select(Claim.id)).first() is not None

    return look
