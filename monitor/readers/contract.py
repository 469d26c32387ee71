"""What every reader is given and gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from monitor.terms import FoundStatement


class Unreadable(Exception):
    """The answer does not hold the expected list; the sentence says what it seems to be instead."""


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a reader may know of a source; `timezone` is how times without a zone are read."""

    id: str
    kind: str
    url: str
    languages: tuple[str, ...] = ()
    timezone: str = "UTC"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaptureText:
    """What one poll received, as plain values."""

    body: bytes
    final_url: str
    received_at: datetime
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer holds: its statements, oldest first, and where the next older ones stand.

    A statement whose `follow` is set is not whole: its own page at that address holds the text.
    `instead` is the address of the list itself where this answer only names it (an index of
    sitemaps). `doubts` are sentences for the operator, such as dates in the future. `gapless`: the
    list holds everything since its oldest item, so that what is missing from it was taken out.
    """

    statements: tuple[FoundStatement, ...] = ()
    older: str | None = None
    doubts: tuple[str, ...] = ()
    instead: str | None = None
    gapless: bool = False


class Reader(Protocol):
    """The shape of a reader module; each function raises Unreadable, and nothing else."""

    KIND: str

    def address(self, source: SourceFacts) -> str:
        """The address to request."""

    def read(self, answer: CaptureText, source: SourceFacts) -> Listing:
        """What a polled answer holds."""


@runtime_checkable
class FollowingReader(Reader, Protocol):
    """A reader whose statements may have pages of their own; `isinstance` tells it from the others."""

    def read_page(self, answer: CaptureText, source: SourceFacts, listed: FoundStatement) -> FoundStatement:
        """The statement made whole by its own page; what the page lacks stays as it was listed."""
