"""Claiming what is due and waking workers."""

import base64
import json
from datetime import timedelta

import redis
from sqlmodel import Session, select

from alerts.configuration import save_channel
from alerts.deliveries import queue_test
from alerts.models import Channel, Delivery
from monitor.clock import wall
from monitor.db import writing
from monitor.ledger.heartbeats import beat
from monitor.models import Source, Work
from tests.builders import a_source, a_watch, an_agreement
from workers.app import EXPIRES, QUEUES, make_app
from workers.dispatch import SIZES, Dispatcher


def sent(redis_url):
    """The messages in the queue: task name and the ids of its rows."""
    with redis.Redis.from_url(redis_url) as client:
        raw = [json.loads(text) for name in QUEUES for text in client.lrange(name, 0, -1)]
    bodies = [json.loads(base64.b64decode(one["body"])) for one in raw]
    return [
        (one["headers"]["task"], [id for id, _ in body[0][0]]) for one, body in zip(raw, bodies, strict=True)
    ]


def due_sources(rig, count):
    with writing(rig.engine) as session:
        for number in range(count):
            source = a_source(session, f"s{number}", due_at=wall())
            a_watch(session, an_agreement(session), source)


def test_due_sources_are_claimed_once_and_sent_in_batches(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    due_sources(rig, 20)
    dispatcher = Dispatcher(rig, make_app(rig.settings))
    assert dispatcher.wake_due("fetch") == 20
    assert dispatcher.wake_due("fetch") == 0
    messages = sent(redis_url)
    assert all(task == "fetch" and len(ids) <= SIZES["fetch"][1] for task, ids in messages)
    assert sorted(id for _, ids in messages for id in ids) == sorted(f"s{n}" for n in range(20))


def test_while_no_worker_is_alive_nothing_is_sent(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    due_sources(rig, 3)
    with writing(rig.engine) as session:
        beat(session, "worker:test", wall() - timedelta(minutes=1))
    assert Dispatcher(rig, make_app(rig.settings)).wake_due() == 0
    assert sent(redis_url) == []


def test_a_clock_that_was_put_back_stops_no_polls(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    ahead = wall() + timedelta(days=3650)
    with writing(rig.engine) as session:
        a_source(session, due_at=ahead, polled_at=ahead, lease_token="old", lease_until=ahead)
    assert Dispatcher(rig, make_app(rig.settings)).wake_due("fetch") == 1


def test_two_schedulers_by_mistake_send_each_row_once(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    due_sources(rig, 8)
    app = make_app(rig.settings)
    first, second = Dispatcher(rig, app), Dispatcher(rig, app)
    assert first.wake_due("fetch") + second.wake_due("fetch") == 8


def test_a_source_that_is_not_due_is_left_alone(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    with writing(rig.engine) as session:
        a_source(session, due_at=wall() + timedelta(hours=1))
        a_source(session, "never", due_at=None)
    assert Dispatcher(rig, make_app(rig.settings)).wake_due() == 0


def test_a_message_that_is_lost_costs_a_lease_and_no_data(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    due_sources(rig, 1)
    dispatcher = Dispatcher(rig, make_app(rig.settings))
    dispatcher.wake_due("fetch")
    with writing(rig.engine) as session:
        source = session.exec(select(Source)).one()
        source.lease_until = wall() - timedelta(seconds=1)
        session.add(source)
    assert dispatcher.wake_due("fetch") == 1


def test_a_channel_with_something_to_send_is_woken(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    with writing(rig.engine) as session:
        save_channel(session, "desk", "email", {"to": ["desk@example.org"]}, wall(), "test")
        queue_test(session, "desk", wall())
    assert Dispatcher(rig, make_app(rig.settings)).wake_due("deliver") == 1
    assert sent(redis_url) == [("deliver", ["desk"])]


def test_messages_expire_with_their_leases():
    assert EXPIRES == 15


def test_a_broker_that_is_down_loses_nothing_and_its_return_hurries_what_waits(make_rig, redis_server):
    rig = make_rig(broker_url=redis_server.url)
    due_sources(rig, 1)
    with writing(rig.engine) as session:
        save_channel(session, "desk", "email", {"to": ["desk@example.org"]}, wall(), "test")
        waiting = queue_test(session, "desk", wall())
        waiting.due_at = wall() + timedelta(hours=5)
        session.add(waiting)
    dispatcher = Dispatcher(rig, make_app(rig.settings))
    redis_server.kill()
    dispatcher.wake_due("fetch")
    redis_server.start()
    due_again(rig)
    assert dispatcher.wake_due("fetch") == 1
    with Session(rig.engine) as session:
        assert session.exec(select(Delivery)).one().early_at is not None
        assert session.exec(select(Work)).all() == []


def due_again(rig):
    with writing(rig.engine) as session:
        source = session.exec(select(Source)).one()
        source.lease_until = wall() - timedelta(seconds=1)
        session.add(source)


def test_slow_channels_are_woken_in_a_queue_of_their_own(make_rig, redis_url):
    rig = make_rig(broker_url=redis_url)
    with writing(rig.engine) as session:
        for name in ("quick", "slow"):
            save_channel(session, name, "email", {"to": ["desk@example.org"]}, wall(), "test")
            session.get_one(Channel, name).is_slow = name == "slow"
            queue_test(session, name, wall())
    dispatcher = Dispatcher(rig, make_app(rig.settings))
    assert dispatcher.wake_due("deliver") == 1
    assert dispatcher.wake_due() == 1
    assert sent(redis_url) == [("deliver", ["quick"]), ("deliver_slowly", ["slow"])]
