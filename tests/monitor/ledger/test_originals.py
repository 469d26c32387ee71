"""Language versions and relays: recorded as what they are, told once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.leases import claim_due
from alerts.models import Notice
from monitor import http
from monitor.db import reading, writing
from monitor.ledger.listings import note_listing
from monitor.ledger.statements import record_found
from monitor.ledger.work import is_due
from monitor.models import Capture, Claim, Statement, Work
from monitor.models.work import CLASSIFY
from monitor.pipeline import Tools, classify_revision
from monitor.settings import Settings
from monitor.terms import FoundStatement, PublishedPrecision
from tests.builders import START, a_capture, a_source, a_watch, an_agreement, minutes_after

ENGLISH = "At 12:05 the enemy opened fire with mortars at our positions near Hadrut."
RUSSIAN = "В 12:05 противник открыл огонь из миномётов по нашим позициям у Гадрута."


@pytest.fixture
def desk(engine):
    """Two outlets of one ministry and one of another party, each with a capture to record from."""
    with writing(engine) as session:
        agreement = an_agreement(session)
        for id, speaker in (("am-mod", "armenia"), ("am-embassy", "armenia"), ("az-mod", "azerbaijan")):
            source = a_source(session, id)
            a_watch(session, agreement, source, speaker=speaker, baseline_at=START)
            a_capture(session, source, id=id, received_at=minutes_after(21))
    return engine


def publish(engine, outlet, text, url, id="1", **changes):
    found = FoundStatement(
        external_id=id,
        url=url,
        title="",
        text=text,
        published_at=minutes_after(20),
        precision=PublishedPrecision.MINUTE,
        **changes,
    )
    with writing(engine) as session:
        capture = session.get_one(Capture, outlet)
        known = session.exec(select(Statement.external_id).where(Statement.source_id == outlet)).all()
        assert id not in known
        record_found(session, capture, [found], minutes_after(21))


def classify(engine):
    tools = Tools(engine, http.open_client(Settings()), lambda: minutes_after(22), Settings())
    for _ in range(5):  # what must wait for its original takes another turn
        moment = minutes_after(22) + timedelta(minutes=5)
        with writing(engine) as session:
            leases = claim_due(session, Work, is_due(moment, CLASSIFY), Work.id, wall=moment, limit=9)
        for lease in leases:
            classify_revision(tools, lease)


def all_of(engine, table):
    with reading(engine) as session:
        return session.exec(select(table).order_by(table.id)).all()


def originals(engine):
    by_id = {statement.id: statement for statement in all_of(engine, Statement)}
    return {
        (one.source_id, one.external_id): by_id[one.original_id].external_id
        for one in by_id.values()
        if one.original_id
    }


def test_another_language_version_is_recorded_and_told_once(desk):
    publish(desk, "am-mod", RUSSIAN, "https://mod.example/ru/news/77", id="ru-77")
    publish(desk, "am-mod", ENGLISH, "https://mod.example/en/news/77", id="en-77")
    classify(desk)
    assert originals(desk) == {("am-mod", "en-77"): "ru-77"}
    assert len(all_of(desk, Claim)) == 2
    assert [notice.kind for notice in all_of(desk, Notice)] == ["accusation"]


def test_a_relay_by_another_outlet_of_the_same_party_is_told_once(desk):
    publish(desk, "am-mod", ENGLISH, "https://mod.example/news/77", id="77")
    publish(desk, "am-embassy", ENGLISH, "https://embassy.example/p/5", id="5")
    classify(desk)
    assert originals(desk) == {("am-embassy", "5"): "77"}
    assert len(all_of(desk, Notice)) == 1


def test_the_same_words_of_the_other_party_are_its_own_statement(desk):
    publish(desk, "am-mod", ENGLISH, "https://mod.example/news/77", id="77")
    publish(desk, "az-mod", ENGLISH, "https://az.example/news/9", id="9")
    classify(desk)
    assert originals(desk) == {}
    assert len(all_of(desk, Notice)) == 2


def test_a_version_tells_what_its_original_could_not_be_read_for(desk):
    publish(desk, "am-mod", "მტერმა ცეცხლი გახსნა.", "https://mod.example/ka/news/77", id="ka-77")
    publish(desk, "am-mod", ENGLISH, "https://mod.example/en/news/77", id="en-77")
    classify(desk)
    assert originals(desk) == {("am-mod", "en-77"): "ka-77"}
    assert len(all_of(desk, Notice)) == 1


def test_forwarded_words_are_not_the_outlets_own(desk):
    publish(desk, "am-mod", ENGLISH, "https://t.me/mod/77", id="77", forwarded=True, original_of="A channel")
    classify(desk)
    assert all_of(desk, Claim) == []


def test_counters_that_change_under_every_text_make_no_edits(desk):
    def found(count):
        texts = [f"{ENGLISH} Case {n}.\nRead {count + n} times" for n in range(4)]
        return [FoundStatement(f"{n}", f"https://m.example/{n}", "", text) for n, text in enumerate(texts)]

    for count in (10, 20):
        with writing(desk) as session:
            capture = session.get_one(Capture, "am-mod")
            note_listing(session, capture, found(count), minutes_after(21))
            made = record_found(session, capture, found(count), minutes_after(21))
    assert made == []
