"""Walks of notices through rules without a database, on one memory from the first to the last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from alerts.assigning import assign_notices
from alerts.follow_ups import FOLLOW_UPS
from alerts.matching import lineage_of, read_rule
from alerts.memory import Entered, Group, Memory, OpenAlert
from alerts.silencing import StandingSilence
from tests.alerts.scenes import NOON, a_notice, a_rule, claim_facts


class PlainPast:
    """What was before, in lists."""

    def __init__(self) -> None:
        self.notices: list[Any] = []
        self.last: dict[Group, datetime] = {}

    def find_last_closings(self, groups: Collection[Group]) -> Mapping[Group, datetime]:
        return {group: self.last[group] for group in groups if group in self.last}

    def find_notices(self, ids: Collection[int]) -> Sequence[Any]:
        return [notice for notice in self.notices if notice.id in ids]

    def find_follow_ups(self, rule_id: str, lineages: Collection[str], before: int) -> Sequence[Any]:
        earlier = [notice for notice in self.notices if notice.id < before and notice.kind in FOLLOW_UPS]
        return [notice for notice in earlier if lineage_of(notice) in lineages]


class Walk:
    """Rules, a clock in the test's hand, and where each notice went."""

    def __init__(self, *rules: Mapping[str, Any], **named: Mapping[str, Any]) -> None:
        documents = {f"r{number}": rule for number, rule in enumerate(rules)} | named
        self.rules = [read_rule(id, 1, document) for id, document in documents.items()]
        self.now = NOON
        self.silences: list[StandingSilence] = []
        self.entries: list[Entered] = []
        self.alerts: dict[str, OpenAlert] = {}
        self.closed: list[OpenAlert] = []
        self._past = PlainPast()
        self._ids = count(1)
        alert_ids = count(1)
        self.memory = Memory(lambda: f"a{next(alert_ids)}")

    def wait(self, **time: float) -> None:
        """Time passes, and what is due closes."""
        self.now += timedelta(**time)
        due = [alert for alert in self.alerts.values() if alert not in self.closed]
        for alert in sorted(due, key=lambda alert: alert.closes_at or self.now):
            if alert.closes_at is not None and alert.closes_at <= self.now:
                self.memory.close(alert.group)
                self._past.last[alert.group] = alert.closes_at
                self.closed.append(alert)

    def post(self, kind: str = "accusation", *, old: bool = False, **facts: Any) -> int:
        """A notice is made now and looked at by the rules; its id."""
        id = next(self._ids)
        claim = {"id": f"c{id}", "lineage": f"l{id}", "stance": kind} | facts
        return self.take(
            a_notice(kind, claim_facts(**claim), made_at=self.now, published_at=None, id=id), old
        )

    def take(self, notice: SimpleNamespace, old: bool = False) -> int:
        notice.published_at = self.now - timedelta(days=9 if old else 0)
        self._past.notices.append(notice)
        assign_notices([notice], self.rules, self.memory, self._past, self.now, self.silences)
        changes = self.memory.take_changes()
        self.entries += changes.entered
        self.alerts |= {alert.id: alert for alert in changes.opened}
        return int(notice.id)

    def wanted(self, rule: str = "r0") -> list[int]:
        """The notices that a rule has in alerts, in their order."""
        return sorted(entry.notice_id for entry in self.entries if entry.rule_id == rule)

    def alert_of(self, notice_id: int, rule: str = "r0") -> OpenAlert:
        """The alert that a rule has a notice in."""
        (entry,) = (one for one in self.entries if (one.rule_id, one.notice_id) == (rule, notice_id))
        return self.alerts[entry.alert_id]


def walk_with(when: Mapping[str, Any] | None = None, **changes: Any) -> Walk:
    """A walk with one rule."""
    return Walk(a_rule(when, **changes))
