"""The corridor, step by step, with the clock handed in."""

import ipaddress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.leases import claim_due
from alerts.models import Notice
from monitor import http
from monitor.db import reading, writing
from monitor.ledger.work import is_due
from monitor.models import Capture, Claim, Reading, Revision, Source, Statement, Watch, Work
from monitor.models.work import CLASSIFY, READ, SEAL
from monitor.pipeline import (
    Tools,
    classify_revision,
    fetch_source,
    note_crash,
    note_failed_poll,
    read_capture,
)
from monitor.settings import Settings
from tests.builders import START, a_source, a_watch, an_agreement, minutes_after

ACCUSATION = "At 12:05 the enemy opened fire with mortars at our positions."


class Stage:
    """The tools of the corridor over a database, with a clock that the test sets."""

    def __init__(self, engine, site):
        self.engine = engine
        self.site = site
        self.moment = START
        self.tools = Tools(
            engine=engine,
            client=http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))),
            now=lambda: self.moment,
            settings=Settings(host_gap=0),
        )
        with writing(engine) as session:
            source = a_source(session, url=f"{site.url}/feed", due_at=START)
            a_watch(session, an_agreement(session), source)

    def publish(self, *items):
        self.site.feed("/feed", items)

    def claim(self, table, due):
        with writing(self.engine) as session:
            return claim_due(session, table, due, table.id, wall=self.moment, limit=50)

    def poll(self, minutes):
        """Poll at that many minutes after the start, and work off what follows."""
        self.moment = minutes_after(minutes)
        for lease in self.claim(Source, Source.id == "am-mod"):
            fetch_source(self.tools, lease)
        self.work_off()

    def work_off(self):
        steps = ((READ, read_capture), (CLASSIFY, classify_revision))
        for kind, step in steps:
            for lease in self.claim(Work, is_due(self.moment, kind)):
                step(self.tools, lease)

    def all_of(self, table):
        with reading(self.engine) as session:
            return session.exec(select(table)).all()


@pytest.fixture
def stage(engine, site):
    return Stage(engine, site)


class FailingReader:
    """A reader with a fault that nobody foresaw."""

    def __init__(self, kind):
        self.kind = kind

    def address(self, source):
        return source.url

    def read(self, answer, source):
        return 1 / 0


def item(id="1", minutes=20.0, text=ACCUSATION, **changes):
    return {"id": id, "title": "Statement", "text": text, "published_at": minutes_after(minutes)} | changes


def test_a_statement_goes_from_the_feed_to_a_recorded_accusation(stage):
    stage.publish()
    stage.poll(0)
    stage.publish(item())
    stage.poll(21)
    (claim,) = stage.all_of(Claim)
    assert (claim.stance, claim.by, claim.against) == ("accusation", "armenia", "azerbaijan")
    assert claim.in_force
    assert [notice.kind for notice in stage.all_of(Notice)] == ["accusation"]


def test_a_statement_from_before_the_start_is_recorded_and_not_in_force(stage):
    stage.publish(item(minutes=-60, text="The enemy opened fire with mortars at our positions."))
    stage.poll(0)
    (claim,) = stage.all_of(Claim)
    assert not claim.in_force


def test_an_undated_item_that_stands_at_the_start_is_baseline(stage):
    stage.publish(item(published_at="", text="The enemy opened fire at our positions."))
    stage.poll(0)
    assert [claim.in_force for claim in stage.all_of(Claim)] == [False]


def test_an_undated_item_that_appears_after_the_start_is_news(stage):
    stage.publish()
    stage.poll(0)
    stage.publish(item(published_at="", text="The enemy opened fire at our positions."))
    stage.poll(5)
    assert [claim.in_force for claim in stage.all_of(Claim)] == [True]


def test_polling_an_unchanged_feed_records_nothing_more(stage):
    stage.publish(item())
    for minutes in (21, 22, 23):
        stage.poll(minutes)
    assert [len(stage.all_of(table)) for table in (Capture, Statement, Reading, Notice)] == [1, 1, 1, 1]


def test_an_edit_becomes_a_revision_and_a_correction(stage):
    stage.publish(item(text=ACCUSATION + " One soldier was killed."))
    stage.poll(21)
    stage.publish(item(text=ACCUSATION + " Two soldiers were killed."))
    stage.poll(30)
    assert [revision.number for revision in stage.all_of(Revision)] == [1, 2]
    assert [notice.kind for notice in stage.all_of(Notice)] == ["accusation", "correction"]


def test_an_answer_that_is_no_feed_makes_the_source_broken_and_loses_nothing(stage):
    stage.publish(item())
    stage.poll(21)
    stage.site.page("/feed", "<!DOCTYPE html><html>Maintenance</html>")
    stage.poll(22)
    (source,) = stage.all_of(Source)
    assert source.state == "broken"
    assert "HTML page" in source.state_reason
    assert len(stage.all_of(Statement)) == 1
    assert len(stage.all_of(Capture)) == 2
    assert [work.failure is None for work in stage.all_of(Work) if work.kind == READ].count(False) == 1


def test_a_page_that_is_no_feed_is_no_baseline(stage):
    """A maintenance page at the start: what the feed holds afterwards may still have stood there."""
    stage.site.page("/feed", "<!DOCTYPE html><html>Just a moment</html>")
    stage.poll(0)
    assert [watch.baseline_at for watch in stage.all_of(Watch)] == [None]
    stage.publish(item())
    stage.poll(1)
    assert [watch.baseline_at for watch in stage.all_of(Watch)] == [minutes_after(1)]


def test_a_reader_that_fails_makes_the_source_broken_and_holds_up_nothing(stage, monkeypatch):
    monkeypatch.setattr("monitor.pipeline.reading.reader_for", FailingReader)
    stage.publish(item())
    stage.poll(21)
    (source,) = stage.all_of(Source)
    assert (source.state, "ZeroDivisionError" in source.state_reason) == ("broken", True)
    monkeypatch.undo()
    stage.publish(item(), item("2", text=ACCUSATION + " Again."))
    stage.poll(22)
    assert len(stage.all_of(Statement)) == 2


def test_captures_of_one_source_are_read_in_order(stage):
    stage.publish(item(text=ACCUSATION))
    stage.moment = minutes_after(21)
    (lease,) = stage.claim(Source, Source.id == "am-mod")
    fetch_source(stage.tools, lease)
    stage.publish(item(text=ACCUSATION + " Edited."))
    stage.moment = minutes_after(22)
    (lease,) = stage.claim(Source, Source.id == "am-mod")
    fetch_source(stage.tools, lease)
    stage.moment = minutes_after(23)
    works = {work.subject_id: work for work in stage.all_of(Work)}
    newer = max(stage.all_of(Capture), key=lambda capture: capture.received_at)
    (late,) = stage.claim(Work, Work.id == works[newer.id].id)
    read_capture(stage.tools, late)
    assert stage.all_of(Statement) == []
    stage.moment = minutes_after(24)
    stage.work_off()
    stage.moment = minutes_after(25)
    stage.work_off()
    assert [revision.text for revision in stage.all_of(Revision)] == [ACCUSATION, ACCUSATION + " Edited."]


def test_revisions_of_one_statement_are_classified_in_order(stage):
    stage.publish(item(text=ACCUSATION))
    stage.moment = minutes_after(21)
    for lease in stage.claim(Source, Source.id == "am-mod"):
        fetch_source(stage.tools, lease)
    for lease in stage.claim(Work, is_due(stage.moment, READ)):
        read_capture(stage.tools, lease)
    stage.publish(item(text="The sides hold talks in Moscow."))
    stage.moment = minutes_after(22)
    for lease in stage.claim(Source, Source.id == "am-mod"):
        fetch_source(stage.tools, lease)
    for lease in stage.claim(Work, is_due(stage.moment, READ)):
        read_capture(stage.tools, lease)
    revisions = {revision.id: revision.number for revision in stage.all_of(Revision)}
    queued = [work for work in stage.all_of(Work) if work.kind == CLASSIFY]
    second = next(work for work in queued if revisions[work.subject_id] == 2)
    (lease,) = stage.claim(Work, Work.id == second.id)
    classify_revision(stage.tools, lease)
    assert stage.all_of(Reading) == []
    for minutes in (23, 24):
        stage.moment = minutes_after(minutes)
        stage.work_off()
    assert [notice.kind for notice in stage.all_of(Notice)] == ["accusation", "retraction"]


def test_a_statement_is_not_read_for_an_agreement_that_no_longer_watches_its_source(stage):
    stage.publish(item())
    stage.moment = minutes_after(21)
    for lease in stage.claim(Source, Source.id == "am-mod"):
        fetch_source(stage.tools, lease)
    for lease in stage.claim(Work, is_due(stage.moment, READ)):
        read_capture(stage.tools, lease)
    with writing(stage.engine) as session:
        watch = session.exec(select(Watch)).one()
        watch.removed_at = stage.moment
        session.add(watch)
    stage.work_off()
    assert stage.all_of(Claim) == []
    assert all(work.done_at is not None for work in stage.all_of(Work) if work.kind != SEAL)


def test_a_busy_host_puts_the_poll_off_without_a_failure(stage):
    stage.publish()
    with writing(stage.engine) as session:
        a_watch(session, an_agreement(session), a_source(session, "second", url=f"{stage.site.url}/feed"))
    stage.tools = replace(stage.tools, settings=Settings(host_gap=60))
    stage.poll(0)
    (lease,) = stage.claim(Source, Source.id == "second")
    fetch_source(stage.tools, lease)
    second = next(source for source in stage.all_of(Source) if source.id == "second")
    assert len(stage.site.requests) == 1
    assert second.failures == 0
    assert second.due_at > START + timedelta(seconds=30)


def test_a_step_that_crashes_keeps_its_work_for_later(stage, monkeypatch):
    stage.publish(item())
    stage.moment = minutes_after(21)
    for lease in stage.claim(Source, Source.id == "am-mod"):
        fetch_source(stage.tools, lease)
    (lease,) = stage.claim(Work, is_due(stage.moment, READ))
    note_crash(stage.tools, lease, RuntimeError("odd"))
    (work,) = [work for work in stage.all_of(Work) if work.kind == READ]
    assert (work.tries, work.done_at) == (1, None)
    assert "RuntimeError" in work.failure
    assert "odd" not in work.failure
    stage.moment = minutes_after(22)
    stage.work_off()
    assert len(stage.all_of(Claim)) == 1


def test_a_poll_that_crashes_shows_on_the_source_and_falls_due_again(stage, monkeypatch):
    monkeypatch.setattr("monitor.pipeline.polling.ask", lambda *_: 1 / 0)
    (lease,) = stage.claim(Source, Source.id == "am-mod")
    with pytest.raises(ZeroDivisionError):
        fetch_source(stage.tools, lease)
    note_failed_poll(stage.tools, lease, ZeroDivisionError("division by zero"))
    (source,) = stage.all_of(Source)
    assert (source.state, source.lease_token) == ("broken", None)
    assert source.due_at > START
