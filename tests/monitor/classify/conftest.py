"""The corpus and its agreements, and a short way to read a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.agreements.facts import agreement_facts
from monitor.classify import read_statement
from monitor.terms import AgreementFacts, Answer, StatementText

CORPUS = Path(__file__).parents[2] / "corpus" / "en"
# How the files begin that were written before the rules that read them, or that these cannot read yet:
# measured, not tested.
MEASURED = ("unseen", "blind", "bank", "first_sight", "wanted")

Reader = Callable[..., Answer]


def _document(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of agreements.yaml with what the desk would fill in."""
    actors = [*entry["parties"], *entry.get("observers", [])]
    for actor in actors:
        actor.setdefault("country", None)
        actor.setdefault("aliases", {})
    places = [{"lat": None, "lon": None, **place} for place in entry.get("places", [])]
    return {"ends_at": None, "timezone": "UTC", "observers": [], **entry, "places": places}


def load_agreements(folder: Path) -> dict[str, AgreementFacts]:
    """The agreements of a language's corpus, from every file of them."""
    entries: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*agreements.yaml")):
        entries += yaml.safe_load(path.read_text(encoding="utf-8"))["agreements"]
    return {entry["id"]: agreement_facts(_document(entry)) for entry in entries}


def load_corpus(folder: Path) -> list[dict[str, Any]]:
    """The statements that rules were written with; those of blind authors are measured, not tested."""
    paths = [path for path in sorted(folder.glob("*.jsonl")) if not path.stem.startswith(MEASURED)]
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines if line.strip()]


@pytest.fixture(scope="session")
def agreements() -> dict[str, AgreementFacts]:
    return load_agreements(CORPUS)


@pytest.fixture(scope="session")
def corpus() -> list[dict[str, Any]]:
    return load_corpus(CORPUS)


@pytest.fixture(scope="session", params=sorted(p.name for p in CORPUS.parent.iterdir() if p.is_dir()))
def tongue(request: pytest.FixtureRequest) -> tuple[str, list[dict[str, Any]], dict[str, AgreementFacts]]:
    """Each language in turn: its code, its corpus, its agreements."""
    folder = CORPUS.parent / request.param
    return request.param, load_corpus(folder), load_agreements(folder)


@pytest.fixture(scope="session")
def read(agreements: dict[str, AgreementFacts]) -> Reader:
    """read(text, speaker=..., title=..., at=..., agreement=..., **changes of the statement)."""

    def read(
        text: str,
        speaker: str | None = "korvia",
        title: str = "",
        at: str = "2031-03-06T14:30:00+02:00",
        agreement: str = "korvia-2031",
        **changes: Any,
    ) -> Answer:
        statement = StatementText(title, text, speaker, datetime.fromisoformat(at), **changes)
        return read_statement(statement, agreements[agreement])

    return read


@pytest.fixture(scope="session")
def agreements_of() -> Callable[[str], dict[str, AgreementFacts]]:
    """The agreements of a language's corpus, by its code."""
    return lambda language: load_agreements(CORPUS.parent / language)
