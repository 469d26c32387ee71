"""A changed configuration: documents, watches, polls and silent re-readings in one commit."""

from datetime import timedelta

import pytest
import yaml
from sqlalchemy.exc import OperationalError
from sqlmodel import create_engine, select

from alerts.order import take_turn
from monitor.agreements.faults import BadForm
from monitor.agreements.form import read_form
from monitor.db import reading, writing
from monitor.ledger.adoption import adopt_forms
from monitor.models import Agreement, JournalEntry, Source, Watch, Work
from monitor.queries.figures import read_bins, read_figures
from tests.builders import START, a_published_claim, a_reading, a_revision, a_statement, minutes_after

DOCUMENT = {
    "version": 1,
    "agreements": [
        {
            "id": "truce",
            "name": "A truce",
            "starts_at": "2020-10-10T12:00:00+04:00",
            "parties": [
                {"id": "north", "name": "Northland", "side": "north"},
                {"id": "south", "name": "Southland", "side": "south"},
            ],
            "sources": [
                {
                    "id": "mod",
                    "publisher": "MoD",
                    "party": "north",
                    "kind": "feed",
                    "url": "https://mod.example/feed",
                }
            ],
        }
    ],
}


def form(**changes):
    agreement = DOCUMENT["agreements"][0] | changes
    return read_form(yaml.safe_dump(DOCUMENT | {"agreements": [agreement]}))


def adopt(engine, form, now=START):
    return adopt_forms(engine, [form], now=now, by="test")


def one(engine, table):
    with reading(engine) as session:
        return session.exec(select(table)).one()


def test_a_source_is_due_exactly_at_the_start(engine):
    adopt(engine, form(), now=START - timedelta(days=2))
    assert one(engine, Source).due_at == START


def test_a_source_of_an_agreement_that_is_in_force_is_due_at_once(engine):
    adopt(engine, form(), now=minutes_after(60))
    assert one(engine, Source).due_at == minutes_after(60)


def test_adopting_twice_changes_nothing(engine):
    adopt(engine, form())
    with reading(engine) as session:
        before = len(session.exec(select(JournalEntry)).all())
    assert {change.action for change in adopt(engine, form(), now=minutes_after(5))} == {"unchanged"}
    with reading(engine) as session:
        assert len(session.exec(select(JournalEntry)).all()) == before


def test_a_bad_form_changes_nothing(engine):
    with pytest.raises(BadForm):
        adopt(engine, form(parties=[]))
    with reading(engine) as session:
        assert session.exec(select(Agreement)).all() == []


def test_a_changed_agreement_is_read_again_in_silence(engine):
    adopt(engine, form())
    with writing(engine) as session:
        source = session.exec(select(Source)).one()
        revision = a_revision(session, a_statement(session, source))
        a_reading(session, revision, session.exec(select(Agreement)).one())
    adopt(engine, form(name="The truce"), now=minutes_after(9))
    work = one(engine, Work)
    assert (work.kind, work.subject_id, work.silent) == ("classify", revision.id, True)


def test_a_start_that_moved_later_wants_a_baseline_of_its_own(engine):
    adopt(engine, form())
    with writing(engine) as session:
        session.exec(select(Watch)).one().baseline_at = START
    later = START + timedelta(days=2)
    adopt(engine, form(starts_at=later.isoformat()), now=minutes_after(30))
    assert one(engine, Watch).baseline_at is None
    assert one(engine, Source).due_at == later


def test_a_watch_that_comes_back_after_a_while_wants_a_new_baseline(engine):
    adopt(engine, form())
    with writing(engine) as session:
        session.exec(select(Watch)).one().baseline_at = START
    adopt(engine, form(sources=[]), now=minutes_after(10))
    adopt(engine, form(), now=minutes_after(20))
    assert one(engine, Watch).baseline_at is None


def test_every_change_is_in_the_journal_with_its_maker(engine):
    adopt(engine, form())
    with reading(engine) as session:
        entries = session.exec(select(JournalEntry).order_by(JournalEntry.number)).all()
    assert {entry.subject for entry in entries} == {"source:mod", "agreement:truce"}
    assert {entry.actor for entry in entries} == {"test"}


def test_what_matches_and_closes_has_its_turn_first(postgres_engine, postgres_url):
    """Both hold rules and channels, each in its own order: at the same time they could block each other."""
    impatient = create_engine(postgres_url, connect_args={"options": "-c lock_timeout=100"})
    with writing(postgres_engine) as session:
        take_turn(session)
        with pytest.raises(OperationalError, match="lock timeout"):
            adopt(impatient, form())
    assert {change.action for change in adopt(impatient, form())} == {"create"}
    impatient.dispose()


def test_figures_follow_the_agreements_zone(engine):
    adopt(engine, form(timezone="Asia/Yerevan"))
    with writing(engine) as session:
        truce = session.get_one(Agreement, "truce")
        late = minutes_after(12 * 60 + 30)  # half past midnight in Yerevan, 20:30 UTC
        for _ in range(2):
            a_published_claim(session, agreement=truce, published_at=late, places=["Ganja"], killed=1)
        assert [each.starts_at.day for each in read_bins(session, truce, "day")] == [11]
    adopt(engine, form(timezone="UTC"))
    with writing(engine) as session:
        truce = session.get_one(Agreement, "truce")
        (day,) = read_bins(session, truce, "day")
        assert (day.starts_at.day, day.counts) == (10, {("armenia", "accusation"): 2})
        figures = read_figures(session, truce)
        assert (figures.places, figures.killed) == ({"ganja": {"armenia": 2}}, {"armenia": 2})
