"""What a rule asks of what came before: the first, both sides, more than so many."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alerts.scenes import a_notice, a_statement, claim_facts, source_facts
from tests.alerts.walks import walk_with

BACK = {"by": "azerbaijan", "against": "armenia"}


def more_than(count: int, within: float, per: str = "agreement") -> dict[str, Any]:
    return {"more_than": {"count": count, "within": within, "per": per}}


def test_the_first_accusation_of_an_agreement_is_wanted_and_no_other() -> None:
    walk = walk_with({"first": "agreement"})
    first = walk.post()
    walk.wait(days=200)
    walk.post(by="azerbaijan", against="armenia")
    assert walk.wanted() == [first]


@pytest.mark.parametrize(
    ("per", "same", "other"),
    [
        ("by", {"types": ["drone"]}, BACK),
        ("against", {"by": "artsakh"}, {"against": "russia"}),
        ("type", {"places": ["Martuni"]}, {"types": ["ground_assault", "drone"]}),
        ("place", {"types": ["drone"]}, {"places": ["Karakhambeyli", "Martuni"]}),
    ],
)
def test_the_first_of_a_party_a_type_or_a_place(per: str, same: Any, other: Any) -> None:
    walk = walk_with({"first": per})
    first = walk.post()
    walk.post(**same)
    second = walk.post(**other)
    walk.post(**other)
    assert walk.wanted() == [first, second]


def test_what_has_no_value_is_the_first_of_none() -> None:
    walk = walk_with({"first": "against"})
    walk.post(against=None)
    named = walk.post()
    assert walk.wanted() == [named]
    types = walk_with({"first": "type"})
    types.post(types=["unspecified"])
    assert types.wanted() == []


def test_first_means_of_those_that_fit_the_other_conditions() -> None:
    walk = walk_with({"first": "by", "types": ["drone"]})
    walk.post(types=["shelling"])
    drone = walk.post(types=["drone"])
    assert walk.wanted() == [drone]


def test_what_was_read_too_late_has_come_before_and_is_not_wanted() -> None:
    walk = walk_with({"first": "agreement"})
    walk.post(old=True)
    walk.post()
    assert walk.wanted() == []


def test_each_agreement_has_its_own_first() -> None:
    walk = walk_with({"first": "agreement"})
    here = walk.post()
    there = walk.take(a_notice(agreement_id="donbas", made_at=walk.now, id=2))
    assert walk.wanted() == [here, there]


def test_a_place_is_the_same_however_it_is_spelled() -> None:
    walk = walk_with({"first": "place"})
    ids = []
    for number, name in enumerate(("Ganja", "Gəncə", "GANJA")):
        facts = claim_facts(places=[name]) | {"places": {name: ["ganja", "Ganja", "Gəncə"]}}
        ids.append(walk.take(a_notice(facts=facts, made_at=walk.now, id=number + 1)))
    assert walk.wanted() == ids[:1]


def test_both_are_wanted_when_each_side_accuses_the_other_within_the_time() -> None:
    walk = walk_with({"mutual": 3600})
    first = walk.post()
    second = walk.post()
    walk.wait(hours=1)
    assert walk.wanted() == []
    answer = walk.post(**BACK)
    assert walk.wanted() == [first, second, answer]


def test_what_goes_on_within_the_time_is_wanted_and_what_comes_after_it_is_not() -> None:
    walk = walk_with({"mutual": 3600})
    ids = [walk.post(), walk.post(**BACK)]
    walk.wait(minutes=50)
    ids.append(walk.post())
    walk.wait(minutes=50)
    ids.append(walk.post(**BACK))  # 50 minutes after the last of the other side
    walk.wait(minutes=61)
    lonely = walk.post()
    assert walk.wanted() == ids
    walk.wait(minutes=10)
    answer = walk.post(**BACK)
    assert walk.wanted() == [*ids, lonely, answer]


def test_an_accusation_that_stayed_alone_for_too_long_is_not_brought_up_again() -> None:
    walk = walk_with({"mutual": 3600})
    walk.post()
    walk.wait(minutes=30)
    later = walk.post()
    walk.wait(minutes=31)
    answer = walk.post(**BACK)
    assert walk.wanted() == [later, answer]


def test_allies_speak_for_each_other() -> None:
    walk = walk_with({"mutual": 3600})
    sides = [{"by": "east", "against": "west"}, {"by": "west", "against": "east"}]
    ids = []
    actors = [{"by": "azerbaijan", "against": "artsakh"}, {"by": "armenia", "against": "azerbaijan"}]
    for number, (who, side) in enumerate(zip(actors, sides, strict=True)):
        facts = claim_facts(**who) | {"sides": side}
        ids.append(walk.take(a_notice(facts=facts, made_at=walk.now, id=number + 1)))
    assert walk.wanted() == ids


def test_who_is_no_party_has_no_other_side() -> None:
    walk = walk_with({"mutual": 3600})
    walk.post(against=None)
    walk.post(by="azerbaijan", against=None)
    assert walk.wanted() == []


def test_a_threshold_wants_all_of_them_once_there_are_more() -> None:
    walk = walk_with(more_than(3, 3600))
    ids = []
    for _ in range(3):
        ids.append(walk.post())
        walk.wait(minutes=20)
    assert walk.wanted() == []
    ids.append(walk.post())
    ids.append(walk.post())
    assert walk.wanted() == ids


def test_a_threshold_ends_when_there_are_fewer_again_and_covers_what_it_left_out() -> None:
    walk = walk_with(more_than(2, 600))
    told = [walk.post() for _ in range(3)]
    walk.wait(minutes=11)
    later = [walk.post(), walk.post()]
    assert walk.wanted() == told
    later.append(walk.post())
    assert walk.wanted() == told + later


def test_what_passed_before_the_threshold_was_crossed_is_left_out() -> None:
    walk = walk_with(more_than(2, 600))
    walk.post()
    walk.wait(minutes=11)
    crossing = [walk.post() for _ in range(3)]
    assert walk.wanted() == crossing


def test_a_threshold_counts_for_each_party_apart() -> None:
    walk = walk_with(more_than(1, 600, "against"))
    walk.post()
    walk.post(**BACK)
    assert walk.wanted() == []
    walk.post(**BACK)
    assert walk.wanted() == [2, 3]


def test_a_threshold_counts_for_each_source_apart() -> None:
    walk = walk_with(more_than(1, 600, "source"))
    walk.post()
    walk.post(statement=a_statement(source="az-mod"))
    assert walk.wanted() == []


def test_what_was_read_too_late_does_not_count() -> None:
    walk = walk_with(more_than(1, 600))
    walk.post(old=True)
    walk.post()
    assert walk.wanted() == []


def test_what_is_counted_under_two_values_is_told_once() -> None:
    walk = walk_with(more_than(1, 600, "type"))
    walk.post(types=["drone", "shelling"])
    walk.post(types=["drone"])
    walk.post(types=["shelling", "missile"])
    assert walk.wanted() == [1, 2, 3]


def test_a_source_is_wanted_whatever_is_asked_of_what_came_before() -> None:
    walk = walk_with(more_than(5, 600) | {"kind": ["accusation", "source"]})
    walk.take(a_notice("source", source_facts(), made_at=walk.now, id=1))
    walk.post()
    assert walk.wanted() == [1]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["drone", "shelling"])), max_size=40))
def test_a_threshold_is_what_it_says(steps: list[tuple[int, str]]) -> None:
    """Against the definition, told without a memory: wanted is what lies in a span with more than 3."""
    walk, made = walk_with(more_than(3, 600, "type")), []
    for pause, kind in steps:
        walk.wait(seconds=pause)
        made.append((walk.now, kind, walk.post(types=[kind])))
    wanted: set[int] = set()
    for moment, kind, _ in made:
        ages = {id: (moment - at).total_seconds() for at, other, id in made if other == kind}
        span = {id for id, age in ages.items() if 0 <= age <= 600}
        if len(span) > 3:
            wanted |= span
    assert walk.wanted() == sorted(wanted)
