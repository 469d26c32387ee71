"""The journal: one commit-ordered sequence of everything that people may ask about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class JournalEntry(SQLModel, table=True):
    """`number` grows with the commits: whoever has read up to N misses nothing below it."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_at", "at", "number"),
        Index("ix_journal_kind", "kind", "number"),
        Index("ix_journal_actor", "actor", "number"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcTime)
    kind: str
    subject: str
    actor: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
