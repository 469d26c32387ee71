"""The form of an awkward response and of what it must become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.readers import SourceFacts
from monitor.terms import FoundStatement, PublishedPrecision

RECEIVED = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Yerevan")
MOST_SECONDS = 2.0


@dataclass(frozen=True)
class Case:
    """`found`: each statement as `words @ when`, the oldest first; when is `hh:mm` in UTC, `day D` or `-`.

    None: nothing may be recorded; then `state` and a part of the sentence (`why`) are expected.
    """

    name: str
    kind: str
    body: bytes
    found: tuple[str, ...] | None = None
    state: str = "ok"
    why: str = ""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    sending: Mapping[str, Any] = field(default_factory=dict)

    def source(self, url: str) -> SourceFacts:
        options = {"acknowledge_terms": True, "timezone": ZONE.key, **self.options}
        return SourceFacts(self.name, self.kind, url, ("en", "hy", "ru"), ZONE.key, options)


def as_said(one: FoundStatement) -> str:
    """A statement as a case writes it."""
    words = one.title or one.text or f"[{one.unread}]"
    marks = "".join(f" +{name}" for name in ("edited", "forwarded") if getattr(one, name))
    return f"{words}{marks} @ {_when(one)}"


def _when(one: FoundStatement) -> str:
    if one.published_at is None:
        return "-"
    if one.precision is PublishedPrecision.DAY:
        return f"day {one.published_at.astimezone(ZONE).day}"
    day = "" if one.published_at.date() == RECEIVED.date() else f"{one.published_at:%d.%m.%Y} "
    return f"{day}{one.published_at:%H:%M}"


def text(body: str, coding: str = "utf-8") -> bytes:
    return body.encode(coding)
