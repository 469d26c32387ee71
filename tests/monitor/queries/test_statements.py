"""A statement is shown with everything that became of it."""

from __future__ import annotations

from sqlalchemy import Engine

from monitor.db import reading, writing
from monitor.queries.claims import get_claim
from monitor.queries.statements import get_statement
from tests.builders import a_claim, a_published_claim, a_reading, a_revision, a_statement, minutes_after


def test_an_edited_statement_keeps_both_texts_and_both_readings(engine: Engine) -> None:
    with writing(engine) as session:
        old = a_published_claim(session, text="two wounded", wounded=2)
        row = get_claim(session, old.id)
        assert row is not None
        revision = a_revision(session, row.statement, text="three wounded")
        again = a_reading(session, revision, made_at=minutes_after(90))
        new = a_claim(session, again, row.lineage, wounded=3)
        id = row.statement.id
    with reading(engine) as session:
        history = get_statement(session, id)
        assert history is not None
        form = history.as_json()
    assert [each["text"] for each in form["revisions"]] == ["two wounded", "three wounded"]
    assert [each["revision"] for each in form["readings"]] == [1, 2]
    found = [[row.claim.id for row in history.claims[each["id"]]] for each in form["readings"]]
    assert found == [[old.id], [new.id]]
    assert form["readings"][0]["superseded_by"] == again.id
    assert form["revision"] == 2


def test_a_statement_that_accuses_nobody_has_a_reading_without_claims(engine: Engine) -> None:
    with writing(engine) as session:
        revision = a_revision(session, text="The minister met the ambassador.")
        a_reading(session, revision)
        history = get_statement(session, revision.statement_id)
        assert history is not None
        assert len(history.readings) == 1
        assert history.claims == {}


def test_a_statement_that_no_agreement_has_read_yet_is_shown_all_the_same(engine: Engine) -> None:
    with writing(engine) as session:
        statement = a_statement(session, withdrawn_at=minutes_after(99))
        a_revision(session, statement)
        form = get_statement(session, statement.id).as_json()  # type: ignore[union-attr]
    assert form["readings"] == []
    assert form["withdrawn_at"] == "2020-10-10T09:39:00+00:00"


def test_an_unknown_or_malformed_id_is_no_statement(engine: Engine) -> None:
    with reading(engine) as session:
        assert get_statement(session, "unknown") is None
        assert get_statement(session, "\x00") is None
