"""Whatever is handed in gives an answer in bounded time: rows, nests, noise and repetition."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.classify import read_statement
from monitor.terms import AgreementFacts, Answer, Party, StatementText

AT = datetime.fromisoformat("2031-03-06T14:30:00+02:00")
FACTS = AgreementFacts(
    "k", "k", datetime.fromisoformat("2031-03-04T18:00:00+02:00"),
    (Party("korvia", "Korvia", "a"), Party("lestania", "Lestania", "b")),
)  # fmt: skip
SECONDS = 20  # two or three on a free core; the bound only catches what explodes
EXTREMES = {
    "nothing": "",
    "spaces": " " * 100_000,
    "line ends": "\n" * 100_000,
    "one word": "обстрел" * 15_000,
    "one inflected word": "atəş" * 25_000,
    "acts": "shelled " * 20_000,
    "acts in Russian": "обстрелял " * 5_000,
    "acts in Armenian": "հրետակոծել " * 5_000,
    "acts in Azerbaijani": "atəşə tutub " * 5_000,
    "emoji between words": "😀 enemy shelled " * 5_000,
    "quotes": '"' * 50_000,
    "nested quotes": '«“"(' * 10_000 + "the enemy shelled Dolna" + ')"”»' * 10_000,
    "nested speech": 'The ministry said that "' * 4_000,
    "denials in denials": "The ministry denied that " * 4_000,
    "claims and answers": "The enemy shelled Dolna. These claims are false. " * 2_000,
    "sides that accuse each other": "Both sides accused each other of shelling. " * 2_000,
    "they": "They shelled it. " * 4_000,
    "one long sentence": "The enemy shelled Dolna and " * 5_000,
    "names": "Korvia and Lestania " * 5_000,
    "dates": "5 March " * 10_000,
    "numbers": "1.1.1.1." * 10_000,
    "commas": ", " * 50_000,
    "hyphens": "a-" * 50_000,
    "apostrophes": "'" * 50_000,
    "entities": "&amp;" * 20_000,
    "ampersands": "&" * 100_000,
    "marks that combine": "e" + "\u0301" * 50_000,
    "marks without width": "\u200b" * 50_000,
    "halves of characters": "\ud800" * 1_000,
    "zeros": "\x00" * 10_000 + "The enemy shelled Dolna.",
}
PARTS = ['"', "«", "»", "(", ")", "said that", "denied that", "the enemy", "Korvia", "shelled", "Dolna", "\n"]


def read(text: str, speaker: str | None = "korvia", title: str = "") -> Answer:
    return read_statement(StatementText(title, text, speaker, AT), FACTS)


@pytest.mark.parametrize("name", EXTREMES)
def test_every_extreme_is_answered_in_bounded_time(name: str):
    began = time.perf_counter()
    answer = read(EXTREMES[name], title=EXTREMES[name][:500])
    assert time.perf_counter() - began < SECONDS
    assert all(finding.evidence.quote for finding in answer.findings)


def test_a_megabyte_is_answered_in_bounded_time():
    began = time.perf_counter()
    read("The delegation spoke of the harvest and of the road to the market. " * 15_000)
    assert time.perf_counter() - began < SECONDS


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=60), st.sampled_from(["korvia", "lestania", None]))
def test_quotes_and_speech_may_be_nested_as_deeply_as_anybody_likes(parts: list[str], speaker: str | None):
    text = " ".join(parts)
    for finding in read(text, speaker).findings:
        span = finding.evidence
        assert text[span.start : span.end] == span.quote
