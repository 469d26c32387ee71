"""The corpus: nearly all of it read as labelled, and the same with the parties' names exchanged."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from monitor.classify import read_statement
from monitor.terms import AgreementFacts, StatementText

Triple = tuple[str, str | None, str | None]
Exchange = Callable[[str | None], str | None]
KORVIA = {
    "korvia": "lestania",
    "Korvia": "Lestania",
    "Korvian": "Lestanian",
    "Korvians": "Lestanians",
    "Republic of Korvia": "Lestania",
}
EXCHANGED = {  # language -> what becomes what, whole words (en) or beginnings of words
    "en": KORVIA,
    "ru": {"korvia": "lestania", "Корви": "Лестани", "корви": "лестани"},
    "hy": {"korvia": "lestania", "Կորվի": "Լեստանի", "կորվի": "լեստանի"},
    "az": {"daretia": "orsonia", "Daretiya": "Orsoniya", "daretiya": "orsoniya"},
}
AGREEMENTS = ("korvia-2031", "daretia-orsonia-2024")


def exchanger(language: str) -> Exchange:
    """A function that exchanges the two parties' names in a text."""
    one_way = EXCHANGED[language]
    pairs = {**one_way, **{new: old for old, new in one_way.items() if " " not in old}}
    ends = r"\b" if language == "en" else ""
    names = re.compile(r"\b(" + "|".join(sorted(pairs, key=len, reverse=True)) + ")" + ends)
    return lambda value: names.sub(lambda m: pairs[m[1]], value) if value else value


def read_row(row: dict[str, Any], agreements: dict[str, AgreementFacts]) -> set[Triple]:
    at = datetime.fromisoformat(row["published_at"])
    statement = StatementText(row["title"], row["text"], row["speaker"], at)
    return {
        (f.stance.value, f.by, f.against)
        for f in read_statement(statement, agreements[row["agreement"]]).findings
    }


def labelled(row: dict[str, Any]) -> set[Triple]:
    return {(c["stance"], c["by"], c["against"]) for c in row["claims"]}


def test_the_corpus_is_broad_enough(corpus):
    assert len(corpus) >= 180
    assert len({row["id"] for row in corpus}) == len(corpus)
    assert len({row["agreement"] for row in corpus}) >= 8
    assert sum(not row["claims"] for row in corpus) >= 30


def test_nearly_all_of_the_corpus_reads_as_labelled(tongue):
    _, corpus, agreements = tongue
    wrong = [row["id"] for row in corpus if read_row(row, agreements) != labelled(row)]
    assert len(wrong) <= 0.05 * len(corpus), wrong


def test_hardly_any_claim_free_statement_gives_a_claim(tongue):
    _, corpus, agreements = tongue
    free = [row for row in corpus if not row["claims"]]
    alarms = [row["id"] for row in free if read_row(row, agreements)]
    assert len(alarms) <= 0.05 * len(free), alarms


@pytest.mark.parametrize("tongue", sorted(EXCHANGED), indirect=True)
def test_exchanging_the_parties_names_exchanges_the_claims(tongue):
    language, corpus, agreements = tongue
    exchange = exchanger(language)
    for row in corpus:
        if row["agreement"] not in AGREEMENTS:
            continue
        swapped = {**row, **{key: exchange(row[key]) for key in ("title", "text", "speaker")}}
        want = {
            (stance, exchange(by), exchange(against)) for stance, by, against in read_row(row, agreements)
        }
        assert read_row(swapped, agreements) == want, row["id"]
