"""Whole statements: evidence, robustness, the article, the corpus, and symmetry."""

import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.classify import CLASSIFIER_VERSION, read_statement
from monitor.terms import AgreementFacts, Answer, Party, StatementText

CORPUS = Path(__file__).parents[2] / "corpus" / "en"
AT = datetime.fromisoformat("2031-03-06T14:30:00+02:00")
PLAIN = AgreementFacts(
    "k", "k", datetime.fromisoformat("2031-03-04T18:00:00+02:00"),
    (Party("korvia", "Korvia", "a"), Party("lestania", "Lestania", "b")),
)  # fmt: skip
WORDS = [
    *(
        "the enemy",
        "Korvia",
        "Lestania",
        "shelled",
        "said",
        "that",
        "denied",
        "not",
        "on 5 March",
        "at 10:00",
        ",",
    ),
    *(".", '"', "our positions", "attack", "by", "from", "73 times", "two killed", "on 5 March", "in", "\n"),
    *("\u00ad", "e\u0301", "’s"),
]


def check_spans(answer: Answer, title: str, text: str) -> None:
    for finding in answer.findings:
        span = finding.evidence
        given_text = title if span.field == "title" else text
        assert span.quote
        assert given_text[span.start : span.end] == span.quote


def test_the_version_is_stated():
    assert CLASSIFIER_VERSION


def test_the_quote_is_the_whole_sentence(read):
    text = "All is calm. The enemy \u00adshel\u00adled Dolna\u200b at dawn. We waited."
    (finding,) = read(text).findings
    assert finding.evidence.quote == "The enemy \u00adshel\u00adled Dolna\u200b at dawn."
    assert text[finding.evidence.start : finding.evidence.end] == finding.evidence.quote


def test_the_title_alone_can_carry_a_claim(read):
    answer = read("Details follow.", title="Lestanian guns shell Dolna")
    assert [f.evidence.field for f in answer.findings] == ["title"]


def test_the_title_s_echo_of_the_text_is_dropped(read):
    answer = read("Lestanian guns shelled Dolna at dawn.", title="Lestania shells Dolna")
    assert [f.evidence.field for f in answer.findings] == ["text"]


def test_the_language_of_a_text_is_found_and_that_of_one_without_a_file_is_unknown(read):
    assert read("The enemy shelled Dolna in the morning.").lang == "en"
    assert read("Противник обстрелял наши позиции").lang == "ru"
    assert read("Ворог обстріляв наші позиції").lang == "und"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["korvia", "lestania", "stranger", None])
)
def test_any_row_of_words_gives_an_answer_with_exact_spans(words: list[str], speaker: str | None):
    text = " ".join(words)
    check_spans(read_statement(StatementText(text[:40], text, speaker, AT), PLAIN), text[:40], text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_noise_gives_an_answer(text: str):
    check_spans(read_statement(StatementText("", text, "korvia", AT), PLAIN), "", text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "1" * 100_000,
        "." * 100_000,
        "😀" * 50_000,
        "Korvia, " * 125_000,
        "The enemy shelled Dolna. " * 40_000,
    ],
    ids=["letters", "digits", "stops", "emoji", "names", "claims"],
)
def test_a_huge_text_is_read_in_bounded_time(text: str):
    began = time.perf_counter()
    check_spans(read_statement(StatementText("", text, "korvia", AT), PLAIN), "", text)
    assert (
        time.perf_counter() - began < 20
    )  # two seconds on a free core; the bound only catches what explodes


@pytest.mark.parametrize("path", sorted(CORPUS.glob("articles/*.txt")), ids=lambda p: p.stem)
def test_the_article_of_the_first_day_reads_as_a_careful_reader_reads_it(agreements, path: Path):
    title, _, text = path.read_text("utf-8").partition("\n\n")
    at = datetime.fromisoformat("2020-10-10T20:00:00+04:00")
    findings = read_statement(StatementText(title, text, None, at), agreements["karabakh-2020"]).findings
    assert {f.stance.value for f in findings} == {"accusation"}
    told: dict[tuple[str, str | None, bool], set[str]] = {}
    for f in findings:
        told.setdefault((f.by, f.against, f.in_force), set()).update(f.types)
    told.pop(("artsakh", "azerbaijan", False), None)  # the shelling of the capital, told of the days before
    assert told == {
        ("artsakh", "azerbaijan", True): {"ground_assault"},
        ("armenia", "azerbaijan", True): {"unspecified"},
        ("azerbaijan", "armenia", True): {"unspecified"},
        ("azerbaijan", "armenia", False): {"small_arms"},
        ("armenia", "azerbaijan", False): {"air_strike", "missile"},
    }
    assert any("Hadrut" in f.places for f in findings)
    assert all(text[f.evidence.start : f.evidence.end] == f.evidence.quote for f in findings)


@pytest.mark.parametrize(
    "text",
    [
        "Lestanian President Jon Vale has introduced martial law in places and partial mobilization.",
        "The authorities of Korvia called on people to take shelter and later declared mobilization.",
    ],
)
def test_a_mobilisation_at_home_accuses_nobody(read, text: str):
    assert read(text, speaker=None).findings == ()
