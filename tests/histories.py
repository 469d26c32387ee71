"""What becomes of claims: edits, reviews, withdrawals, one after the other or at random."""

from __future__ import annotations

import random
from typing import Any

from sqlmodel import Session, select

from monitor.ledger.withdrawals import restore_statement, withdraw_statement
from monitor.models import Claim, Lineage, Review, Statement
from monitor.models.review import UNDONE
from tests.builders import a_claim, a_published_claim, a_reading, a_review, a_revision, minutes_after


def an_edited_claim(session: Session, claim: Claim, minute: int, **changes: Any) -> Claim:
    """The text was edited, and this is what the claim is now."""
    lineage = session.get_one(Lineage, claim.lineage_id)
    statement = session.get_one(Statement, lineage.statement_id)
    revision = a_revision(session, statement, text=f"Edited at {minute}.")
    return a_claim(session, a_reading(session, revision, made_at=minutes_after(minute)), lineage, **changes)


def play(session: Session, rng: random.Random, steps: int) -> None:
    """Publish, edit, review, withdraw and restore at random, each a minute after the other."""
    claims: list[Claim] = []
    actors = ("armenia", "azerbaijan", "russia")
    for step in range(steps):
        minute = 100 + step
        chosen = rng.choice(claims) if claims else None
        if chosen is None or rng.random() < 0.3:
            by, against = rng.sample(actors, 2)
            stance = rng.choice(("accusation", "denial"))
            columns: dict[str, Any] = {"by": by, "against": against, "stance": stance, "lang": "ru"}
            columns["types"] = rng.sample(("shelling", "drone", "unspecified"), 1)
            columns["places"] = rng.sample(("Ganja", "Khankendi", "Nowhere"), rng.randrange(3))
            columns |= {"killed": rng.choice((None, 2)), "in_force": rng.random() < 0.8}
            at = minutes_after(rng.choice((20, 50, minute - 5)))
            claims.append(a_published_claim(session, f"s-{by}", published_at=at, **columns))
            continue
        lineage = session.get_one(Lineage, chosen.lineage_id)
        statement = session.get_one(Statement, lineage.statement_id)
        if statement.withdrawn_at is not None:
            restore_statement(session, statement, minutes_after(minute))
        elif rng.random() < 0.15:
            withdraw_statement(session, statement, minutes_after(minute))
        elif rng.random() < 0.3:
            facts = {"killed": rng.choice((None, 3)), "stance": chosen.stance, "by": chosen.by}
            claims.append(an_edited_claim(session, chosen, minute, against=chosen.against, **facts))
        else:
            review_at_random(session, rng, lineage, minute)


def review_at_random(session: Session, rng: random.Random, lineage: Lineage, minute: int) -> None:
    claim = session.get_one(Claim, lineage.claim_id)
    verdict = rng.choice(("confirmed", "corrected", "rejected", "note", UNDONE))
    columns: dict[str, Any] = {"made_at": minutes_after(minute)}
    if verdict == "corrected":
        columns["changes"] = rng.choice(
            ({"types": ["missile"]}, {"places": ["Ganja"]}, {"stance": "denial"}, {"killed": 1})
        )
    if verdict == UNDONE:
        earlier = select(Review).where(Review.lineage_id == lineage.id, Review.verdict == "confirmed")
        found = session.exec(earlier).all()
        if not found:
            return
        columns["undoes"] = found[-1].id
    a_review(session, claim, verdict, **columns)
