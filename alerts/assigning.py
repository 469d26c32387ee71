"""Pure: the one walk of notices through rules into alerts, for what happens and for what would have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from alerts.grouping import hash_group_key, make_group_key, plan_closing
from alerts.matching import NoticeFacts, lineage_of, wants_notice
from alerts.memory import Entered, Group, Memory, OpenAlert, Past


class PostedNotice(NoticeFacts, Protocol):
    """A notice with its place in the order of all."""

    @property
    def id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule as it stands while a batch is walked through."""

    id: str
    version: int
    document: Mapping[str, Any]


def assign_notices(
    notices: Iterable[PostedNotice], rules: Sequence[StandingRule], memory: Memory, past: Past, now: datetime
) -> None:
    """Put notices, in their order, into the alerts of the rules that want them, and plan their closing."""
    for notice in notices:
        for rule in rules:
            _assign(notice, rule, memory, now)
    _plan_closings({rule.id: rule for rule in rules}, memory, past, now)


def _assign(notice: PostedNotice, rule: StandingRule, memory: Memory, now: datetime) -> None:
    lineage = lineage_of(notice)
    if wants_notice(rule.document, notice, alerted=(rule.id, lineage) in memory.alerted):
        alert = _find_alert(notice, rule, memory, now)
        memory.enter(Entered(rule.id, id_of(notice), alert.id, lineage))


def _find_alert(notice: PostedNotice, rule: StandingRule, memory: Memory, now: datetime) -> OpenAlert:
    key = make_group_key(rule.document["group_by"], notice)
    group = Group(rule.id, hash_group_key(key))
    return memory.open.get(group) or memory.open_alert(group, rule.version, key, now)


def _plan_closings(rules: Mapping[str, StandingRule], memory: Memory, past: Past, now: datetime) -> None:
    """All at once, so that a batch asks for the last closings of its new groups a single time."""
    unplanned = [alert for alert in memory.list_opened() if alert.closes_at is None]
    last = past.find_last_closings([alert.group for alert in unplanned]) if unplanned else {}
    for alert in unplanned:
        document = rules[alert.group.rule_id].document
        wait, interval = document["group_wait"], document["group_interval"]
        alert.closes_at = plan_closing(now, wait, interval, last.get(alert.group))


def id_of(notice: PostedNotice) -> int:
    """The notice's place in the order; raises ValueError before it has one."""
    if notice.id is None:
        raise ValueError("the notice is not in the database yet")
    return notice.id
