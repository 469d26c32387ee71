"""The walk of notices through rules: threads, silences, urgency, and nothing twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.silencing import read_silence
from tests.alerts.scenes import NOON, a_rule
from tests.alerts.walks import Walk, walk_with

BACK = {"by": "azerbaijan", "against": "armenia"}
NIGHT = {"from": "22:00", "to": "07:00", "timezone": "Asia/Yerevan", "bypass": ["missile"]}


def a_silence(hours: float = 2, id: str = "s1", **document: Any) -> Any:
    document = {"rules": [], "agreement": "*", "when": {}} | document
    return read_silence(id, document, NOON, NOON + timedelta(hours=hours))


def test_a_follow_up_joins_the_alert_of_what_it_follows_while_that_is_open() -> None:
    walk = walk_with()
    first = walk.post(lineage="l")
    second = walk.post("correction", lineage="l")
    third = walk.post("retraction", lineage="l")
    assert walk.wanted() == [first, second, third]
    assert len(walk.alerts) == 1


def test_a_follow_up_of_what_has_gone_out_continues_its_thread() -> None:
    walk = walk_with()
    first = walk.post(lineage="l")
    walk.wait(hours=1)
    second = walk.alert_of(walk.post("correction", lineage="l"))
    walk.wait(hours=1)
    third = walk.alert_of(walk.post("retraction", lineage="l"))
    root = walk.alert_of(first)
    assert (root.follows, second.follows, third.follows) == (None, root.id, root.id)
    assert second.key == {"about": "follow-up", "thread": root.id}
    assert len({root.id, second.id, third.id}) == 3


def test_follow_ups_of_one_thread_share_a_message_whatever_the_groups() -> None:
    walk = walk_with(group_by=["place", "kind"], group_wait=60)
    walk.post(lineage="l1", places=["Martuni"])
    walk.wait(hours=1)
    correction = walk.post("correction", lineage="l1", places=["Hadrut"])
    retraction = walk.post("retraction", lineage="l1", places=["Hadrut"])
    assert walk.alert_of(correction) is walk.alert_of(retraction)


def test_a_follow_up_is_wanted_whatever_its_kind_and_age() -> None:
    walk = walk_with({"in_force": True, "min_confidence": 0.9})
    walk.post(lineage="l")
    late = walk.post("correction", old=True, lineage="l", in_force=False, confidence=0.1)
    walk.post("correction", lineage="unknown")
    assert walk.wanted() == [1, late]


def test_a_correction_that_is_asked_for_and_follows_nothing_is_an_alert_of_its_own() -> None:
    walk = walk_with({"kind": ["correction"]})
    alert = walk.alert_of(walk.post("correction"))
    assert (alert.follows, alert.key["about"]) == (None, "claims")


def test_follow_ups_go_only_to_the_rules_that_told_of_it() -> None:
    walk = Walk(drones=a_rule({"types": ["drone"]}), all=a_rule())
    walk.post(types=["shelling"], lineage="l")
    walk.post("retraction", types=["shelling"], lineage="l")
    assert (walk.wanted("drones"), walk.wanted("all")) == ([], [1, 2])


def test_what_was_corrected_before_a_threshold_was_crossed_comes_with_its_correction() -> None:
    walk = walk_with({"more_than": {"count": 2, "within": 3600, "per": "agreement"}})
    walk.post(lineage="l1")
    walk.post("retraction", lineage="l1")
    walk.post("correction", lineage="never seen")
    walk.post(lineage="l2")
    assert walk.wanted() == []
    walk.post(lineage="l3")
    assert walk.wanted() == [1, 2, 4, 5]
    assert len(walk.alerts) == 1


def test_what_is_silenced_has_alerts_of_its_own() -> None:
    walk = Walk(a_rule(), a_rule({"types": ["drone"]}))
    walk.silences = [a_silence(rules=["r0"], when={"types": ["drone"]})]
    drone, assault = walk.post(types=["drone"]), walk.post()
    assert walk.alert_of(drone).silence_id == "s1"
    assert walk.alert_of(drone).key["silence"] == "s1"
    assert walk.alert_of(assault).silence_id is None
    assert walk.alert_of(drone, "r1").silence_id is None


@pytest.mark.parametrize(
    "document", [{"agreement": "donbas"}, {"when": {"kind": ["denial"]}}, {"rules": ["x"]}]
)
def test_what_a_silence_does_not_fit_goes_out(document: dict[str, Any]) -> None:
    walk = walk_with()
    walk.silences = [a_silence(**document)]
    assert walk.alert_of(walk.post()).silence_id is None


def test_a_silence_holds_from_its_start_up_to_its_end() -> None:
    walk = walk_with()
    walk.silences = [a_silence(hours=1)]
    walk.now = NOON - timedelta(seconds=1)
    before = walk.post()
    walk.now = NOON
    within = walk.post()
    walk.now = NOON + timedelta(hours=1)
    after = walk.post()
    assert [walk.alert_of(id).silence_id for id in (before, within, after)] == [None, "s1", None]


def test_of_several_silences_the_one_that_lasts_longest_is_named() -> None:
    walk = walk_with()
    walk.silences = [a_silence(2, "short"), a_silence(5, "long"), a_silence(1, "other")]
    assert walk.alert_of(walk.post()).silence_id == "long"


def test_a_silence_keeps_follow_ups_of_what_it_kept_only_while_it_lasts() -> None:
    walk = walk_with()
    walk.silences = [a_silence(hours=2, when={"types": ["drone"]})]
    root = walk.alert_of(walk.post(lineage="l", types=["drone"]))
    walk.wait(hours=1)
    kept = walk.alert_of(walk.post("correction", lineage="l", types=["shelling"]))
    walk.wait(hours=2)
    told = walk.alert_of(walk.post("retraction", lineage="l", types=["shelling"]))
    assert (kept.silence_id, kept.follows) == ("s1", root.id)
    assert (told.silence_id, told.follows) == (None, root.id)


def test_a_follow_up_does_not_join_an_open_alert_whose_silence_is_over() -> None:
    walk = walk_with(group_wait=3 * 3600)
    walk.silences = [a_silence(hours=1)]
    root = walk.alert_of(walk.post(lineage="l"))
    walk.wait(hours=2)
    told = walk.alert_of(walk.post("retraction", lineage="l"))
    assert (told.silence_id, told.follows) == (None, root.id)


def test_a_follow_up_that_a_silence_fits_is_kept_though_the_first_went_out() -> None:
    walk = walk_with()
    walk.post(lineage="l")
    walk.wait(hours=1)
    walk.silences = [a_silence()]
    assert walk.alert_of(walk.post("retraction", lineage="l")).silence_id == "s1"


def at_night() -> Walk:
    walk = walk_with(quiet_hours=NIGHT)
    walk.now = NOON + timedelta(hours=10, minutes=20)  # 23:00 in Yerevan
    return walk


def test_quiet_hours_hold_an_alert_back_until_their_end() -> None:
    walk = at_night()
    assert walk.alert_of(walk.post()).closes_at == walk.now + timedelta(hours=8)


def test_a_claim_of_a_bypass_type_takes_along_what_was_held_back() -> None:
    walk = at_night()
    waiting = walk.alert_of(walk.post())
    walk.wait(hours=2)
    missile = walk.alert_of(walk.post(types=["missile", "drone"]))
    assert missile is waiting
    assert waiting.closes_at == walk.now + timedelta(seconds=30)
    walk.wait(seconds=10)
    walk.post(types=["missile"])
    assert waiting.closes_at == walk.now + timedelta(seconds=20)


def test_an_urgent_alert_keeps_its_interval_from_the_one_before() -> None:
    walk = at_night()
    walk.post(types=["missile"])
    walk.wait(seconds=30)
    second = walk.alert_of(walk.post(types=["missile"]))
    assert second.closes_at == walk.now + timedelta(seconds=300)


KINDS = st.sampled_from(["accusation", "denial", "correction", "retraction", "admission"])
FACTS = st.fixed_dictionaries(
    {
        "lineage": st.sampled_from(["l1", "l2", "l3", "l4"]),
        "by": st.sampled_from(["armenia", "azerbaijan"]),
        "against": st.sampled_from(["armenia", "azerbaijan", None]),
        "types": st.sampled_from([["drone"], ["missile", "drone"], ["unspecified"]]),
        "places": st.sampled_from([[], ["Martuni"], ["Martuni", "Hadrut"]]),
    }
)
RULES = st.sampled_from(
    [
        a_rule({"kind": []}),
        a_rule(group_by=["by", "place"]),
        a_rule({"types": ["drone"]}, quiet_hours=NIGHT, group_by=[]),
        a_rule({"first": "type", "kind": ["accusation", "correction"]}),
        a_rule({"mutual": 3600}),
        a_rule({"more_than": {"count": 2, "within": 3600, "per": "type"}, "kind": []}),
        a_rule(digest={"every": "hour", "at": None, "on": None, "timezone": None}),
    ]
)
POSTS = st.lists(st.tuples(KINDS, FACTS, st.integers(0, 5000), st.booleans()), max_size=25)


@settings(deadline=None)
@given(st.lists(RULES, min_size=1, max_size=3), POSTS, st.integers(0, 8))
def test_whatever_comes_a_rule_has_a_notice_once_and_in_an_alert_that_was_open(
    rules: list[dict[str, Any]], posts: list[Any], silent_hours: int
) -> None:
    walk = Walk(*rules)
    walk.silences = [a_silence(silent_hours, when={"by": ["armenia"]})]
    for kind, facts, pause, old in posts:
        walk.wait(seconds=pause)
        before = len(walk.entries)
        walk.post(kind, old=old, **facts)
        joined = {one.alert_id for one in walk.entries[before:]}
        assert joined.isdisjoint(alert.id for alert in walk.closed)
    assert len({(one.rule_id, one.notice_id) for one in walk.entries}) == len(walk.entries)
    assert all(alert.closes_at is not None for alert in walk.alerts.values())
    for alert in walk.alerts.values():
        root = walk.alerts.get(alert.follows or alert.id)
        assert root is not None
        assert root.follows is None


@settings(deadline=None)
@given(POSTS)
def test_a_rule_without_follow_ups_and_history_wants_what_fits_and_is_fresh(posts: list[Any]) -> None:
    walk = walk_with({"types": ["drone"]})
    expected = []
    for _, facts, pause, old in posts:
        walk.wait(seconds=pause)
        id = walk.post(old=old, **facts)
        if "drone" in facts["types"] and not old:
            expected.append(id)
    assert walk.wanted() == expected
