"""Reading: one look at one revision for one agreement by one version of the classifier."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, text

from alerts.columns import UtcTime


class Reading(SQLModel, table=True):
    """It owns claims; at most one reading of a statement for an agreement is current."""

    __table_args__ = (
        Index(
            "uq_reading_current",
            "statement_id",
            "agreement_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    statement_id: str = Field(foreign_key="statement.id", index=True)
    revision_id: str = Field(foreign_key="revision.id")
    agreement_id: str = Field(foreign_key="agreement.id")
    agreement_version: int
    classifier_version: str
    lang: str
    made_at: datetime = Field(sa_type=UtcTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcTime)
    superseded_by: str | None = None
