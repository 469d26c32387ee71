"""Host: politeness towards one host:port, held across processes; Heartbeat: who is alive."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class Host(SQLModel, table=True):
    """`free_at` keeps the gap between requests; `in_flight`: who is being asked, source id -> latest end."""

    id: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcTime)
    in_flight: dict[str, str] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)


class Heartbeat(SQLModel, table=True):
    """When a part of the clockwork last said that it is alive (`scheduler`, `worker:NAME`)."""

    name: str = Field(primary_key=True)
    beat_at: datetime = Field(sa_type=UtcTime)
