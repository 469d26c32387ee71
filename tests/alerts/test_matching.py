"""Does the rule ask for this notice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alerts.matching import fits_rule, is_fresh, lineage_of, read_rule
from tests.alerts.scenes import NOON, a_notice, a_rule, source_facts

DAY = timedelta(seconds=86400)


def fits(rule: dict[str, Any], notice: Any) -> bool:
    return fits_rule(read_rule("r", 1, rule), notice)


def is_fresh_now(notice: Any) -> bool:
    return is_fresh(read_rule("r", 1, a_rule()), notice)


def test_the_default_rule_asks_for_an_accusation_in_force() -> None:
    assert fits(a_rule(), a_notice())
    assert not fits(a_rule(), a_notice("denial"))


def test_a_rule_of_one_agreement_ignores_the_others() -> None:
    rule = a_rule(agreement="karabakh-2020")
    assert fits(rule, a_notice())
    assert not fits(rule, a_notice(agreement_id="donbas"))


def test_a_system_notice_without_agreement_concerns_every_rule() -> None:
    rule = a_rule({"kind": ["system"]}, agreement="karabakh-2020")
    assert fits(rule, a_notice("system", {"system": {"sentence": "Disk full."}}, agreement_id=None))


def test_a_statement_older_than_max_age_is_not_fresh() -> None:
    assert is_fresh_now(a_notice(published_at=NOON, made_at=NOON + DAY))
    assert not is_fresh_now(a_notice(published_at=NOON, made_at=NOON + DAY + timedelta(seconds=1)))


def test_only_claims_grow_old() -> None:
    late = {"published_at": NOON, "made_at": NOON + 9 * DAY}
    assert is_fresh_now(a_notice("source", source_facts(), **late))
    assert is_fresh_now(a_notice(published_at=None))


def test_a_rule_that_was_stored_before_a_key_existed_reads_as_before() -> None:
    rule = read_rule("r", 1, a_rule())
    assert (rule.before, rule.bypass) == (None, frozenset())
    assert rule.max_age == DAY


def test_only_claims_have_a_lineage() -> None:
    assert lineage_of(a_notice()) == "l1"
    assert lineage_of(a_notice("source", source_facts())) is None
