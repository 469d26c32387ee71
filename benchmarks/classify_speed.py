"""How fast statements are classified on one core, and in how much memory; one warm agreement at a time.

Run: python benchmarks/classify_speed.py [--seconds N] [--json]

Texts of 1.5 kB of each language, by kind:
  neutral        economy, weather, ceremonies: all sentences of tests/corpus/<lang>/neutral.txt, shuffled
  mixed          neutral news with one claim-free near miss of the corpus in it
  near_miss      nothing but claim-free statements of the corpus, every sentence close to an allegation
  claim_bearing  nothing but statements that make claims
Each kind is measured over texts that come again and again, and (`_distinct`) over texts that are new to it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

SIZE = 1500  # characters of a statement
CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
AT = "2031-03-06T14:30:00+02:00"
MEASURED = ("unseen", "blind", "bank", "first_sight")  # files that no rules were written with
NEUTRAL = 60  # neutral texts, and mixed ones
Text = tuple[str, str | None, str]  # with speaker and agreement


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each rate is measured")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    before = _megabytes()
    figures = measure(asked.seconds)
    figures["megabytes_above_bare"] = round(_megabytes() - before, 1)
    if asked.json:
        print(json.dumps(figures))
        return
    for name, figure in figures.items():
        print(f"{name}: {figure}")


def measure(seconds: float) -> dict[str, Any]:
    """Rates by language, and the time that the names of a fresh agreement take to compile."""
    from monitor.agreements.facts import agreement_facts
    from monitor.classify import read_statement
    from monitor.classify.datafiles import LANGUAGES
    from monitor.classify.lexicon import load_lexicon
    from monitor.classify.parties import compile_roster
    from monitor.terms import StatementText

    figures: dict[str, Any] = {}
    for code in LANGUAGES:
        load_lexicon(code)
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        rows, entries = _load(folder)
        if folder.name in LANGUAGES:
            started = time.perf_counter()
            compile_roster(agreement_facts(_document(entries[0])), load_lexicon(folder.name))
            figures[f"{folder.name} matcher_s"] = round(time.perf_counter() - started, 3)
        facts = {entry["id"]: agreement_facts(_document(entry)) for entry in entries}
        for kind, texts in _kinds(folder, rows).items():
            statements = [
                (StatementText("", text, speaker, datetime.fromisoformat(AT)), facts[agreement])
                for text, speaker, agreement in texts
            ]
            if not statements:
                continue
            for _, speaker, agreement in texts:  # so that every agreement is warm
                warm = StatementText("", rows[0]["text"], speaker, datetime.fromisoformat(AT))
                read_statement(warm, facts[agreement])
            started = time.process_time()
            for asked in statements:
                read_statement(*asked)
            first = len(statements) / (time.process_time() - started)
            figures[f"{folder.name} {kind}_per_s"] = round(_rate(statements, read_statement, seconds))
            figures[f"{folder.name} {kind}_distinct_per_s"] = round(first)
    return figures


def _load(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The corpus of one language that rules were written with, and its agreements."""
    paths = [path for path in sorted(folder.glob("*.jsonl")) if not path.stem.startswith(MEASURED)]
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line]
    documents = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*agreements.yaml"))]
    return rows, [entry for document in documents for entry in document["agreements"]]


def _kinds(folder: Path, rows: list[dict[str, Any]]) -> dict[str, list[Text]]:
    """The texts of each kind, with speaker and agreement."""
    near = _texts([row for row in rows if not row["claims"]])
    sentences = (folder / "neutral.txt").read_text("utf-8").splitlines()
    draw = random.Random(7)
    told = [(draw.sample(sentences, len(sentences)), *near[n % len(near)]) for n in range(NEUTRAL)]
    misses = [row["text"] for row in rows if not row["claims"]]
    return {
        "neutral": [(_fill(iter(news)), speaker, agreement) for news, _, speaker, agreement in told],
        "mixed": [
            (_fill(iter([*news[:4], draw.choice(misses), *news[4:]])), speaker, agreement)
            for news, _, speaker, agreement in told
        ],
        "near_miss": near,
        "claim_bearing": _texts([row for row in rows if row["claims"]]),
    }


def _texts(rows: list[dict[str, Any]]) -> list[Text]:
    """Texts of about SIZE characters, each of several statements of one speaker and agreement."""
    texts = []
    rows = sorted(rows, key=lambda row: (row["agreement"], str(row["speaker"])))
    for (agreement, speaker), group in itertools.groupby(rows, key=lambda r: (r["agreement"], r["speaker"])):
        told = [row["text"] for row in group]
        for n in range(min(len(told), 8)):
            turned = itertools.islice(itertools.cycle(told[n:] + told[:n]), SIZE)
            texts.append((_fill(turned), speaker, agreement))
    return texts


def _fill(parts: Iterator[str]) -> str:
    text = ""
    for part in parts:
        text += part + "\n\n"
        if len(text) >= SIZE:
            break
    return text[:SIZE]


def _rate(statements: list[Any], read: Callable[..., Any], seconds: float) -> float:
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        for asked in statements:
            read(*asked)
        done += len(statements)
    return done / (time.process_time() - started)


def _document(entry: dict[str, Any]) -> dict[str, Any]:
    for actor in (*entry["parties"], *entry.get("observers", [])):
        actor.setdefault("country", None)
        actor.setdefault("aliases", {})
    places = [{"lat": None, "lon": None, **place} for place in entry.get("places", [])]
    return {"ends_at": None, "timezone": "UTC", "observers": [], **entry, "places": places}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
