"""What a denial follows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.alerts.walks import walk_with

BACK = {"by": "azerbaijan", "against": "armenia"}


@pytest.mark.parametrize(
    ("denial", "linked"),
    [
        ({}, True),
        ({"types": ["drone"]}, True),  # the place is shared
        ({"places": []}, True),  # the type is shared
        ({"types": ["drone"], "places": ["Hadrut"]}, False),
        ({"types": ["unspecified"], "places": []}, False),
        ({"against": None}, False),
        ({"against": "artsakh"}, False),
        ({"by": "armenia", "against": "azerbaijan"}, False),
        ({"places": ["KARAKHAMBEYLI"], "types": []}, True),
    ],
)
def test_a_denial_follows_the_accusation_that_it_answers(denial: dict[str, Any], linked: bool) -> None:
    walk = walk_with()
    walk.post()
    walk.wait(hours=47)
    walk.post("denial", **(BACK | denial))
    assert walk.wanted() == ([1, 2] if linked else [1])
    if linked:
        assert walk.alert_of(2).follows == walk.alert_of(1).id


def test_what_neither_says_is_nothing_that_they_share() -> None:
    walk = walk_with()
    walk.post(types=["unspecified"], places=[])
    walk.post("denial", **BACK, types=["unspecified"], places=[])
    assert walk.wanted() == [1]


@pytest.mark.parametrize(("hours", "linked"), [(48, True), (48.01, False)])
def test_a_denial_answers_for_two_days(hours: float, linked: bool) -> None:
    walk = walk_with()
    walk.post()
    walk.wait(hours=hours)
    walk.post("denial", **BACK)
    assert (2 in walk.wanted()) is linked


def test_a_denial_that_was_read_too_late_follows_nothing() -> None:
    walk = walk_with()
    walk.post()
    walk.post("denial", old=True, **BACK)
    assert walk.wanted() == [1]


def test_of_several_accusations_a_denial_follows_the_one_that_shares_most_then_the_newest() -> None:
    walk = walk_with(group_wait=0, group_interval=0)
    threads = []
    for places in (["Martuni"], ["Martuni", "Hadrut"], ["Martuni", "Hadrut"], ["Hadrut"]):
        threads.append(walk.alert_of(walk.post(places=places)).id)
        walk.wait(minutes=1)
    denial = walk.alert_of(walk.post("denial", **BACK, places=["Hadrut", "Martuni"]))
    assert denial.follows == threads[2]


def test_a_denial_of_what_an_accusation_was_corrected_to_follows_it() -> None:
    walk = walk_with()
    walk.post(lineage="l", types=["unspecified"], places=[])
    walk.post("correction", lineage="l", stance="accusation", types=["drone"], places=["Hadrut"])
    walk.wait(hours=1)
    denial = walk.alert_of(walk.post("denial", **BACK, types=["drone"], places=[]))
    assert denial.follows == walk.alert_of(1).id


def test_a_denial_that_is_asked_for_and_follows_nothing_is_an_alert_of_its_own() -> None:
    walk = walk_with({"kind": ["accusation", "denial"]})
    walk.post(types=["drone"], places=["Hadrut"])
    walk.wait(hours=1)
    assert walk.alert_of(walk.post("denial", **BACK)).follows is None
