"""How fast rules are tried over stored history, on SQLite and on PostgreSQL, and in how much memory.

    python benchmarks/preview.py [--statements N] [--json]

Stores the notices of N statements (100,000), then tries one rule with the defaults, and five that ask
for what came before and a digest.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Engine

from alerts.history import stream_notices
from alerts.matching import StandingRule, read_rule
from alerts.preview import Preview
from alerts.summary import Summary, sum_up
from monitor.agreements.documents import rule_document
from monitor.agreements.form_rule import RuleForm
from monitor.db import open_engine, reading, upgrade
from tests.alerts.large_history import PLACES, STATEMENTS, store_history
from tests.servers import postgres_server

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
    parser.add_argument("--statements", type=int, default=STATEMENTS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = {}
    for name, engine in engines():
        store_history(engine, asked.statements)
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


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
