"""Source: one official outlet, once, whoever watches it; when it is next due, and its health."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class Source(SQLModel, table=True):
    """`document` is the form that the YAML room checked; the columns are what the clockwork asks.

    `answered_at` is the last poll whose list could be read, `failing_since` the first of those that
    failed since. `pace`: seconds to the next poll when nothing fails. `body_sha256` is of the last
    answer, `read_sha256` of the last that could be read, `unread_reason` why the last one could not.
    `window`: marks of the items that were listed last (see health.window). `quiet_after` and
    `rhythm`: seconds, learned from when its statements were published (see health.cadence).
    `told_state`: the trouble that a notice told of, until one tells that it is over. `shelved`:
    the state that stood when an outage of ours began. `last_polls`: the newest first, see
    ledger.poll_marks.
    """

    id: str = Field(primary_key=True)
    version: int
    kind: str
    url: str
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    enabled: bool = True
    updated_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)

    due_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)
    lease_token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    state: str | None = None
    state_since: datetime | None = Field(default=None, sa_type=UtcTime)
    state_reason: str | None = None
    failures: int = 0
    polled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    changed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    polls: int = 0

    failing_since: datetime | None = Field(default=None, sa_type=UtcTime)
    pace: float | None = None
    moved_to: str | None = None
    read_sha256: str | None = None
    unread_reason: str | None = None
    window: list[list[str]] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    quiet_after: float | None = None
    rhythm: float | None = None
    newest_at: datetime | None = Field(default=None, sa_type=UtcTime)
    told_state: str | None = None
    shelved: dict[str, Any] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    last_polls: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON_DOCUMENT)


class SourceVersion(SQLModel, table=True):
    """Every version that ever stood, with who made it and when."""

    __tablename__ = "source_version"

    source_id: str = Field(primary_key=True, foreign_key="source.id")
    version: int = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    made_at: datetime = Field(sa_type=UtcTime)
    made_by: str
