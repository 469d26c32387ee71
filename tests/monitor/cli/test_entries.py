"""`source enter`: a statement that a person pastes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from monitor.clock import wall
from monitor.db import reading, writing
from monitor.evidence.store import body_of
from monitor.ledger.watches import schedule_sources
from monitor.models import Capture, JournalEntry, Revision, Source, Statement, Work
from monitor.models.work import CLASSIFY, SEAL
from tests.builders import a_source, a_watch, an_agreement

LINK = "https://facebook.example/mod/posts/7"
TEXT = "At 12:05 the enemy opened fire at our positions."


@pytest.fixture
def watched(ready, engine_of_ready):
    with writing(engine_of_ready) as session:
        agreement = an_agreement(session, starts_at=wall() - timedelta(days=1))
        a_watch(session, agreement, a_source(session, "mod-facebook", kind="manual", url=""))
        a_watch(session, agreement, a_source(session, "mod-feed"))
    return engine_of_ready


def enter(ready, *words, text=TEXT, source="mod-facebook", by="anna"):
    return ready("source", "enter", source, "--url", LINK, "--by", by, *words, stdin=text)


def all_of(engine, table):
    with reading(engine) as session:
        return session.exec(select(table)).all()


def test_an_entered_statement_is_recorded_with_its_proof_and_read_for_claims(ready, watched):
    statement = enter(ready, "--title", "Post", "--json").json["statement"]
    (row,), (revision,), (capture,) = (all_of(watched, table) for table in (Statement, Revision, Capture))
    assert (row.id, row.external_id, row.url) == (statement, LINK, LINK)
    assert (revision.title, revision.text, revision.precision) == ("Post", TEXT, "first_seen")
    assert b'"entered_by": "anna"' in body_of(capture)
    assert {work.kind for work in all_of(watched, Work)} == {CLASSIFY, SEAL}
    assert [entry.actor for entry in all_of(watched, JournalEntry) if entry.kind == "entry"] == ["anna"]


def test_its_time_is_the_one_that_the_outlet_shows(ready, watched):
    enter(ready, "--published-at", "2020-10-10T12:20:00+04:00")
    (revision,) = all_of(watched, Revision)
    assert (revision.published_at.isoformat(), revision.precision) == ("2020-10-10T08:20:00+00:00", "minute")


def test_another_text_under_the_same_link_is_an_edit(ready, watched):
    enter(ready)
    enter(ready, text=TEXT + " Two were wounded.")
    assert [revision.number for revision in all_of(watched, Revision)] == [1, 2]


def test_the_same_text_twice_is_recorded_once(ready, watched):
    enter(ready)
    enter(ready)
    assert len(all_of(watched, Revision)) == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"source": "nobody"}, "nobody"),
        ({"source": "mod-feed"}, "kind `feed`"),
        ({"text": "  "}, "empty"),
        ({"text": b"\xff\xfe\x00"}, "UTF-8"),
        ({"text": "A" + "Ա" * 500_000}, "longer"),
        ({"by": " "}, "--by"),
    ],
)
def test_bad_input_is_one_sentence_and_records_nothing(ready, watched, change, word):
    assert word in enter(ready, **change).sentence
    assert all_of(watched, Statement) == []


@pytest.mark.parametrize("time", ["soon", "2999-01-01"])
def test_a_time_that_can_not_be_is_refused(ready, watched, time):
    assert "--published-at" in enter(ready, "--published-at", time).sentence


def test_a_source_that_is_entered_by_hand_is_never_due(watched):
    with writing(watched) as session:
        schedule_sources(session, wall())
    due = {source.id: source.due_at is not None for source in all_of(watched, Source)}
    assert due == {"mod-facebook": False, "mod-feed": True}
