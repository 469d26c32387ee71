"""Given statements make the notices that the live road posts for the same texts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.models import Notice
from alerts.preview import PlainNotice
from monitor.agreements.facts import agreement_facts
from monitor.classify import CLASSIFIER_VERSION, read_statement
from monitor.db import reading, writing
from monitor.ledger.looks import Look
from monitor.ledger.readings import record_reading
from monitor.models import Agreement, Revision, Source, Statement
from monitor.replay import GivenStatement, replay_statements
from monitor.terms import PublishedPrecision, StatementText
from tests.builders import a_revision, a_source, a_statement, a_watch, an_agreement, minutes_after

FIRST = "At 12:05 the enemy shelled Stepanakert. Two civilians were killed. Drones attacked Hadrut at noon."
EDITED = "At 12:05 the enemy shelled Stepanakert. Three civilians were killed."


def given(text: str, minutes: float = 20, id: str = "s1", **changes: Any) -> GivenStatement:
    read = StatementText("Statement", text, "armenia", minutes_after(minutes), PublishedPrecision.MINUTE)
    return GivenStatement(id, read, **changes)


def notices_of(*statements: GivenStatement, engine: Engine) -> list[PlainNotice]:
    with writing(engine) as session:
        return list(replay_statements(statements, an_agreement(session)))


def kinds_of(*statements: GivenStatement, engine: Engine) -> list[str]:
    return [notice.kind for notice in notices_of(*statements, engine=engine)]


def post(session: Session, agreement: Agreement, source: Source, statement: Statement, told: Any) -> None:
    """Record one text as the last step of the road does."""
    read = told.text
    revision: Revision = a_revision(
        session, statement, title=read.title, text=read.text, published_at=read.published_at
    )
    answer = read_statement(read, agreement_facts(agreement.document))
    version, at = CLASSIFIER_VERSION, read.published_at
    record_reading(
        session, Look(revision, statement, source, agreement, read.speaker, version, answer, at), at
    )


def without_ids(facts: dict[str, Any]) -> dict[str, Any]:
    claim = {name: value for name, value in facts["claim"].items() if name not in ("id", "lineage", "url")}
    statement = {name: value for name, value in claim["statement"].items() if name not in ("id", "url")}
    return facts | {"claim": claim | {"statement": statement}}


def test_a_replay_makes_the_notices_that_are_posted_live(sqlite_engine: Engine) -> None:
    texts = [given(FIRST, is_last=False, source="am-mod"), given(EDITED, minutes=50, source="am-mod")]
    with writing(sqlite_engine) as session:
        agreement = an_agreement(session)
        source = a_source(session, publisher="Armenia")
        a_watch(session, agreement, source)
        statement = a_statement(session, source, first_seen_at=minutes_after(20))
        for one in texts:
            post(session, agreement, source, statement, one)
    replayed = notices_of(*texts, engine=sqlite_engine)
    with reading(sqlite_engine) as session:
        posted = session.exec(select(Notice).order_by(Notice.id)).all()  # type: ignore[arg-type]
    assert [notice.kind for notice in posted] == ["accusation", "accusation", "correction", "retraction"]
    for live, ours in zip(posted, replayed, strict=True):
        assert (live.id, live.kind, live.agreement_id) == (ours.id, ours.kind, ours.agreement_id)
        assert (live.published_at, live.made_at) == (ours.published_at, ours.made_at)
        assert without_ids(live.facts) == without_ids(dict(ours.facts))


def test_a_correction_is_of_the_same_lineage(sqlite_engine: Engine) -> None:
    first, second = notices_of(
        given("The enemy shelled Hadrut, killing two people.", is_last=False),
        given("The enemy shelled Hadrut, killing three people.", minutes=30),
        engine=sqlite_engine,
    )
    assert first.facts["claim"]["lineage"] == second.facts["claim"]["lineage"]
    assert second.facts["previous"] == {"killed": 2}
    assert second.made_at - first.made_at == timedelta(minutes=10)


def test_the_same_text_again_tells_nothing(sqlite_engine: Engine) -> None:
    again = [given(FIRST, is_last=False), given(FIRST, minutes=30)]
    assert kinds_of(*again, engine=sqlite_engine) == ["accusation", "accusation"]


def test_other_ids_are_other_statements(sqlite_engine: Engine) -> None:
    other = given(EDITED, minutes=30, id="s2")
    assert kinds_of(given(EDITED), other, engine=sqlite_engine) == ["accusation", "accusation"]


def test_without_an_outlet_the_speaker_stands_for_it(sqlite_engine: Engine) -> None:
    (notice,) = notices_of(given(EDITED), engine=sqlite_engine)
    statement = notice.facts["claim"]["statement"]
    assert (statement["source"], statement["publisher"], statement["id"]) == ("armenia", "Armenia", "s1")
