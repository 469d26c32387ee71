"""Does the rule want this notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from alerts.matching import lineage_of, wants_notice
from tests.alerts.scenes import NOON, a_notice, a_rule, claim_facts, source_facts


def wants(when: dict[str, Any] | None = None, *, alerted: bool = False, **changes: Any) -> bool:
    return wants_notice(a_rule(when), a_notice(**changes), alerted=alerted)


def test_the_default_rule_wants_an_accusation_in_force() -> None:
    assert wants()


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
        ({"civilians": True}, {}),
        ({"min_confidence": 0.95}, {}),
    ],
)
def test_one_condition_that_does_not_hold_is_enough(when: dict[str, Any], facts: dict[str, Any]) -> None:
    assert not wants(when, facts=claim_facts(**facts))


@pytest.mark.parametrize(
    "when",
    [
        {"kind": []},
        {"by": ["armenia", "russia"]},
        {"against": ["azerbaijan"]},
        {"types": ["drone", "ground_assault"]},
        {"in_force": None},
        {"civilians": False},
        {"min_confidence": 0.93},
    ],
)
def test_a_condition_that_holds_lets_it_pass(when: dict[str, Any]) -> None:
    assert wants(when)


def test_a_rule_of_one_agreement_ignores_the_others() -> None:
    rule = a_rule(agreement="karabakh-2020")
    assert wants_notice(rule, a_notice(), alerted=False)
    assert not wants_notice(rule, a_notice(agreement_id="donbas"), alerted=False)


def test_a_statement_older_than_max_age_is_not_wanted() -> None:
    day = timedelta(seconds=86400)
    assert wants(published_at=NOON, made_at=NOON + day)
    assert not wants(published_at=NOON, made_at=NOON + day + timedelta(seconds=1))


def test_a_follow_up_of_what_was_alerted_is_wanted_whatever_its_kind_and_age() -> None:
    late = {"published_at": NOON, "made_at": NOON + timedelta(days=9)}
    for kind in ("correction", "retraction"):
        facts = claim_facts(in_force=False, confidence=0.1)
        assert wants(alerted=True, kind=kind, facts=facts, **late)
        assert not wants(alerted=False, kind=kind, facts=facts, **late)


def test_a_second_accusation_of_the_lineage_is_judged_as_any_other() -> None:
    assert not wants({"types": ["drone"]}, alerted=True, kind="accusation")


def test_a_rule_may_ask_for_corrections_of_what_it_never_alerted() -> None:
    assert wants({"kind": ["correction"]}, kind="correction")


def test_conditions_on_claims_do_not_apply_to_sources() -> None:
    strict = {"kind": ["source"], "by": ["russia"], "types": ["drone"], "civilians": True}
    assert wants(strict | {"min_confidence": 1.0}, kind="source", facts=source_facts(), published_at=None)


def test_a_system_notice_without_agreement_concerns_every_rule() -> None:
    rule = a_rule({"kind": ["system"]}, agreement="karabakh-2020")
    notice = a_notice("system", {"system": {"sentence": "The disk is full."}}, agreement_id=None)
    assert wants_notice(rule, notice, alerted=False)


def test_only_claims_have_a_lineage() -> None:
    assert lineage_of(a_notice()) == "l1"
    assert lineage_of(a_notice("source", source_facts())) is None
