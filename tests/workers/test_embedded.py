"""A worker in a thread of the process, on `memory://` and on Redis."""

import pytest
from sqlmodel import Session, col, select

from monitor.clock import wall
from monitor.db import writing
from monitor.models import Capture, Claim, Revision, Source, Statement, Work
from tests.builders import a_source, a_watch, an_agreement
from tests.servers import wait_until
from tests.workers.conftest import a_rig
from workers import tasks
from workers.app import make_app
from workers.dispatch import Dispatcher
from workers.embedded import EmbeddedWorker


@pytest.fixture(scope="module", params=["memory", "redis"])
def working(request, tmp_path_factory):
    """One worker for the tests of a broker: stopping takes seconds, and each test has sources of its own."""
    broker = {} if request.param == "memory" else {"broker_url": request.getfixturevalue("shared_redis_url")}
    rig = a_rig(tmp_path_factory.mktemp("rig"), **broker)
    worker = EmbeddedWorker(rig, concurrency=4)
    worker.start()
    yield rig, make_app(rig.settings)
    worker.stop()
    rig.engine.dispose()


def watch(rig, url, id="am-mod"):
    with writing(rig.engine) as session:
        a_watch(session, an_agreement(session), a_source(session, id, url=url, due_at=wall()))


def count(rig, table):
    with Session(rig.engine) as session:
        return len(session.exec(select(table)).all())


def sources(rig, *ids):
    with Session(rig.engine) as session:
        return {id: session.get(Source, id) for id in ids}


def kinds_of_work(rig, id):
    """What was done about a source's captures and revisions."""
    with Session(rig.engine) as session:
        captures = select(Capture.id).where(Capture.source_id == id)
        revisions = select(Revision.id).join(Statement).where(Statement.source_id == id)
        mine = col(Work.subject_id).in_(captures) | col(Work.subject_id).in_(revisions)
        return sorted(session.exec(select(Work.kind).where(mine)).all())


def test_one_wake_up_carries_a_statement_down_the_whole_corridor(working, site):
    rig, app = working
    item = {"id": "1", "title": "Statement", "text": "The enemy opened fire at our positions."}
    watch(rig, site.feed("/feed", [item | {"published_at": wall()}]))
    Dispatcher(rig, app).wake_due("fetch")
    wait_until(lambda: count(rig, Claim) == 1, 15, "no claim was recorded")
    assert kinds_of_work(rig, "am-mod") == ["classify", "read", "seal"]


def test_a_slow_host_does_not_hold_up_the_others(working, make_site):
    rig, app = working
    slow, quick = make_site(), make_site()
    watch(rig, slow.page("/feed", "late", delay=20), "slow")
    watch(rig, quick.feed("/feed", []), "quick")
    Dispatcher(rig, app).wake_due("fetch")
    wait_until(
        lambda: sources(rig, "quick")["quick"].polls == 1, 10, "the quick host waited for the slow one"
    )
    assert sources(rig, "slow")["slow"].polls == 0
    slow.stop()


def test_one_row_that_crashes_leaves_the_rest_of_its_batch_alone(working, make_site, monkeypatch):
    rig, app = working
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
        return {id: source.state for id, source in sources(rig, "good", "bad").items()}

    wait_until(lambda: states() == {"good": "ok", "bad": "broken"}, 10, "a crash spread")


def test_outlets_that_hang_do_not_keep_what_came_from_being_read(make_rig, make_site):
    """More hanging polls than the worker has threads: reading and telling go on, until it is stopped."""
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
    assert worker.is_alive
    worker.stop()
    assert not worker.is_alive
