"""Pure: what rules remember while notices are assigned: open alerts, and what was alerted in which thread.

One memory for both ways: live it is filled from the database for each batch and its changes are
written back (`alerts.stored_memory`); a preview keeps one in memory from the first notice to the
last. What a batch can't know beforehand is asked of the `Past`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol


class Group(NamedTuple):
    """A rule's group of notices; at most one alert of it is open."""

    rule_id: str
    hash: str


@dataclass(slots=True)
class OpenAlert:
    """An alert that notices may still join. `closes_at` is None until its closing is planned."""

    id: str
    group: Group
    rule_version: int
    key: Mapping[str, Any]
    opened_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A notice that went into an alert; at most once per rule."""

    rule_id: str
    notice_id: int
    alert_id: str
    lineage: str | None


@dataclass(slots=True)
class Changes:
    """What assigning did to a memory."""

    opened: list[OpenAlert] = field(default_factory=list)
    entered: list[Entered] = field(default_factory=list)


class Past(Protocol):
    """What is looked up only when it is needed."""

    def find_last_closings(self, groups: Collection[Group]) -> Mapping[Group, datetime]:
        """When the last closed alert of each group closed; groups that never had one are left out."""
        ...


class Memory:
    """Open alerts by group, and what each rule alerted by lineage; `make_id` names new alerts."""

    def __init__(self, make_id: Callable[[], str]) -> None:
        self._make_id = make_id
        self.open: dict[Group, OpenAlert] = {}
        self.alerted: set[tuple[str, str]] = set()
        self._changes = Changes()

    def open_alert(self, group: Group, rule_version: int, key: Mapping[str, Any], now: datetime) -> OpenAlert:
        """An alert that notices of the group join from now on."""
        alert = OpenAlert(self._make_id(), group, rule_version, key, opened_at=now)
        self.open[group] = alert
        self._changes.opened.append(alert)
        return alert

    def enter(self, entry: Entered) -> None:
        """Note that a notice went into an alert."""
        if entry.lineage is not None:
            self.alerted.add((entry.rule_id, entry.lineage))
        self._changes.entered.append(entry)

    def close(self, group: Group) -> OpenAlert:
        """The group's alert takes no more notices; the next one opens another."""
        return self.open.pop(group)

    def list_opened(self) -> list[OpenAlert]:
        """The alerts that were opened since the changes were last taken."""
        return self._changes.opened

    def take_changes(self) -> Changes:
        """What changed since this was last asked."""
        changes, self._changes = self._changes, Changes()
        return changes
