"""What a person found and the reader did not is kept beside the claims, never as one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.db import writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.misses import FoundClaim, record_miss, take_back_miss
from monitor.models import JournalEntry, LogLine, Miss, Statement
from monitor.queries.misses import count_misses, list_misses, miss_json
from tests.builders import a_reading, a_revision, an_agreement, minutes_after

TEXT = "They opened fire at Ganja. Then it was quiet."


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


@pytest.fixture
def statement(session: Session) -> Statement:
    revision = a_revision(session, text=TEXT)
    a_reading(session, revision)
    return session.get_one(Statement, revision.statement_id)


def found(statement: Statement, **changes: Any) -> FoundClaim:
    said: dict[str, Any] = {
        "statement_id": statement.id,
        "revision": 1,
        "field": "text",
        "start": 0,
        "end": 26,
        "by": "armenia",
        "against": "azerbaijan",
        "types": ["small_arms"],
        "author": "K. Lindqvist",
    }
    return FoundClaim(**(said | changes))


def record(session: Session, claim: FoundClaim, minute: int = 90) -> Miss:
    miss = record_miss(session, claim, minutes_after(minute))
    assert miss is not None
    return miss


def test_a_miss_is_listed_with_its_author_and_makes_no_line(session: Session, statement: Statement) -> None:
    miss = record(session, found(statement, note=" Plain enough. "))
    ((listed, revision),) = list_misses(session, statement.id)
    form = miss_json(listed, revision)
    assert form["evidence"] == {
        "field": "text",
        "quote": "They opened fire at Ganja.",
        "start": 0,
        "end": 26,
    }
    assert (form["author"], form["note"], form["stance"]) == ("K. Lindqvist", "Plain enough.", "accusation")
    assert session.exec(select(LogLine)).all() == []
    entry = session.exec(select(JournalEntry)).all()[-1]
    assert (entry.kind, entry.subject, entry.details["miss"]) == ("miss", statement.id, miss.id)


def test_the_same_said_again_adds_nothing(session: Session, statement: Statement) -> None:
    first = record(session, found(statement, request_key="one"))
    assert record(session, found(statement, request_key="one", start=3)).id == first.id
    assert record(session, found(statement), 95).id == first.id
    assert count_misses(session) == 1
    record(session, found(statement, author="A. Okafor"))
    assert count_misses(session, ["karabakh-2020"]) == 2


def test_what_was_taken_back_counts_no_more_and_can_be_said_again(
    session: Session, statement: Statement
) -> None:
    miss = record(session, found(statement))
    for _ in range(2):
        assert take_back_miss(session, miss.id, "A. Okafor", minutes_after(95)) is miss
    assert (list_misses(session, statement.id), count_misses(session)) == ([], 0)
    assert [entry.kind for entry in session.exec(select(JournalEntry))] == ["miss", "miss taken back"]
    assert record(session, found(statement)).id != miss.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"by": "atlantis"}, "by"),
        ({"against": "armenia"}, "against"),
        ({"types": []}, "types"),
        ({"types": ["meteor"]}, "types"),
        ({"stance": "rumour"}, "stance"),
        ({"end": 999}, "evidence"),
        ({"start": 26}, "evidence"),
        ({"agreement": "minsk-2-2015"}, "agreement"),
        ({"note": "x" * 3000}, "note"),
    ],
)
def test_what_is_wrong_is_named(
    session: Session, statement: Statement, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadReview) as error:
        record_miss(session, found(statement, **changes), minutes_after(90))
    assert error.value.field == field
    assert count_misses(session) == 0


def test_of_several_agreements_one_must_be_named(session: Session, statement: Statement) -> None:
    revision = a_revision(session, statement, text="More of it, at Ganja again.")
    a_reading(session, revision, an_agreement(session, "minsk-2-2015"))
    with pytest.raises(BadReview, match="karabakh-2020, minsk-2-2015"):
        record_miss(session, found(statement), minutes_after(90))
    assert record(session, found(statement, agreement="minsk-2-2015")).agreement_id == "minsk-2-2015"


def test_an_unknown_text_is_none(session: Session, statement: Statement) -> None:
    assert record_miss(session, found(statement, revision=7), minutes_after(90)) is None
    assert record_miss(session, found(statement, statement_id="unknown"), minutes_after(90)) is None
