"""Times without coverage end: with an answer, or with the watch."""

from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.leases import claim_due
from monitor.db import reading, writing
from monitor.fetch import Asked, Poll
from monitor.ledger.polls import record_poll
from monitor.ledger.watches import schedule_sources
from monitor.models import Agreement, Blank, Source, Watch
from monitor.schedule import LATE_REPORTS
from monitor.terms import SourceState
from tests.builders import START, a_source, a_watch, an_agreement

ENDS = START + timedelta(days=7)
OVER = ENDS + LATE_REPORTS
ASKED = Asked("am-mod", "https://am-mod.example/feed.xml")
SECOND = timedelta(seconds=1)


@pytest.fixture
def failing(engine):
    """A source that does not answer, watched for an agreement that ends."""
    with writing(engine) as session:
        source = a_source(session, due_at=START, answered_at=START)
        a_watch(session, an_agreement(session, ends_at=ENDS), source)
    return engine


def fail(engine, at):
    with writing(engine) as session:
        session.get_one(Source, "am-mod").due_at = at
    with writing(engine) as session:
        (lease,) = claim_due(session, Source, Source.id == "am-mod", Source.due_at, wall=at, limit=1)
        record_poll(session, lease, Poll(ASKED, SourceState.BLOCKED, at, "It answered 403."))


def blank(engine):
    with reading(engine) as session:
        row = session.exec(select(Blank)).one()
    return row.from_at, row.to_at


def test_a_blank_lasts_while_there_is_another_poll_to_come(failing):
    fail(failing, ENDS)
    assert blank(failing) == (START, None)


def test_a_blank_ends_with_the_watch_when_no_further_poll_comes_before_that(failing):
    fail(failing, OVER - SECOND)
    assert blank(failing) == (START, OVER)


def test_a_late_poll_ends_it_at_once(failing):
    fail(failing, ENDS)
    fail(failing, OVER + SECOND)
    with reading(failing) as session:
        assert [row.to_at for row in session.exec(select(Blank)) if row.why == "blocked"] == [OVER + SECOND]


def test_a_further_agreement_that_watches_on_keeps_it_open(failing):
    with writing(failing) as session:
        after = an_agreement(session, "after", starts_at=OVER - 2 * SECOND)
        a_watch(session, after, session.get_one(Source, "am-mod"))
    fail(failing, OVER - SECOND)
    assert blank(failing) == (START, None)


def test_a_further_agreement_that_begins_later_does_not(failing):
    with writing(failing) as session:
        after = an_agreement(session, "after", starts_at=OVER + timedelta(days=1))
        a_watch(session, after, session.get_one(Source, "am-mod"))
    fail(failing, OVER - SECOND)
    assert blank(failing) == (START, OVER)


@pytest.mark.parametrize(
    "change", ["disabled", "removed", "watched by nobody", "of an agreement that ends now"]
)
def test_a_source_that_the_configuration_puts_out_of_use_is_not_blank_any_longer(failing, change):
    fail(failing, ENDS)
    now = ENDS + SECOND
    with writing(failing) as session:
        source = session.get_one(Source, "am-mod")
        if change == "disabled":
            source.enabled = False
        elif change == "removed":
            source.removed_at = now
        elif change == "watched by nobody":
            session.exec(select(Watch)).one().removed_at = now
        else:
            session.exec(select(Agreement)).one().ends_at = now - LATE_REPORTS
        session.flush()
        schedule_sources(session, now)
    assert blank(failing) == (START, now)
