"""Token: what lets a program read the API; only its hash is kept."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from alerts.columns import UtcTime


class Token(SQLModel, table=True):
    """A bearer token of a role; 256 random bits, so that a plain SHA-256 is enough."""

    id: str = Field(primary_key=True)
    sha256: str = Field(unique=True)
    role: str
    made_at: datetime = Field(sa_type=UtcTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcTime)
