"""Pure: what was before, in memory: of the notices only those that a rule may still bring up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from alerts.follow_ups import FOLLOW_UPS
from alerts.matching import StandingRule, lineage_of
from alerts.memory import Entered, Group, Memory, PostedNotice


class PlayedPast:
    """The Past of `alerts.memory` for rules that are tried on one batch of notices after the other."""

    def __init__(self, rules: Sequence[StandingRule]) -> None:
        self.last: dict[Group, datetime] = {}
        self._looking_back = [rule.id for rule in rules if rule.before and rule.before.span]
        self._batch: dict[int, PostedNotice] = {}
        self._brought_up: dict[int, PostedNotice] = {}
        self._kept: dict[int, PostedNotice] = {}
        self._keepers: dict[int, set[str]] = {}
        self._by_lineage: dict[str, set[int]] = {}
        self._follow_ups: dict[str, dict[int, PostedNotice]] = {}

    def begin(self, batch: Iterable[PostedNotice]) -> None:
        """These are looked at next."""
        self._batch = {notice.id: notice for notice in batch if notice.id is not None}
        self._brought_up = {}

    def end(self, memory: Memory, entered: Iterable[Entered]) -> None:
        """Keep what rules marked and have in no alert, and what corrected or retracted it."""
        if not self._looking_back:
            return
        for rule_id in self._looking_back:
            book = memory.books[rule_id]
            for _, mark in book.added:
                if mark.notice_id in self._batch and mark.notice_id not in book.covered:
                    self._keep(mark.notice_id, rule_id)
            for _, mark in book.dropped:
                self._let_go(mark.notice_id, rule_id)
            book.forget_changes()
        for entry in entered:
            self._let_go(entry.notice_id, entry.rule_id)
        for id, notice in self._batch.items():
            if notice.kind in FOLLOW_UPS and (lineage := lineage_of(notice)) in self._follow_ups:
                self._follow_ups[lineage][id] = notice

    def find_last_closings(self, groups: Collection[Group]) -> Mapping[Group, datetime]:
        return {group: self.last[group] for group in groups if group in self.last}

    def find_notice(self, id: int) -> PostedNotice:
        """One of the batch, or one that was brought up while it was looked at."""
        return self._batch.get(id) or self._brought_up[id]

    def find_notices(self, ids: Collection[int]) -> Sequence[PostedNotice]:
        found = {id: self._batch.get(id) or self._kept[id] for id in sorted(ids)}
        self._brought_up |= found
        return list(found.values())

    def find_follow_ups(self, rule_id: str, lineages: Collection[str], before: int) -> Sequence[PostedNotice]:
        del rule_id  # what it has in an alert may be among them
        found = {id: one for lineage in lineages for id, one in self._follow_ups.get(lineage, {}).items()}
        now = {id: one for id, one in self._batch.items() if id < before and one.kind in FOLLOW_UPS}
        found |= {id: one for id, one in now.items() if lineage_of(one) in lineages}
        self._brought_up |= found
        return [found[id] for id in sorted(found)]

    def _keep(self, notice_id: int, rule_id: str) -> None:
        notice = self._kept[notice_id] = self._batch[notice_id]
        self._keepers.setdefault(notice_id, set()).add(rule_id)
        lineage = lineage_of(notice) or ""
        self._by_lineage.setdefault(lineage, set()).add(notice_id)
        self._follow_ups.setdefault(lineage, {})

    def _let_go(self, notice_id: int, rule_id: str) -> None:
        keepers = self._keepers.get(notice_id)
        if keepers is None:
            return
        keepers.discard(rule_id)
        if keepers:
            return
        del self._keepers[notice_id]
        lineage = lineage_of(self._kept.pop(notice_id)) or ""
        self._by_lineage[lineage].remove(notice_id)
        if not self._by_lineage[lineage]:
            del self._by_lineage[lineage], self._follow_ups[lineage]
