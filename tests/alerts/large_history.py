"""A history of a hundred thousand statements, the same every time: what rules are tried over for speed.

Over 200 days each statement makes a claim, one in four makes two; some are corrected or retracted,
some deny or admit, some came late. The facts are as large as those of real claims.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session

from alerts.models import Notice
from tests.alerts.scenes import NOON, a_statement, claim_facts

STATEMENTS = 100_000
DAYS = 200
CHUNK = 5000
PLACES = [f"Village {number}" for number in range(300)]
TYPES = ["shelling", "small_arms", "drone", "ground_assault", "missile", "unspecified"]
QUOTE = "The enemy shelled our positions in the direction of the river and wounded two soldiers. " * 3


def store_history(engine: Engine, statements: int = STATEMENTS) -> None:
    """Notices as if rules had looked at them all."""
    rows = make_rows(statements)
    with Session(engine) as session, session.begin():
        while chunk := list(islice(rows, CHUNK)):
            session.execute(insert(Notice), chunk)


def make_rows(statements: int) -> Iterator[dict[str, Any]]:
    """Notices in the order of their making."""
    chance = random.Random(7)
    gap = timedelta(days=DAYS) / statements
    for number in range(statements):
        at = NOON + number * gap
        published_at = at - timedelta(days=chance.choice([0] * 19 + [3]))
        for act in range(chance.choice([1, 1, 1, 2])):
            kind = chance.choices(["accusation", "denial", "admission"], [85, 12, 3])[0]
            facts = make_facts(chance, f"{number}-{act}", number)
            yield make_row(kind, facts, published_at, at)
            if chance.random() < 0.03:
                following = chance.choice(["correction", "retraction"])
                yield make_row(following, facts | {"previous": {"killed": 3}}, published_at, at)


def make_facts(chance: random.Random, lineage: str, number: int) -> dict[str, Any]:
    """As large as those of real claims: a quote of a few sentences, a place with its names."""
    by, against = chance.sample(["armenia", "azerbaijan"], 2)
    place = chance.choice(PLACES)
    names = [place, f"{place} on the river", f"Old {place}"]
    facts = claim_facts(
        id=f"c{lineage}",
        lineage=f"l{lineage}",
        by=by,
        against=against,
        types=chance.sample(TYPES, chance.choice([1, 1, 2])),
        places=[place],
        killed=chance.choice([None, None, 3]),
        evidence={"field": "text", "quote": QUOTE, "start": 0, "end": len(QUOTE)},
        statement=a_statement(id=f"s{number}", source=f"{by}-mod", speaker=by),
    )
    facts["names"] = {"by": by.title(), "against": against.title(), "places": {place: names}}
    return facts | {"sides": {"by": by, "against": against}, "places": {place: names}}


def make_row(kind: str, facts: dict[str, Any], published_at: datetime, at: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "subject_kind": "lineage",
        "subject_id": facts["claim"]["lineage"],
        "agreement_id": "karabakh-2020",
        "facts": facts,
        "published_at": published_at,
        "made_at": at,
    }
