"""Pure: what rules remember while notices are assigned to alerts.

One memory for both ways: live it is filled from the database for each batch and its changes are
written back (`alerts.stored_memory`); a preview keeps one in memory from the first notice to the
last. What a batch can't know beforehand is asked of the `Past`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from alerts.conditions import NoticeFacts
from alerts.follow_ups import Accusation, Thread, note_accusation
from alerts.marks import MarkBook


class PostedNotice(NoticeFacts, Protocol):
    """A notice with its place in the order of all."""

    @property
    def id(self) -> int | None: ...


class Group(NamedTuple):
    """A rule's group of notices; at most one alert of it is open."""

    rule_id: str
    hash: str


@dataclass(slots=True)
class OpenAlert:
    """An alert that notices may still join. `closes_at` is None until its closing is planned.

    `follows`: the alert whose thread it continues; `silence_id`: what it holds does not go out;
    `key`: the values behind the group, known of alerts that were just opened.
    """

    id: str
    group: Group
    rule_version: int
    opened_at: datetime
    closes_at: datetime | None = None
    follows: str | None = None
    silence_id: str | None = None
    key: Mapping[str, Any] | None = None


class Entered(NamedTuple):
    """A notice that went into an alert; at most once per rule. The last three: see models.AlertEntry."""

    rule_id: str
    notice_id: int
    alert_id: str
    lineage: str | None = None
    pair: str | None = None
    tokens: Sequence[str] | None = None
    made_at: datetime | None = None


@dataclass(slots=True)
class Changes:
    """What assigning did to a memory; `hastened` alerts close earlier than was planned."""

    opened: list[OpenAlert] = field(default_factory=list)
    hastened: list[OpenAlert] = field(default_factory=list)
    entered: list[Entered] = field(default_factory=list)


class Past(Protocol):
    """What is looked up only when it is needed."""

    def find_last_closings(self, groups: Collection[Group]) -> Mapping[Group, datetime]:
        """When the last closed alert of each group closed; groups that never had one are left out."""
        ...

    def find_notices(self, ids: Collection[int]) -> Sequence[PostedNotice]:
        """Notices by id, in their order."""
        ...

    def find_follow_ups(self, rule_id: str, lineages: Collection[str], before: int) -> Sequence[PostedNotice]:
        """Corrections and retractions of these lineages that were looked at before a notice, in order.

        Those that the rule has in an alert may be left out.
        """
        ...


class Memory:
    """Open alerts, what each rule alerted in which thread, and what it marked; `make_id` names new alerts."""

    def __init__(self, make_id: Callable[[], str]) -> None:
        self.threads: dict[tuple[str, str], Thread] = {}
        self.accusations: defaultdict[tuple[str, str], list[Accusation]] = defaultdict(list)
        self.books: defaultdict[str, MarkBook] = defaultdict(MarkBook)
        self._make_id = make_id
        self._open: dict[Group, OpenAlert] = {}
        self._by_id: dict[str, OpenAlert] = {}
        self._changes = Changes()

    def read_in(self, alert: OpenAlert) -> None:
        """An alert that was opened before."""
        self._open[alert.group] = self._by_id[alert.id] = alert

    def find_open(self, group: Group) -> OpenAlert | None:
        return self._open.get(group)

    def find_open_id(self, alert_id: str) -> OpenAlert | None:
        """The alert of that id, if it is still open."""
        return self._by_id.get(alert_id)

    def open_alert(
        self,
        group: Group,
        rule_version: int,
        key: Mapping[str, Any],
        now: datetime,
        *,
        follows: str | None = None,
        silence_id: str | None = None,
    ) -> OpenAlert:
        """An alert that notices of the group join from now on."""
        alert = OpenAlert(
            id=self._make_id(),
            group=group,
            rule_version=rule_version,
            opened_at=now,
            follows=follows,
            silence_id=silence_id,
            key=key,
        )
        self.read_in(alert)
        self._changes.opened.append(alert)
        return alert

    def enter(self, entry: Entered, thread: Thread) -> None:
        """Note that a notice went into an alert, and the thread in which it can be followed up."""
        if entry.lineage is not None:
            self.threads[entry.rule_id, entry.lineage] = thread
        if entry.pair is not None and entry.made_at is not None:
            accusation = Accusation(entry.made_at, entry.notice_id, frozenset(entry.tokens or ()), thread)
            note_accusation(self.accusations[entry.rule_id, entry.pair], accusation)
        self._changes.entered.append(entry)

    def hasten(self, alert: OpenAlert, closes_at: datetime) -> None:
        """Close an alert earlier than was planned."""
        alert.closes_at = closes_at
        self._changes.hastened.append(alert)

    def close(self, group: Group) -> OpenAlert:
        """The group's alert takes no more notices; the next one opens another."""
        alert = self._open.pop(group)
        del self._by_id[alert.id]
        return alert

    def take_changes(self) -> Changes:
        """What changed since this was last asked; marks are in the books, see MarkBook."""
        changes, self._changes = self._changes, Changes()
        return changes
