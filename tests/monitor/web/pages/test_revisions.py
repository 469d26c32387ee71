"""The texts of a statement on a page: the last ones whole, however often its outlet edits."""

from __future__ import annotations

from monitor.db import writing
from monitor.models import Revision, Statement
from monitor.web.pages import revisions
from tests.builders import a_published_claim, a_revision, a_statement
from tests.monitor.web.conftest import OpenDesk


def test_of_many_texts_the_last_stand_on_the_page(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        statement = a_statement(session)
        for number in range(1, revisions.MOST_WHOLE + 4):
            a_revision(session, statement, text=f"Words of text number {number}, as edited.")
    page = desk.page(f"/statements/{statement.id}")
    assert "Revision 1, seen" in page
    assert "number 3, as edited" not in page
    assert "number 4, as edited" in page
    assert page.count("An older text") == 3


def test_the_text_that_a_claim_was_read_from_stands_there_however_old(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        claim = a_published_claim(session)
        statement = session.get_one(Revision, claim.revision_id).statement_id
        for number in range(2, revisions.MOST_WHOLE + 4):
            a_revision(session, session.get_one(Statement, statement), text=f"Text {number}.")
    page = desk.page(f"/claims/{claim.id}")
    assert "Revision 1, seen" in page
    assert page.count("An older text") == 2
