"""What rules would have sent: the same alerts as the live road makes, without a database."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from alerts.matching import read_rule
from alerts.preview import PlainNotice, Preview, PreviewedAlert
from alerts.summary import sum_up
from tests.alerts.scenes import AGREEMENT, NOON, a_rule, a_statement, claim_facts, source_facts


def a_notice(id: int, minutes: float = 0, kind: str = "accusation", facts: Any = None, **claim: Any) -> Any:
    at = NOON + timedelta(minutes=minutes)
    claim = {"id": f"c{id}", "lineage": f"l{id}", "statement": a_statement(id=f"s{id}")} | claim
    return PlainNotice(id, kind, AGREEMENT["id"], facts or claim_facts(**claim), at, at)


def play(*notices: PlainNotice, **rule: Any) -> list[PreviewedAlert]:
    return list(Preview([read_rule("all", 1, a_rule(**rule))]).play(notices))


def test_a_burst_is_one_alert_after_the_wait() -> None:
    (alert,) = play(a_notice(1), a_notice(2, 0.2), a_notice(3, 0.4), group_wait=30)
    assert (alert.opened_at, alert.closed_at) == (NOON, NOON + timedelta(seconds=30))
    assert (alert.type, alert.notice_ids) == ("claims.accusation", (1, 2, 3))


def test_what_is_made_at_the_moment_of_closing_still_joins() -> None:
    (alert,) = play(a_notice(1), a_notice(2, 0.5), group_wait=30)
    assert alert.notice_ids == (1, 2)


def test_the_next_alert_of_a_group_keeps_its_interval() -> None:
    first, second = play(a_notice(1), a_notice(2, 1), group_wait=30, group_interval=300)
    assert second.closed_at - first.closed_at == timedelta(seconds=300)


def test_a_rule_without_a_wait_sends_at_once() -> None:
    alerts = play(a_notice(1), a_notice(2, 1), group_wait=0, group_interval=0)
    assert [alert.closed_at - alert.opened_at for alert in alerts] == [timedelta(), timedelta()]


def test_the_subject_is_that_of_the_mail() -> None:
    (alert,) = play(*[a_notice(id) for id in range(1, 61)])
    assert alert.write_subject().startswith("Armenia accuses Azerbaijan of a ground assault at Karakhambeyli")
    assert alert.write_subject().endswith("(and 59 more)")
    assert len(alert.entries) == 50


def test_a_clock_that_was_put_back_does_not_go_back_here() -> None:
    late, early = a_notice(1, 10), a_notice(2, 5)
    (alert,) = play(late, early)
    assert (alert.opened_at, alert.notice_ids) == (late.made_at, (1, 2))


def test_a_summary_counts_by_local_day_and_keeps_the_first() -> None:
    preview = Preview([read_rule("all", 1, a_rule()), read_rule("drones", 1, a_rule({"types": ["drone"]}))])
    notices = [
        a_notice(1),
        a_notice(2, statement=a_statement(id="s1")),
        a_notice(3, 24 * 60, types=["drone"]),
    ]
    told = sum_up(preview, notices, UTC, 1)
    assert (told.notices, told.entries, told.unbundled) == (3, 4, 3)
    assert (told.messages, [alert.notice_ids for alert in told.first]) == (3, [(1, 2)])
    assert list(told.by_day.values()) == [1, 2]
    assert told.is_about_claims


def test_notices_of_sources_are_no_claims() -> None:
    preview = Preview([read_rule("all", 1, a_rule({"kind": ["source"]}))])
    told = sum_up(preview, [a_notice(1, kind="source", facts=source_facts())], UTC, 5)
    assert (told.first[0].type, told.is_about_claims) == ("source.state", False)
