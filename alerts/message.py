"""What an alert has to say, before it is written for anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice as a message needs it."""

    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What an alert has to say: its first entries, and how many `more` are behind `url`.

    `follows`: the id of the alert whose thread it continues.
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
