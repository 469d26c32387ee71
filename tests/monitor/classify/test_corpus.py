"""The corpus: nearly all of it read as labelled, and the same with the parties' names exchanged."""

import re
from datetime import datetime
from typing import Any

from monitor.classify import read_statement
from monitor.terms import AgreementFacts, StatementText

EXCHANGED = {
    "korvia": "lestania",
    "Korvia": "Lestania",
    "Korvian": "Lestanian",
    "Korvians": "Lestanians",
    "Republic of Korvia": "Lestania",
}
PAIRS = {**EXCHANGED, **{new: old for old, new in EXCHANGED.items() if " " not in old}}
NAMES = re.compile(r"\b(" + "|".join(sorted(PAIRS, key=len, reverse=True)) + r")\b")

Triple = tuple[str, str | None, str | None]


def read_row(row: dict[str, Any], agreements: dict[str, AgreementFacts]) -> set[Triple]:
    at = datetime.fromisoformat(row["published_at"])
    statement = StatementText(row["title"], row["text"], row["speaker"], at)
    return {
        (f.stance.value, f.by, f.against)
        for f in read_statement(statement, agreements[row["agreement"]]).findings
    }


def labelled(row: dict[str, Any]) -> set[Triple]:
    return {(c["stance"], c["by"], c["against"]) for c in row["claims"]}


def exchange(value: str | None) -> str | None:
    return NAMES.sub(lambda m: PAIRS[m[1]], value) if value else value


def test_the_corpus_is_broad_enough(corpus):
    assert len(corpus) >= 180
    assert len({row["id"] for row in corpus}) == len(corpus)
    assert len({row["agreement"] for row in corpus}) >= 8
    assert sum(not row["claims"] for row in corpus) >= 30


def test_nearly_all_of_the_corpus_reads_as_labelled(corpus, agreements):
    wrong = [row["id"] for row in corpus if read_row(row, agreements) != labelled(row)]
    assert len(wrong) <= 0.05 * len(corpus), wrong


def test_hardly_any_claim_free_statement_gives_a_claim(corpus, agreements):
    free = [row for row in corpus if not row["claims"]]
    alarms = [row["id"] for row in free if read_row(row, agreements)]
    assert len(alarms) <= 0.05 * len(free), alarms


def test_exchanging_the_parties_names_exchanges_the_claims(corpus, agreements):
    for row in corpus:
        if row["agreement"] != "korvia-2031":
            continue
        swapped = {**row, **{key: exchange(row[key]) for key in ("title", "text", "speaker")}}
        want = {
            (stance, exchange(by), exchange(against)) for stance, by, against in read_row(row, agreements)
        }
        assert read_row(swapped, agreements) == want, row["id"]
