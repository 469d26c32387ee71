"""SavedView: filters of the log under a name, kept by a person."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from alerts.columns import UtcTime


class SavedView(SQLModel, table=True):
    """`query` is the part of the log's address after the question mark; a name is unique for its owner."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="desk_user.id")
    name: str
    query: str
    made_at: datetime = Field(sa_type=UtcTime)
