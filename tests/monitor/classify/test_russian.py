"""Case and free order, read on Russian: the roles do not depend on where the words stand."""

import pytest

from tests.monitor.classify.triples import Triples

triples = Triples("ru", "korvia-2031", "korvia", at="2031-03-06T14:30:00+02:00")
ACCUSES = ("accusation", "korvia", "lestania")


@pytest.mark.parametrize(
    "text",
    [
        "Противник обстрелял Дольну.",
        "Дольну обстрелял противник.",
        "Дольна обстреляна противником.",
        "Дольна подверглась обстрелу со стороны противника.",
        "Обстреляна Дольна.",
        "По Дольне выпущено десять мин.",
    ],
)
def test_the_doer_is_found_by_case_wherever_it_stands(text: str):
    assert triples(text) == {ACCUSES}


@pytest.mark.parametrize("text", ["Дольна не обстреливалась.", "Обстрелов Дольны не зафиксировано."])
def test_a_negated_passive_alleges_nothing(text: str):
    assert triples(text) == set()


def test_the_accused_stands_in_the_accusative():
    assert triples("Лестанию обвинила в обстреле Дольны Корвия.", None) == {ACCUSES}


def test_an_office_may_speak_from_the_place_where_it_sits():
    assert triples("В Минобороны Корвии заявили, что Дольну обстреляла Лестания.", None) == {ACCUSES}
