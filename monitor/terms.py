"""The vocabulary as plain values: what the rooms hand to each other.

Nothing here reads a clock, a file or a database. Times are aware datetimes;
offsets are code points into the text as given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Stance(StrEnum):
    """What the speaker does with an alleged act."""

    ACCUSATION = "accusation"
    DENIAL = "denial"
    ADMISSION = "admission"


class ViolationType(StrEnum):
    """The kinds of alleged acts, in the order in which pages and exports list them."""

    SHELLING = "shelling"
    SMALL_ARMS = "small_arms"
    AIR_STRIKE = "air_strike"
    DRONE = "drone"
    MISSILE = "missile"
    GROUND_ASSAULT = "ground_assault"
    EXPLOSIVE = "explosive"
    OVERFLIGHT = "overflight"
    BUILDUP = "buildup"
    DETENTION = "detention"
    OBSTRUCTION = "obstruction"
    UNSPECIFIED = "unspecified"


class SourceState(StrEnum):
    """What the last poll of a source came to."""

    OK = "ok"
    UNCHANGED = "unchanged"
    QUIET = "quiet"
    BLOCKED = "blocked"
    MOVED = "moved"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    GAP = "gap"
    OUTAGE = "outage"


class PublishedPrecision(StrEnum):
    """How exactly a publication time is known; `first_seen`: the source gave none, it is ours."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    FIRST_SEEN = "first_seen"


class OccurredPrecision(StrEnum):
    """How exactly the text times an act; `part` is a part of a day, `period` spans days."""

    MINUTE = "minute"
    HOUR = "hour"
    PART = "part"
    DAY = "day"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Party:
    """Who is bound by an agreement; parties of one side are allies. `country` is ISO 3166 alpha-2."""

    id: str
    name: str
    side: str
    country: str | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observer:
    """A named third party that reports."""

    id: str
    name: str
    country: str | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an agreement's gazetteer; `names` by language, degrees north and east."""

    id: str
    names: Mapping[str, tuple[str, ...]]
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What reading a statement needs to know of an agreement."""

    id: str
    name: str
    starts_at: datetime
    parties: tuple[Party, ...]
    ends_at: datetime | None = None
    timezone: str = "UTC"
    observers: tuple[Observer, ...] = ()
    places: tuple[Place, ...] = ()

    def in_force_at(self, moment: datetime) -> bool:
        """In force from `starts_at` up to, not including, `ends_at`."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)


@dataclass(frozen=True, slots=True)
class StatementText:
    """One published text as the classifier sees it.

    `speaker` is a party's or observer's id, or None for independent media.
    `languages` are those the source is known to publish in (a prior, not a fact).
    `stood_at_start`: the text already stood at its source when the agreement took effect.
    """

    title: str
    text: str
    speaker: str | None
    published_at: datetime
    precision: PublishedPrecision = PublishedPrecision.MINUTE
    timezone: str | None = None
    languages: tuple[str, ...] = ()
    stood_at_start: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of the title or the text as given: `quote == field[start:end]`, in code points."""

    field: Literal["title", "text"]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Occurred:
    """When an act is said to have happened; `end` is None for a moment or an open period."""

    start: datetime
    end: datetime | None
    precision: OccurredPrecision


@dataclass(frozen=True, slots=True)
class Finding:
    """One alleged act, as read. `by` is a party, an observer or "other"; `why` traces the reading."""

    stance: Stance
    by: str
    against: str | None
    types: tuple[ViolationType, ...]
    in_force: bool
    in_force_certain: bool
    evidence: Span
    confidence: float
    why: tuple[str, ...]
    occurred: Occurred | None = None
    count: int | None = None
    killed: int | None = None
    wounded: int | None = None
    civilians: bool = False
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What reading one statement gave: its main language (BCP 47, or "und") and its findings."""

    lang: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """One text that a reader found in a capture.

    `external_id` is the publisher's own id as given. `published_at` is None when the
    source gives no usable date; `timezone` is the zone that a time without one was read in.
    `follow` is the address of the page that holds the whole text. `forwarded` texts are somebody
    else's words, `original_of` names whose. `unread` says why a text can't be read by a machine
    (words in an image): such a statement waits for a person and counts as no "no claim".
    """

    external_id: str
    url: str
    title: str
    text: str
    published_at: datetime | None = None
    precision: PublishedPrecision = PublishedPrecision.FIRST_SEEN
    timezone: str | None = None
    language: str | None = None
    edited: bool = False
    forwarded: bool = False
    original_of: str | None = None
    follow: str | None = None
    unread: str | None = None
