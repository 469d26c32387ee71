"""Host: politeness towards one host:port, held across processes; RobotsFile; Heartbeat: who is alive."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class Host(SQLModel, table=True):
    """`free_at` keeps the gap between requests; `in_flight`: who is being asked, source id -> latest end."""

    id: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcTime)
    in_flight: dict[str, str] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)


class RobotsFile(SQLModel, table=True):
    """What the robots.txt of one origin (scheme://host:port) said, and until when that is believed.

    `text` is None until it was ever had; "" means that everything is allowed. `failing_since`:
    it can't be had since then, `failure_state` and `failure` say why. Times are the machine's.
    """

    __tablename__ = "robots_file"

    id: str = Field(primary_key=True)
    text: str | None = None
    had_at: datetime | None = Field(default=None, sa_type=UtcTime)
    fresh_until: datetime = Field(sa_type=UtcTime)
    failing_since: datetime | None = Field(default=None, sa_type=UtcTime)
    failure_state: str | None = None
    failure: str | None = None


class Heartbeat(SQLModel, table=True):
    """When a part of the clockwork last said that it is alive (`scheduler`, `worker:NAME`)."""

    name: str = Field(primary_key=True)
    beat_at: datetime = Field(sa_type=UtcTime)
