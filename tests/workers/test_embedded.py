"""A worker in a thread of the process, on `memory://` and on Redis."""

import pytest
from sqlmodel import Session, select

from monitor.clock import wall
from monitor.db import writing
from monitor.models import Claim, Source, Work
from tests.builders import a_source, a_watch, an_agreement
from tests.servers import wait_until
from workers import tasks
from workers.app import make_app
from workers.dispatch import Dispatcher
from workers.embedded import EmbeddedWorker


@pytest.fixture(params=["memory", "redis"])
def working(request, make_rig):
    broker = {} if request.param == "memory" else {"broker_url": request.getfixturevalue("redis_url")}
    rig = make_rig(**broker)
    app = make_app(rig.settings)
    worker = EmbeddedWorker(rig, concurrency=4)
    worker.start()
    yield rig, app, worker
    worker.stop()


def watch(rig, url, id="am-mod"):
    with writing(rig.engine) as session:
        a_watch(session, an_agreement(session), a_source(session, id, url=url, due_at=wall()))


def count(rig, table):
    with Session(rig.engine) as session:
        return len(session.exec(select(table)).all())


def test_one_wake_up_carries_a_statement_down_the_whole_corridor(working, site):
    rig, app, _ = working
    item = {"id": "1", "title": "Statement", "text": "The enemy opened fire at our positions."}
    watch(rig, site.feed("/feed", [item | {"published_at": wall()}]))
    Dispatcher(rig, app).wake_due("fetch")
    wait_until(lambda: count(rig, Claim) == 1, 15, "no claim was recorded")
    wait_until(lambda: count(rig, Work) == 3, 5, "reading, classifying and sealing are on record")


def test_a_slow_host_does_not_hold_up_the_others(working, make_site):
    rig, app, _ = working
    slow, quick = make_site(), make_site()
    watch(rig, slow.page("/feed", "late", delay=20), "slow")
    watch(rig, quick.feed("/feed", []), "quick")
    Dispatcher(rig, app).wake_due("fetch")

    def polls():
        with Session(rig.engine) as session:
            return {source.id: source.polls for source in session.exec(select(Source))}

    wait_until(lambda: polls() == {"slow": 0, "quick": 1}, 10, "the quick host waited for the slow one")
    slow.stop()


def test_one_row_that_crashes_leaves_the_rest_of_its_batch_alone(working, make_site, monkeypatch):
    rig, app, _ = working
    step = tasks.fetch_source

    def crash_on_one(tools, lease):
        if lease.id == "bad":
            raise RuntimeError("odd")
        step(tools, lease)

    monkeypatch.setattr(tasks, "fetch_source", crash_on_one)
    site = make_site()
    watch(rig, site.feed("/feed", []), "good")
    watch(rig, site.feed("/feed", []), "bad")
    Dispatcher(rig, app).wake_due("fetch")

    def states():
        with Session(rig.engine) as session:
            return {source.id: source.state for source in session.exec(select(Source))}

    wait_until(lambda: states() == {"good": "ok", "bad": "broken"}, 10, "a crash spread")


def test_a_stopped_worker_is_seen_to_be_stopped(make_rig):
    rig = make_rig()
    worker = EmbeddedWorker(rig, concurrency=1)
    worker.start()
    assert worker.is_alive
    worker.stop()
    assert not worker.is_alive


def test_outlets_that_hang_do_not_keep_what_came_from_being_read(make_rig, make_site):
    """More hanging polls than the worker has threads: reading and telling go on."""
    rig = make_rig(host_concurrency=16)
    worker = EmbeddedWorker(rig, concurrency=1)
    worker.start()
    hanging, quick = make_site(), make_site()
    item = {"id": "1", "title": "Statement", "text": "The enemy opened fire at our positions."}
    watch(rig, quick.feed("/feed", [item | {"published_at": wall()}]), "quick")
    dispatcher = Dispatcher(rig, make_app(rig.settings))
    dispatcher.wake_due("fetch")
    for number in range(4):
        watch(rig, hanging.page(f"/{number}", "late", delay=60), f"hanging-{number}")
    dispatcher.wake_due("fetch")
    wait_until(lambda: count(rig, Claim) == 1, 15, "what came was not read")
    hanging.stop()
    worker.stop()
