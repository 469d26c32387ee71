"""Review: a person's verdict on a claim, beside it, never over it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class Review(SQLModel, table=True):
    """Appended; the newest of a lineage counts while its claim version is the current one."""

    id: str = Field(primary_key=True)
    lineage_id: str = Field(foreign_key="lineage.id", index=True)
    claim_id: str = Field(foreign_key="claim.id")
    verdict: str
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    note: str = ""
    made_by: str
    made_at: datetime = Field(sa_type=UtcTime)
