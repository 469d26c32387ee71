"""What a poll leaves behind: captures, states, baselines, the next turn."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.leases import claim_due
from monitor.db import reading, writing
from monitor.evidence.store import body_of
from monitor.fetch import Asked, Poll
from monitor.http import Received
from monitor.ledger.acceptance import refuse_list
from monitor.ledger.polls import make_baselines, record_poll
from monitor.models import Capture, Source, Watch, Work
from monitor.terms import SourceState
from tests.builders import START, a_revision, a_source, a_statement, a_watch, an_agreement, minutes_after

ASKED = Asked("am-mod", "https://am-mod.example/feed.xml")
BODY = Received(
    200, "https://am-mod.example/feed.xml", (("ETag", '"7"'), ("Content-Type", "text/xml")), b"<rss/>"
)
CHANGED = Poll(ASKED, SourceState.OK, START, received=BODY, sha256=hashlib.sha256(BODY.body).hexdigest())
UNCHANGED = Poll(ASKED, SourceState.UNCHANGED, minutes_after(1))
BLOCKED = Poll(ASKED, SourceState.BLOCKED, minutes_after(2), "It answered 403.")


@pytest.fixture
def watched(engine):
    with writing(engine) as session:
        source = a_source(session, due_at=START)
        a_watch(session, an_agreement(session), source)
    return engine


def poll(engine, *polls):
    for one in polls:
        with writing(engine) as session:
            (lease,) = claim_due(session, Source, Source.id == "am-mod", Source.due_at, wall=one.at, limit=1)
            assert record_poll(session, lease, one)
    with reading(engine) as session:
        return session.get_one(Source, "am-mod")


def all_of(engine, table):
    with reading(engine) as session:
        return session.exec(select(table)).all()


def test_a_changed_answer_is_captured_and_queued_for_reading(watched):
    source = poll(watched, CHANGED)
    (capture,) = all_of(watched, Capture)
    (work,) = [work for work in all_of(watched, Work) if work.kind == "read"]
    assert (body_of(capture), capture.media_type, capture.headers[0]) == (
        b"<rss/>",
        "text/xml",
        ["ETag", '"7"'],
    )
    assert (work.kind, work.subject_id) == ("read", capture.id)
    assert source.etag == '"7"'


def test_an_answer_says_nothing_of_its_source_until_it_is_read(watched):
    source = poll(watched, CHANGED)
    assert (source.state, source.answered_at, source.due_at) == (None, None, minutes_after(1))
    assert poll(watched, BLOCKED, replace(CHANGED, at=minutes_after(9), sha256="1" * 64)).state == "blocked"


def test_an_unchanged_answer_only_counts_on_the_source(watched):
    source = poll(watched, CHANGED, UNCHANGED)
    assert len(all_of(watched, Capture)) == 1
    assert (source.polls, source.state, source.etag) == (2, "unchanged", '"7"')


def test_a_failure_never_replaces_what_is_known(watched):
    source = poll(watched, CHANGED, BLOCKED)
    assert len(all_of(watched, Capture)) == 1
    assert (source.state, source.state_reason, source.etag) == ("blocked", "It answered 403.", '"7"')
    assert source.answered_at is None


def test_a_state_keeps_the_time_since_which_it_lasts(watched):
    source = poll(watched, BLOCKED, replace(BLOCKED, at=minutes_after(9)))
    assert (source.state_since, source.failures) == (minutes_after(2), 2)


def test_the_first_answer_that_could_be_read_is_the_baseline(watched):
    poll(watched, BLOCKED, replace(CHANGED, at=minutes_after(3)))
    assert [watch.baseline_at for watch in all_of(watched, Watch)] == [None]
    with writing(watched) as session:
        make_baselines(session, "am-mod", minutes_after(3))
    poll(watched, replace(UNCHANGED, at=minutes_after(4)))
    assert [watch.baseline_at for watch in all_of(watched, Watch)] == [minutes_after(3)]


def test_an_answer_that_could_not_be_read_is_no_baseline_however_often_it_comes(watched):
    poll(watched, CHANGED)
    with writing(watched) as session:
        refuse_list(session, session.exec(select(Capture)).one(), "It is no feed.")
    poll(watched, UNCHANGED)
    assert [watch.baseline_at for watch in all_of(watched, Watch)] == [None]


def test_a_second_agreement_gets_a_baseline_of_its_own_and_reads_what_stands(watched):
    poll(watched, CHANGED)
    with writing(watched) as session:
        make_baselines(session, "am-mod", START)
        revision = a_revision(session, a_statement(session))
        a_watch(session, an_agreement(session, "second", starts_at=minutes_after(1)), a_source(session))
    poll(watched, UNCHANGED)
    baselines = {watch.agreement_id: watch.baseline_at for watch in all_of(watched, Watch)}
    assert baselines == {"karabakh-2020": START, "second": minutes_after(1)}
    queued = [work for work in all_of(watched, Work) if work.kind == "classify"]
    assert [(work.subject_id, work.agreement_id) for work in queued] == [(revision.id, "second")]


def test_the_next_turn_follows_the_pace_of_the_source(engine):
    with writing(engine) as session:
        source = a_source(session)
        source.document = source.document | {"every": 7}
        a_watch(session, an_agreement(session), source)
    assert poll(engine, CHANGED).due_at == START + timedelta(seconds=7)


def test_a_disabled_source_has_no_next_turn(watched):
    with writing(watched) as session:
        source = session.get_one(Source, "am-mod")
        source.enabled = False
        session.add(source)
    assert poll(watched, CHANGED).due_at is None


def test_an_answer_that_could_not_be_read_stays_broken_while_it_is_the_same(watched):
    poll(watched, CHANGED)
    with writing(watched) as session:
        refuse_list(session, session.exec(select(Capture)).one(), "It is no feed.")
    source = poll(watched, UNCHANGED)
    assert (source.state, source.state_reason, source.failures) == ("broken", "It is no feed.", 2)


def test_a_host_that_was_away_meanwhile_makes_an_unreadable_answer_no_better(watched):
    poll(watched, CHANGED)
    with writing(watched) as session:
        refuse_list(session, session.exec(select(Capture)).one(), "It is no feed.")
    assert poll(watched, BLOCKED, replace(UNCHANGED, at=minutes_after(9))).state == "broken"


def test_a_source_that_answers_as_before_is_well_again(watched):
    source = poll(watched, UNCHANGED, BLOCKED, replace(UNCHANGED, at=minutes_after(9)))
    assert (source.state, source.failures, source.answered_at) == ("unchanged", 0, minutes_after(9))


def test_a_poll_whose_lease_passed_on_is_not_recorded(watched):
    with writing(watched) as session:
        (old,) = claim_due(session, Source, Source.id == "am-mod", Source.due_at, wall=START, limit=1)
    with writing(watched) as session:
        claim_due(session, Source, Source.id == "am-mod", Source.due_at, wall=minutes_after(1), limit=1)
    with writing(watched) as session:
        assert not record_poll(session, old, CHANGED)
    assert all_of(watched, Capture) == []


def test_the_last_polls_are_kept_with_what_came_and_how_long_it_took(watched):
    source = poll(watched, replace(CHANGED, took_ms=420), UNCHANGED, BLOCKED)
    assert [mark["state"] for mark in source.last_polls] == ["blocked", "unchanged", "ok"]
    newest, _, first = source.last_polls
    assert (newest["reason"], newest["bytes"]) == ("It answered 403.", None)
    assert (first["status"], first["bytes"], first["took_ms"], first["found"]) == (200, 6, 420, None)
    later = [replace(UNCHANGED, at=minutes_after(60 + each * 60)) for each in range(15)]
    assert len(poll(watched, *later).last_polls) == 12


def test_a_list_that_could_not_be_read_is_told_at_its_poll(watched):
    poll(watched, CHANGED)
    with writing(watched) as session:
        refuse_list(session, session.exec(select(Capture)).one(), "No list there.")
    with reading(watched) as session:
        (mark,) = session.get_one(Source, "am-mod").last_polls
    assert (mark["state"], mark["reason"]) == ("broken", "No list there.")
