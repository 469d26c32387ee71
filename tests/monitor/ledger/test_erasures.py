"""What is taken down is gone from everywhere that people read: also passages that they named."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.db import reading, writing
from monitor.ledger.erasures import erase_evidence
from monitor.ledger.reviews import Opinion, record_review
from monitor.models import Claim, JournalEntry, Lineage
from monitor.queries.claims import get_claim
from tests.builders import a_published_claim, minutes_after

TEXT = "Some words before. At 12:05 the enemy launched an assault at Karakhambeyli."
PASSAGE: dict[str, Any] = {"evidence": {"field": "text", "start": 0, "end": 18}}


def correct(session: Session, claim: Claim) -> None:
    record_review(session, Opinion(claim.id, "corrected", "K. Lindqvist", PASSAGE), minutes_after(60))


def test_a_takedown_empties_the_passage_that_a_person_named(engine: Engine) -> None:
    with writing(engine) as session:
        claim = a_published_claim(session, text=TEXT)
        correct(session, claim)
    with writing(engine) as session:
        lineage = session.get_one(Lineage, claim.lineage_id)
        erase_evidence(session, lineage.statement_id, reason="order", actor="Olga", now=minutes_after(70))
    with reading(engine) as session:
        row = get_claim(session, claim.id)
        assert row is not None
        assert "Some words" not in json.dumps(row.as_json())
        assert row.finding.evidence.quote == ""
        assert row.finding.evidence.end == 18


def test_the_journal_has_where_a_passage_lies_and_not_its_words(engine: Engine) -> None:
    with writing(engine) as session:
        correct(session, a_published_claim(session, text=TEXT))
        entry = session.exec(select(JournalEntry).where(JournalEntry.kind == "review")).one()
        assert entry.details["changes"] == PASSAGE
