"""Miss: a claim that the reader did not find and a person did."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class Miss(SQLModel, table=True):
    """Where a person says that a text makes a claim which no reading has; never a claim itself.

    `start` and `end` are code points into `field` of the revision: `title` or `text`. `request_key` is the
    sender's own name for the request. `taken_back_at`: the person, or another one, no longer says so.
    """

    id: str = Field(primary_key=True)
    agreement_id: str = Field(foreign_key="agreement.id")
    statement_id: str = Field(foreign_key="statement.id", index=True)
    revision_id: str = Field(foreign_key="revision.id")
    field: str
    start: int
    end: int
    stance: str
    by: str
    against: str | None = None
    types: list[str] = Field(sa_type=JSON_DOCUMENT)
    note: str = ""
    author: str
    request_key: str | None = Field(default=None, unique=True)
    said_at: datetime = Field(sa_type=UtcTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcTime)
