"""What an alert has to say, before it is written for anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice as a message needs it. `answers`: the facts of the accusation that a denial follows."""

    kind: str
    facts: Mapping[str, Any]
    answers: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many notices of a kind there are of one who says it, and of whom, by their names."""

    kind: str
    by: str | None
    against: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Followed:
    """The alert that a follow-up continues: when it closed, and its delivery to the same channel."""

    closed_at: datetime | None
    delivery_id: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """What an alert has to say: its first entries, and how many `more` are behind `url`.

    `follows`: the id of the alert whose `thread` it continues. `when` and `digest` are the rule's;
    a digest has `tallies` of everything in it. `closed_at` is of the domain clock.
    """

    type: str
    alert_id: str
    rule: str | None
    agreement: str | None
    entries: Sequence[Entry]
    more: int
    url: str
    base_url: str
    follows: str | None = None
    thread: Followed | None = None
    when: Mapping[str, Any] = field(default_factory=dict)
    digest: Mapping[str, Any] | None = None
    tallies: Sequence[Tally] = ()
    closed_at: datetime | None = None

    @property
    def total(self) -> int:
        return len(self.entries) + self.more

    @property
    def is_about_claims(self) -> bool:
        """What a rule asks of what came before, it asks of claims."""
        return self.type.startswith("claims.")

    def find_zone(self, reader: str | None) -> str:
        """The zone of the mail's own times: the reader's, else the agreement's, else UTC."""
        zones = (entry.facts["agreement"]["timezone"] for entry in self.entries if "agreement" in entry.facts)
        return reader or next(zones, "UTC")
