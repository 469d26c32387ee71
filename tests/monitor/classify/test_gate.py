"""The gate spares work and nothing else: with it and without it every text is answered alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.classify import read_statement, scenes
from monitor.terms import AgreementFacts, Answer, StatementText

CORPORA = Path(__file__).parents[2] / "corpus"
AT = datetime.fromisoformat("2031-03-06T14:30:00+02:00")
LANGUAGES = sorted(p.name for p in CORPORA.iterdir() if p.is_dir())


def load_rows(language: str) -> list[dict[str, Any]]:
    """Every statement of a language, those that are only measured as well."""
    lines = [
        line
        for path in sorted((CORPORA / language).glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines if line.strip()]


def read_ungated(statement: StatementText, facts: AgreementFacts) -> Answer:
    with pytest.MonkeyPatch.context() as patch:
        for question in ("may_open", "may_tell", "could_open", "could_claim"):
            patch.setattr(scenes, question, lambda *_, **__: True)
        return read_statement(statement, facts)


def ask_each(
    rows: list[dict[str, Any]], agreements: dict[str, AgreementFacts]
) -> Iterator[tuple[StatementText, Any]]:
    """Each statement as its speaker's and, three of them together, as nobody's."""
    for n, row in enumerate(rows):
        facts, text = agreements[row["agreement"]], row["text"]
        yield StatementText(row["title"], text, row["speaker"], AT), facts
        if n % 3 == 0:
            text = "\n\n".join(other["text"] for other in rows[n : n + 3])
            yield StatementText(row["title"], text, None, AT), facts


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gate_changes_no_answer_in_the_corpus(language: str, every: int, agreements_of):
    known = agreements_of(language)
    rows = [row for row in load_rows(language) if row["agreement"] in known]
    asked = list(ask_each(rows, known))[::every]
    assert len(asked) > 20
    wrong = [s.text for s, facts in asked if read_statement(s, facts) != read_ungated(s, facts)]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_statements_in_any_order_pass_the_gate_alike(language: str, agreements_of):
    known = agreements_of(language)
    rows = [row for row in load_rows(language) if row["agreement"] in known]
    words = sorted({word for row in rows for word in row["text"].split()})
    facts = known[rows[0]["agreement"]]
    speakers = [None, *(party.id for party in facts.parties), *(o.id for o in facts.observers)]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(words), min_size=1, max_size=40), st.sampled_from(speakers))
    def check(said: list[str], speaker: str | None) -> None:
        statement = StatementText("", " ".join(said), speaker, AT, languages=(language,))
        assert read_statement(statement, facts) == read_ungated(statement, facts)

    check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_neutral_news_is_not_read_beyond_the_gate(language: str, agreements_of, monkeypatch):
    """Of sentences about weather, trade and ceremonies few need more than a look at their words."""
    facts = next(iter(agreements_of(language).values()))
    opened = []
    monkeypatch.setattr(scenes, "find_cues", lambda *given: opened.append(1) or [])
    sentences = (CORPORA / language / "neutral.txt").read_text("utf-8").splitlines()
    for sentence in sentences:
        assert read_statement(StatementText("", sentence, None, AT), facts).lang == language
    assert len(opened) <= 0.6 * len(sentences)
