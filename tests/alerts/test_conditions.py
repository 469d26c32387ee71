"""What a rule asks of one notice by itself."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.conditions import fold_name, read_conditions
from tests.alerts.scenes import a_notice, a_statement, claim_facts, source_facts

GANJA = {"Gəncə": ["ganja", "Ganja", "Gəncə", "Гянджа"]}


def fits(when: dict[str, Any], **changes: Any) -> bool:
    return read_conditions(when).fit(a_notice(**changes))


def quoting(quote: str) -> dict[str, Any]:
    return claim_facts(evidence={"field": "text", "quote": quote, "start": 0, "end": len(quote)})


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ({"kind": ["denial"]}, {}),
        ({"by": ["azerbaijan"]}, {}),
        ({"against": ["armenia"]}, {}),
        ({"against": ["armenia"]}, {"against": None}),
        ({"types": ["drone", "missile"]}, {}),
        ({"in_force": True}, {"in_force": False}),
        ({"in_force": False}, {}),
        ({"in_force_certain": False}, {}),
        ({"in_force_certain": True}, {"in_force_certain": False}),
        ({"civilians": True}, {}),
        ({"min_confidence": 0.95}, {}),
        ({"killed": 1}, {}),
        ({"killed": 3}, {"killed": 2}),
        ({"wounded": 0}, {"wounded": None}),
        ({"count": 11}, {"count": 10}),
        ({"sources": ["az-mod"]}, {}),
        ({"speakers": ["azerbaijan"]}, {}),
        ({"speakers": ["armenia"]}, {"statement": a_statement(speaker=None)}),
        ({"languages": ["hy", "ru"]}, {}),
        ({"languages": ["en-GB"]}, {}),
        ({"places": ["Martuni", "Hadrut"]}, {}),
        ({"places": ["Karakhambeyli"]}, {"places": []}),
        ({"words": ["drone", "launch"]}, {}),
        ({"words": ["at 12:05 the friend"]}, {}),
        ({"words": ["assault"]}, {"evidence": None}),
    ],
)
def test_one_condition_that_does_not_hold_is_enough(when: dict[str, Any], facts: dict[str, Any]) -> None:
    assert not fits(when, facts=claim_facts(**facts))


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ({"kind": []}, {}),
        ({"by": ["armenia", "russia"]}, {}),
        ({"against": ["azerbaijan"]}, {}),
        ({"types": ["drone", "ground_assault"]}, {}),
        ({"in_force": None, "in_force_certain": None}, {"in_force": False}),
        ({"in_force_certain": True}, {}),
        ({"civilians": False}, {}),
        ({"min_confidence": 0.93}, {}),
        ({"killed": 2}, {"killed": 2}),
        ({"wounded": 0}, {"wounded": 0}),
        ({"count": 10}, {"count": 12}),
        ({"sources": ["am-mod", "az-mod"]}, {}),
        ({"speakers": ["armenia"]}, {}),
        ({"languages": ["en"]}, {"statement": a_statement(lang="en-GB")}),
        ({"languages": ["zh-Hant"]}, {"statement": a_statement(lang="zh-hant")}),
        ({"places": ["karakhambeyli"]}, {}),
        ({"places": ["Hadrut"]}, {"places": ["Martuni", "Hadrut"]}),
        ({"words": ["drone", "ASSAULT"]}, {}),
        ({"words": ["enemy  launched"]}, {}),
    ],
)
def test_a_condition_that_holds_lets_it_pass(when: dict[str, Any], facts: dict[str, Any]) -> None:
    assert fits(when, facts=claim_facts(**facts))


def test_all_conditions_must_hold() -> None:
    assert fits({"by": ["armenia"], "killed": 1}, facts=claim_facts(killed=1))
    assert not fits({"by": ["armenia"], "killed": 1}, facts=claim_facts(killed=1, by="azerbaijan"))


def test_nothing_asked_fits_everything() -> None:
    assert fits({})
    assert fits({"kind": [], "by": [], "in_force": None, "killed": None})


@pytest.mark.parametrize("asked", ["ganja", "Ganja", "GƏNCƏ", "гянджа"])
def test_a_place_is_known_by_its_id_and_by_every_name(asked: str) -> None:
    facts = claim_facts(places=["Gəncə"]) | {"places": GANJA}
    assert fits({"places": [asked]}, facts=facts)
    assert not fits({"places": [asked]}, facts=claim_facts(places=["Martuni"]) | {"places": GANJA})


def test_a_place_of_an_older_notice_is_known_by_the_names_that_are_shown() -> None:
    facts = claim_facts(places=["Gəncə"])
    facts["names"]["places"] = {"Gəncə": ["Ganja"]}
    assert fits({"places": ["ganja"]}, facts=facts)


@pytest.mark.parametrize(
    ("word", "quote", "found"),
    [
        ("drone", "A drone struck.", True),
        ("drone", "Drones struck.", False),
        ("т-72", "Танк Т-72 подбит.", True),
        ("ночью", "Ночью начался обстрел", True),
        ("հրետանի", "Հակառակորդի հրետանին", False),
        ("հրետանին", "Հակառակորդի ՀՐԵՏԱՆԻՆ կրակել է", True),
        ("işğal", "İŞĞAL olunmuş", True),
        ("ışıq", "IŞIQ söndü", True),
        ("air  strike", "an air\nstrike on", True),
    ],
)
def test_words_are_whole_whatever_their_case_and_script(word: str, quote: str, found: bool) -> None:
    assert fits({"words": [word]}, facts=quoting(quote)) is found


def test_conditions_on_claims_do_not_apply_to_sources() -> None:
    strict = {"kind": ["source"], "by": ["russia"], "types": ["drone"], "civilians": True, "killed": 5}
    source = {"kind": "source", "facts": source_facts(), "published_at": None}
    assert fits(strict | {"min_confidence": 1.0, "words": ["x"], "places": ["y"]}, **source)


def test_a_source_is_asked_for_by_its_id_and_its_state() -> None:
    source = {"kind": "source", "facts": source_facts(), "published_at": None}
    assert fits({"sources": ["am-mod"], "states": ["quiet", "gap"]}, **source)
    assert not fits({"sources": ["az-mod"]}, **source)
    assert not fits({"states": ["gap"]}, **source)


def test_states_ask_nothing_of_claims_and_neither_asks_of_the_system() -> None:
    assert fits({"states": ["gap"]})
    system = {"kind": "system", "facts": {"system": {"sentence": "The disk is full."}}}
    assert fits({"sources": ["az-mod"], "states": ["gap"], "by": ["russia"]}, **system)


def test_the_dotted_and_the_dotless_i_are_one_letter_when_names_are_compared() -> None:
    assert fold_name("İRAN") == fold_name("iran") == fold_name("IRAN")
    assert fold_name("Qızıl") == fold_name("QIZIL")
