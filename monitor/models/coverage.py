"""Blank: a time in which a source was not covered; Outage: one in which hardly any source could be."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, text

from alerts.columns import UtcTime

NOT_RUNNING = "not_running"


class Blank(SQLModel, table=True):
    """Nobody saw what a source published from `from_at` to `to_at` (None: it lasts): silence is no peace.

    `why` is a state of the source, or `not_running`: our own service was down. `caught_up`: the first list
    after it still held something from before it, so that later reading closed the hole; None: not known yet.
    """

    __table_args__ = (
        Index("ix_blank_source_id_from_at", "source_id", "from_at"),
        Index(
            "ix_blank_open",
            "source_id",
            unique=True,
            sqlite_where=text("to_at IS NULL"),
            postgresql_where=text("to_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id")
    from_at: datetime = Field(sa_type=UtcTime)
    to_at: datetime | None = Field(default=None, sa_type=UtcTime)
    why: str
    caught_up: bool | None = None


class Outage(SQLModel, table=True):
    """All sources failed at once, each with `state`: the trouble is ours, and no source is blamed.

    At most one lasts.
    """

    __table_args__ = (
        Index(
            "ix_outage_open",
            "open",
            unique=True,
            sqlite_where=text("to_at IS NULL"),
            postgresql_where=text("to_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    from_at: datetime = Field(sa_type=UtcTime)
    to_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sources: int
    state: str
    open: bool = True
