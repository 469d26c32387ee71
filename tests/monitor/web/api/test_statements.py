"""A statement is answered with all that became of it."""

from __future__ import annotations

from monitor.db import writing
from monitor.queries.claims import get_claim
from monitor.web.api.forms import StatementForm
from tests.builders import a_reading, a_revision, minutes_after
from tests.monitor.web.conftest import OpenDesk


def test_a_statement_shows_its_texts_and_how_each_was_read(desk: OpenDesk) -> None:
    claim = desk.claim(text="two wounded")
    with writing(desk.engine) as session:
        row = get_claim(session, claim.id)
        assert row is not None
        id = row.statement.id
        revision = a_revision(session, row.statement, text="nobody was wounded")
        a_reading(session, revision, made_at=minutes_after(90))
        row.lineage.claim_id = None
    answer = desk.get(f"/api/v1/statements/{id}")
    form = answer.json()
    StatementForm.model_validate(form)
    assert [each["text"] for each in form["revisions"]] == ["two wounded", "nobody was wounded"]
    (first, second) = form["readings"]
    assert [each["id"] for each in first["claims"]] == [claim.id]
    assert first["claims"][0]["current"] is False
    assert first["claims"][0]["url"] == f"https://desk.example/claims/{claim.id}"
    assert second["claims"] == []
    assert first["superseded_by"] == second["id"]
