"""The tick goes on whatever happens, and says that it is alive."""

from sqlmodel import Session, select

from monitor.clock import wall
from monitor.db import writing
from monitor.models import Heartbeat, SealedCapture, Work
from monitor.models.work import CLASSIFY
from tests.builders import a_capture, a_reading, a_source, a_watch, an_agreement
from tests.servers import wait_until
from workers.app import make_app
from workers.scheduler import Ticker


def test_the_scheduler_says_that_it_is_alive(make_rig):
    rig = make_rig()
    ticker = Ticker(rig, make_app(rig.settings))
    ticker.start()
    with Session(rig.engine) as session:
        assert (wall() - session.get_one(Heartbeat, "scheduler").beat_at).total_seconds() < 30
    ticker.stop()


def test_a_failing_tick_is_survived(make_rig, monkeypatch, caplog):
    rig = make_rig()
    ticker = Ticker(rig, make_app(rig.settings))
    ticks = []

    def fail(*_):
        ticks.append(1)
        raise OSError("the database restarts")

    monkeypatch.setattr("workers.scheduler.tell", fail)
    ticker.start()
    wait_until(lambda: len(ticks) >= 2, 10, "the clockwork stopped")
    ticker.stop()


def test_what_an_older_classifier_read_is_queued_in_silence_at_the_start(make_rig):
    rig = make_rig()
    with writing(rig.engine) as session:
        a_watch(session, an_agreement(session), a_source(session))
        a_reading(session, classifier_version="0")
    ticker = Ticker(rig, make_app(rig.settings))
    ticker.start()
    ticker.stop()
    with Session(rig.engine) as session:
        (work,) = session.exec(select(Work).where(Work.kind == CLASSIFY)).all()
    assert (work.kind, work.silent) == ("classify", True)


def test_what_was_received_is_sealed_while_the_clock_ticks(make_rig, monkeypatch):
    monkeypatch.setattr("workers.scheduler.SEAL", 0.05)
    rig = make_rig()
    with writing(rig.engine) as session:
        a_capture(session)  # from before there were seals
    ticker = Ticker(rig, make_app(rig.settings))
    ticker.start()

    def sealed():
        with Session(rig.engine) as session:
            return session.exec(select(SealedCapture)).first()

    wait_until(sealed, 10, "no capture was sealed")
    ticker.stop()
