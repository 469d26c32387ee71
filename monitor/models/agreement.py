"""Agreement: a validated document and its window; Watch: whose outlet a source is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from alerts.columns import JSON_DOCUMENT, UtcTime


class Agreement(SQLModel, table=True):
    """The current version; `document` is the form that the YAML room checked, without its sources."""

    id: str = Field(primary_key=True)
    version: int
    name: str
    starts_at: datetime = Field(sa_type=UtcTime, index=True)
    ends_at: datetime | None = Field(default=None, sa_type=UtcTime)
    timezone: str
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    updated_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class AgreementVersion(SQLModel, table=True):
    """Every version that ever stood, with who made it and when."""

    __tablename__ = "agreement_version"

    agreement_id: str = Field(primary_key=True, foreign_key="agreement.id")
    version: int = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    made_at: datetime = Field(sa_type=UtcTime)
    made_by: str


class Watch(SQLModel, table=True):
    """An agreement watches a source; `speaker` is the party or observer whose outlet it is there.

    `baseline_at` is the time of the first successful poll for this agreement: what stood
    at the source then is known not to be news.
    """

    __table_args__ = (UniqueConstraint("agreement_id", "source_id"),)

    id: str = Field(primary_key=True)
    agreement_id: str = Field(foreign_key="agreement.id")
    source_id: str = Field(foreign_key="source.id", index=True)
    speaker: str | None = None
    position: int = 0
    baseline_at: datetime | None = Field(default=None, sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)
