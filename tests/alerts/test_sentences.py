"""One plain neutral sentence per claim."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.sentences import ACTS, claim_sentence, notice_sentence
from tests.alerts.scenes import a_claim, a_statement, claim_facts, source_facts

NAMES = {"by": "Armenia", "against": "Azerbaijan"}


def say(names: dict[str, Any] | None = None, **changes: Any) -> str:
    return claim_sentence(a_claim(**changes), names or NAMES, "Asia/Yerevan")


def test_an_accusation_reads_as_the_contract_has_it() -> None:
    assert say() == "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05"


def test_a_denial_names_whose_accusation_is_denied() -> None:
    names = {"by": "Azerbaijan", "against": "Armenia"}
    sentence = say(names, stance="denial", types=["shelling"], places=["Ganja"], occurred=None)
    assert sentence == "Azerbaijan denies Armenia's accusation of shelling at Ganja"


def test_a_denial_of_nobody_in_particular() -> None:
    sentence = say(stance="denial", against=None, names={"by": "Armenia", "against": None}, places=[])
    assert sentence == "Armenia denies an accusation of a ground assault, 12:05"


def test_an_admission_acknowledges() -> None:
    names = {"by": "Nagorno-Karabakh", "against": None}
    sentence = say(names, stance="admission", against=None, types=["shelling"], places=["Terter"])
    assert sentence == "Nagorno-Karabakh acknowledges shelling at Terter, 12:05"


def test_a_breach_without_a_named_party() -> None:
    names = {"by": "Russia", "against": None}
    sentence = say(names, by="russia", against=None, types=["unspecified"], places=[], occurred=None)
    assert sentence == "Russia says the ceasefire was breached; no party named"


def test_a_breach_without_a_named_act() -> None:
    sentence = say(types=["unspecified"], places=[], occurred=None)
    assert sentence == "Armenia accuses Azerbaijan of breaching the ceasefire"


def test_several_types_and_places_are_listed() -> None:
    sentence = say(types=["shelling", "drone", "small_arms"], places=["Hadrut", "Martuni"], occurred=None)
    acts = "shelling, a drone attack and small-arms fire"
    assert sentence == f"Armenia accuses Azerbaijan of {acts} at Hadrut and Martuni"


def test_many_places_are_counted_after_the_fourth() -> None:
    sentence = say(places=["A", "B", "C", "D", "E", "F"], occurred=None)
    assert sentence.endswith("at A, B, C, D and 2 more places")


def test_all_names_of_a_place_are_given_in_their_order() -> None:
    names = NAMES | {"places": {"Stepanakert": ["Stepanakert", "Khankendi"]}}
    assert "at Stepanakert/Khankendi" in say(names, places=["Stepanakert"])


def test_numbers_are_alleged() -> None:
    sentence = say(killed=2, wounded=0, count=73)
    assert sentence.endswith("12:05, alleged violations 73, alleged killed 2, alleged wounded 0")


@pytest.mark.parametrize(
    ("precision", "start", "end", "words"),
    [
        ("minute", "2020-10-10T12:05:00+04:00", None, "12:05"),
        ("minute", "2020-10-10T08:05:00+00:00", None, "12:05"),
        ("minute", "2020-10-10T12:05:00+04:00", "2020-10-10T13:10:00+04:00", "12:05 to 13:10"),
        ("minute", "2020-10-09T23:50:00+04:00", None, "23:50 on 9 October"),
        ("hour", "2020-10-10T12:00:00+04:00", None, "about 12:00"),
        ("part", "2020-10-10T06:00:00+04:00", None, "in the morning"),
        ("day", "2020-10-10T00:00:00+04:00", None, "10 October"),
        ("day", "2019-12-31T00:00:00+04:00", None, "31 December 2019"),
        ("period", "2020-10-08T00:00:00+04:00", "2020-10-10T00:00:00+04:00", "8 October to 10 October"),
        ("period", "2020-10-08T00:00:00+04:00", None, "since 8 October"),
    ],
)
def test_a_time_is_told_as_exactly_as_the_text_tells_it(
    precision: str, start: str, end: str | None, words: str
) -> None:
    sentence = say(occurred={"from": start, "to": end, "precision": precision})
    assert sentence == f"Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, {words}"


def test_an_act_outside_the_ceasefire_is_said_to_be_so() -> None:
    assert say(in_force=False).endswith("; dated outside the ceasefire")


def test_a_right_to_left_name_can_not_turn_the_sentence_around() -> None:
    assert "at \u2068غزة\u2069, 12:05" in say(places=["غزة"])


def test_line_breaks_and_bidi_controls_in_a_name_are_dropped() -> None:
    assert "at Ka ra, 12:05" in say(places=["Ka\r\n\u202era\x00"])


def test_a_correction_says_what_changed() -> None:
    facts = claim_facts(previous={"killed": 1, "places": [], "evidence": {}}, killed=2)
    sentence = notice_sentence("correction", facts)
    assert sentence.startswith("Corrected: Armenia accuses Azerbaijan of a ground assault")
    assert sentence.endswith("(alleged killed: 2, before: 1; places: Karakhambeyli, before: not said)")


def test_a_corrected_time_is_told_with_its_day() -> None:
    facts = claim_facts(previous={"occurred": None})
    assert "time said: 10 October 2020, 12:05 UTC+4 (08:05 UTC), before: not said" in notice_sentence(
        "correction", facts
    )


def test_a_retraction_says_that_the_text_no_longer_says_it() -> None:
    sentence = notice_sentence("retraction", claim_facts())
    assert sentence.startswith("Retracted, the text no longer says it: Armenia accuses")


def test_a_quiet_source_is_told_with_its_reason() -> None:
    sentence = notice_sentence("source", source_facts())
    since = "10 October 2020, 14:40 UTC+4 (10:40 UTC)"
    expected = (
        "Ministry of Defence of Armenia: the source answers, and is silent for longer than usual (quiet)"
        f" since {since}; nothing new for 6 h"
    )
    assert sentence == expected


@given(
    stance=st.sampled_from(["accusation", "denial", "admission"]),
    types=st.lists(st.sampled_from([*ACTS, "unspecified"]), min_size=1, unique=True),
    place=st.text(max_size=20),
    killed=st.none() | st.integers(0, 10**6),
    lang=st.sampled_from(["en", "hy", "ar"]),
)
def test_any_claim_is_one_attributed_line(
    stance: str, types: list[str], place: str, killed: int | None, lang: str
) -> None:
    statement = a_statement(lang=lang)
    sentence = say(stance=stance, types=types, places=[place], killed=killed, statement=statement)
    assert re.match(r"Armenia (accuses|denies|acknowledges|says) ", sentence)
    assert len(sentence.splitlines()) == 1
    assert "\x00" not in sentence
    assert sentence.encode()
