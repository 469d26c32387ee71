"""Which notices close into which alert, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alerts.grouping import GROUP_BY, hash_group_key, make_group_key, name_alert_type, plan_closing
from tests.alerts.scenes import NOON, a_notice, a_statement, claim_facts, source_facts

SECONDS = st.floats(0, 1e6, allow_nan=False)


def test_every_word_of_group_by_has_its_value() -> None:
    facts = claim_facts(types=["shelling", "drone"], places=["Martuni", "Hadrut"])
    assert make_group_key(GROUP_BY, a_notice(facts=facts)) == {
        "about": "claims",
        "agreement": "karabakh-2020",
        "by": "armenia",
        "against": "azerbaijan",
        "type": ["drone", "shelling"],
        "place": ["Hadrut", "Martuni"],
        "source": "am-mod",
        "kind": "accusation",
    }


def test_the_order_of_group_by_types_and_places_makes_no_other_group() -> None:
    one = make_group_key(["type", "by"], a_notice(facts=claim_facts(types=["drone", "shelling"])))
    other = make_group_key(["by", "type"], a_notice(facts=claim_facts(types=["shelling", "drone"])))
    assert hash_group_key(one) == hash_group_key(other)


def test_what_is_not_grouped_by_does_not_part_notices() -> None:
    one = make_group_key(["agreement"], a_notice())
    other = make_group_key(["agreement"], a_notice("denial", claim_facts(by="azerbaijan", against=None)))
    assert one == other


def test_sources_and_claims_never_share_an_alert() -> None:
    assert make_group_key([], a_notice()) != make_group_key([], a_notice("source", source_facts()))


def test_a_source_notice_has_its_source_as_value() -> None:
    assert make_group_key(["source"], a_notice("source", source_facts()))["source"] == "am-mod"
    other = claim_facts(statement=a_statement(source="az-mod"))
    assert make_group_key(["source"], a_notice(facts=other))["source"] == "az-mod"


def a_plan(wait: float, interval: float, **more: Any) -> dict[str, Any]:
    return {"group_wait": wait, "group_interval": interval} | more


@given(wait=SECONDS, interval=SECONDS, since=SECONDS)
def test_an_alert_waits_for_both_its_group_and_the_one_before(
    wait: float, interval: float, since: float
) -> None:
    last = NOON - timedelta(seconds=since)
    closes = plan_closing(a_plan(wait, interval), NOON, last)
    assert closes >= NOON + timedelta(seconds=wait)
    assert closes >= last + timedelta(seconds=interval)
    assert closes in (NOON + timedelta(seconds=wait), last + timedelta(seconds=interval))


def test_the_first_alert_of_a_group_waits_group_wait_only() -> None:
    assert plan_closing(a_plan(30, 300), NOON, None) == NOON + timedelta(seconds=30)


def test_a_digest_stands_in_place_of_the_wait_and_the_interval() -> None:
    rule = a_plan(30, 86400, digest={"every": "hour", "at": None, "on": None, "timezone": None})
    assert plan_closing(rule, NOON, NOON - timedelta(seconds=1)) == NOON + timedelta(minutes=20)


def test_what_would_close_in_quiet_hours_waits_for_their_end_unless_it_is_urgent() -> None:
    quiet = {"from": "12:40", "to": "13:00", "timezone": "Asia/Yerevan", "bypass": ["missile"]}
    rule = a_plan(30, 300, quiet_hours=quiet)
    assert plan_closing(rule, NOON, None) == NOON + timedelta(minutes=20)
    assert plan_closing(rule, NOON, None, urgent=True) == NOON + timedelta(seconds=30)
    assert plan_closing(rule, NOON - timedelta(minutes=1), None) == NOON - timedelta(seconds=30)


def test_the_type_of_an_alert_is_that_of_its_notices() -> None:
    assert name_alert_type(["accusation", "accusation"]) == "claims.accusation"
    assert name_alert_type(["accusation", "correction"]) == "claims.mixed"
    assert name_alert_type(["source"]) == "source.state"
    assert name_alert_type(["system"]) == "system"
