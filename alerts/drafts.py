"""Pure: what the alerts of a preview hold, while they are open and once they have closed."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from alerts.grouping import name_alert_type
from alerts.memory import OpenAlert, PostedNotice
from alerts.message import MOST_ENTRIES, Entry, Message
from alerts.subjects import write_subject
from alerts.tallies import Kinds, make_tallies

HOUR = 3600


class PreviewedAlert(NamedTuple):
    """An alert that would have gone out at `closed_at`, unless a silence kept it.

    `entries` are the first of its notices, by id. `unbundled`: the messages that it would have
    taken to tell of each text in it by itself. `hours`: how many of them were made in each hour,
    counted from the epoch.
    """

    id: str
    rule_id: str
    type: str
    opened_at: datetime
    closed_at: datetime
    follows: str | None
    silence_id: str | None
    notice_ids: tuple[int, ...]
    unbundled: int
    entries: tuple[Entry, ...]
    document: Mapping[str, Any]
    kinds: Kinds
    hours: Mapping[int, int] = {}

    def write_subject(self) -> str:
        """The subject line of its mail."""
        message = Message(
            type=self.type,
            alert_id=self.id,
            rule=self.rule_id,
            agreement=None,
            entries=self.entries,
            more=len(self.notice_ids) - len(self.entries),
            url="",
            base_url="",
            follows=self.follows,
            when=self.document["when"],
            digest=self.document.get("digest"),
            tallies=make_tallies(self.kinds),
            closed_at=self.closed_at,
        )
        return write_subject(message)


@dataclass(slots=True)
class Draft:
    """An open alert; of its entries only those are kept that its message shows."""

    alert: OpenAlert
    document: Mapping[str, Any]
    closes_at: datetime | None = None
    unbundled: int = 0
    notice_ids: list[int] = field(default_factory=list)
    entries: list[tuple[int, Entry]] = field(default_factory=list)
    kinds: Kinds = field(default_factory=dict)
    hours: dict[int, int] = field(default_factory=dict)

    def enter(self, notice_id: int, notice: PostedNotice) -> None:
        """A notice in its place: what is brought up later may have been made before."""
        insort(self.notice_ids, notice_id)
        hour = int(notice.made_at.timestamp()) // HOUR
        self.hours[hour] = self.hours.get(hour, 0) + 1
        names = notice.facts.get("names", {})
        said = (notice.kind, names.get("by"), names.get("against"))
        self.kinds[said] = self.kinds.get(said, 0) + 1
        if len(self.entries) < MOST_ENTRIES or notice_id < self.entries[-1][0]:
            insort(self.entries, (notice_id, Entry(notice.kind, notice.facts)))
            del self.entries[MOST_ENTRIES:]

    def close(self) -> PreviewedAlert:
        """What goes out, at the moment that was planned."""
        return PreviewedAlert(
            id=self.alert.id,
            rule_id=self.alert.group.rule_id,
            type=name_alert_type([kind for kind, _, _ in self.kinds]),
            opened_at=self.alert.opened_at,
            closed_at=self.closes_at or self.alert.opened_at,
            follows=self.alert.follows,
            silence_id=self.alert.silence_id,
            notice_ids=tuple(self.notice_ids),
            unbundled=self.unbundled,
            entries=tuple(entry for _, entry in self.entries),
            document=self.document,
            kinds=self.kinds,
            hours=self.hours,
        )
