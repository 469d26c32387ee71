"""What of a text can be searched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, select

from monitor.db import writing
from monitor.ledger.erasures import erase_evidence
from monitor.models import Claim, Revision, SearchText
from tests.builders import a_published_claim, a_source, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def words_of(session: Session, claim: Claim) -> str:
    session.flush()
    session.expire_all()
    revision = session.get_one(Claim, claim.id).revision_id
    return str(session.exec(select(SearchText.words).where(SearchText.revision_id == revision)).one())


def test_an_erased_text_is_searched_no_more(session: Session) -> None:
    claim = a_published_claim(session, text="Ganja was hit.", title="")
    assert "ganja" in words_of(session, claim)
    erase_evidence(
        session,
        session.get_one(Revision, claim.revision_id).capture_id,
        reason="An order.",
        actor="K. Lindqvist",
        now=minutes_after(90),
    )
    assert "ganja" not in words_of(session, claim)


def test_of_a_text_that_is_not_kept_only_its_quotes_are_searched(session: Session) -> None:
    source = a_source(session, "az-mod")
    source.document |= {"keep": "excerpt"}
    flag_modified(source, "document")
    claim = a_published_claim(
        session, "az-mod", text="A secret. Ganja was hit.", title="", quote="Ganja was hit."
    )
    words = words_of(session, claim)
    assert "ganja" in words
    assert "secret" not in words
