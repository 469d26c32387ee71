"""Cases, the passive infix, the negating prefix and marks inside words, read on Armenian."""

import json

import pytest

from tests.monitor.classify.conftest import CORPUS
from tests.monitor.classify.triples import Triples

triples = Triples("hy", "veltra-ondar-2026", "veltra", at="2026-03-06T14:30:00+01:00")
ACCUSES = ("accusation", "veltra", "ondar")
DENIES = ("denial", "veltra", "ondar")


@pytest.mark.parametrize(
    "text",
    [
        "Հակառակորդը գնդակոծել է մեր դիրքերը։",
        "Մեր դիրքերը գնդակոծվել են հակառակորդի կողմից։",
        "Մեր դիրքերը գնդակոծվել են։",
        "Օնդարի ստորաբաժանումները կրակ են բացել մեր դիրքերի ուղղությամբ։",
        "Կրակ է բացել հակառակորդը մեր դիրքերի ուղղությամբ։",
        "Հակառակորդը խախտե՛լ է հրադադարը։",
        "Մեր հենակետերից մեկի վրա կրակ է բացվել։",
    ],
)
def test_whatever_the_order_the_other_side_did_it(text):
    assert triples(text) == {ACCUSES}


@pytest.mark.parametrize("stop", ["։", ":", "․"])
def test_each_armenian_full_stop_ends_a_sentence_but_not_a_clock_time(stop):
    text = f"Ժամը 07։20-ին հակառակորդը գնդակոծել է մեր դիրքերը{stop} Կորուստներ չկան{stop}"
    (finding,) = triples.answer(text).findings
    assert text[finding.evidence.start : finding.evidence.end].endswith(f"դիրքերը{stop}")
    assert finding.occurred.start.strftime("%H:%M") == "07:20"


def test_the_accused_stands_in_the_dative():
    assert triples("Վելտրան Օնդարին մեղադրել է հրադադարը խախտելու մեջ։", speaker=None) == {ACCUSES}


@pytest.mark.parametrize("end", ["չի համապատասխանում իրականությանը։", "ապատեղեկատվություն է։", "սուտ է։"])
def test_an_allegation_called_false_is_denied(end):
    text = f"Օնդարի հաղորդագրությունը, թե իբր մեր ուժերը կրակ են բացել Լորսա գյուղի ուղղությամբ, {end}"
    assert triples(text) == {DENIES}


@pytest.mark.parametrize(
    "text",
    [
        "Օնդարը հրադադարը չի խախտել։",
        "Հրադադարի խախտումներ չեն արձանագրվել։",
        "Եթե Օնդարը խախտի հրադադարը, մեր բանակը կպատասխանի։",
        "Կոչ ենք անում կողմերին չխախտել հրադադարը։",
        "Զորավարժության ընթացքում գնդակոծվել են պայմանական հակառակորդի դիրքերը։",
    ],
)
def test_negation_and_mood_keep_an_act_from_being_alleged(text):
    assert triples(text) == set()


def test_exchanging_the_parties_exchanges_the_claims():
    other = {"veltra": "ondar", "ondar": "veltra"}
    acts = CORPUS.parent / "hy" / "acts.jsonl"
    rows = [json.loads(line) for line in acts.read_text(encoding="utf-8").splitlines()]
    plain = [row for row in rows if "Օնդարի " in row["text"] and row["agreement"] == "veltra-ondar-2026"]
    assert plain
    for row in plain:
        swapped = row["text"].replace("Օնդարի ", "Վելտրայի ")
        speaker = other[row["speaker"] or "veltra"]
        if "Վելտրա" in row["text"] or row["speaker"] is None:
            continue
        want = {(s, other[b], other[a or ""]) for s, b, a in triples(row["text"], row["speaker"])}
        assert triples(swapped, speaker) == want, row["id"]
