"""How fast rules are tried over stored history, on SQLite and on PostgreSQL, and in how much memory.

    python benchmarks/preview.py [--statements N] [--json]

Stores the notices of N statements (100,000) over 200 days: each makes a claim, one in four makes two;
some are corrected or retracted, some deny or admit, some came late. Then tries one rule with the
defaults, and five that ask for what came before, digests and quiet hours.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Engine, insert

from alerts.history import stream_notices
from alerts.matching import StandingRule, read_rule
from alerts.models import Notice
from alerts.preview import Preview
from alerts.summary import Summary, sum_up
from monitor.agreements.documents import rule_document
from monitor.agreements.form_rule import RuleForm
from monitor.db import open_engine, reading, upgrade, writing
from tests.alerts.scenes import NOON, a_statement, claim_facts
from tests.servers import postgres_server

DAYS = 200
CHUNK = 5000
PLACES = [f"Village {number}" for number in range(300)]
TYPES = ["shelling", "small_arms", "drone", "ground_assault", "missile", "unspecified"]
QUOTE = "The enemy shelled our positions in the direction of the river and wounded two soldiers. " * 3
RULES: dict[str, list[dict[str, Any]]] = {
    "one rule": [{}],
    "five rules": [
        {"group_by": ["by", "against"], "when": {"types": ["drone"]}},
        {"when": {"first": "place"}},
        {"when": {"mutual": "6h"}},
        {"when": {"more_than": {"count": 5, "within": "1h", "per": "against"}}},
        {
            "digest": {"every": "day", "at": "08:00", "timezone": "Asia/Yerevan"},
            "when": {"places": PLACES[:40], "words": ["river", "bridge"]},
        },
    ],
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = {}
    for name, engine in engines():
        store_notices(engine, asked.statements)
        for rules in RULES:
            figures[f"{name}, {rules}"] = measure(engine, RULES[rules])
    if asked.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in figure.items()))


def measure(engine: Engine, forms: list[dict[str, Any]]) -> dict[str, Any]:
    """One preview over everything: seconds, and what it came to."""
    rules = [make_rule(number, form) for number, form in enumerate(forms, 1)]
    before, begun, worked = _megabytes(), time.perf_counter(), time.process_time()
    with reading(engine) as session:
        summary: Summary = sum_up(Preview(rules), stream_notices(session), UTC, 50)
    seconds = time.perf_counter() - begun
    return {
        "seconds": round(seconds, 2),
        "of_our_processor": round(time.process_time() - worked, 2),
        "notices": summary.notices,
        "entries": summary.entries,
        "messages": summary.messages,
        "megabytes_more": round(_megabytes() - before, 1),
    }


def make_rule(number: int, form: dict[str, Any]) -> StandingRule:
    checked = RuleForm.model_validate({"id": f"rule-{number}", "send_to": ["desk"]} | form)
    return read_rule(checked.id, 1, rule_document(checked))


def engines() -> Iterator[tuple[str, Engine]]:
    """Each database in turn, with every table."""
    with TemporaryDirectory() as folder:
        yield from _opened("sqlite", f"sqlite:///{Path(folder) / 'preview.sqlite3'}")
    with postgres_server() as server:
        yield from _opened("postgresql", server.url(server.make_database()))


def _opened(name: str, address: str) -> Iterator[tuple[str, Engine]]:
    engine = open_engine(address)
    upgrade(engine)
    yield name, engine
    engine.dispose()


def store_notices(engine: Engine, statements: int) -> None:
    """The same ones every time."""
    rows = make_rows(statements)
    with writing(engine) as session:
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


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
