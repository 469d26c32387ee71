"""Statement: one published text from a source; Revision: each differing text of it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, false

from alerts.columns import UtcTime


class Statement(SQLModel, table=True):
    """`external_id` is the outlet's own id for the text; a withdrawn statement is flagged and stays.

    `revision` is 0 while only its outlet's list is known and its own page is still to be read.
    `address_key` recognises it when its id changes, `version_key` its other language versions;
    `original_id` names the statement that this one repeats (a relay, another language).
    `is_listed`: it stands in its source's newest list; `listed_sha256`: what that list said of it.
    """

    __table_args__ = (
        UniqueConstraint("source_id", "external_id"),
        Index("ix_statement_source_seen", "source_id", "first_seen_at"),
    )

    id: str = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id")
    external_id: str
    url: str
    first_seen_at: datetime = Field(sa_type=UtcTime, index=True)
    revision: int
    address_key: str | None = Field(default=None, index=True)
    version_key: str | None = Field(default=None, index=True)
    original_id: str | None = Field(default=None, foreign_key="statement.id")
    is_listed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    listed_sha256: str | None = None
    revisit_at: datetime | None = Field(default=None, sa_type=UtcTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Revision(SQLModel, table=True):
    """One text of a statement, numbered from 1, and the capture that proves it; never changed.

    `published_at` is the outlet's own time, or when it gives none the time that we first saw it.
    `forwarded` words are somebody else's (`original_of`); `unread` says why no machine can read
    the text (words in an image), so that a person does. `kept` is what may be stored of the text:
    `full`, `excerpt` or `link` after the source's terms, `erased` after a takedown.
    """

    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: str = Field(primary_key=True)
    statement_id: str = Field(foreign_key="statement.id")
    number: int
    capture_id: str = Field(foreign_key="capture.id", index=True)
    title: str
    text: str
    text_sha256: str = Field(index=True)
    published_at: datetime = Field(sa_type=UtcTime)
    precision: str
    timezone: str | None = None
    language: str | None = None
    edited: bool = False
    forwarded: bool = False
    original_of: str | None = None
    unread: str | None = None
    kept: str = Field(default="full", sa_column_kwargs={"server_default": "full"})
    seen_at: datetime = Field(sa_type=UtcTime)
