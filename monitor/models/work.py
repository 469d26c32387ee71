"""Work: what is still to be done; stamps and leases live here, so that records stay as they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from alerts.columns import JSON_DOCUMENT, UtcTime

READ = "read"
FOLLOW = "follow"
PROBE = "probe"
OLDER = "older"
SEAL = "seal"
CLASSIFY = "classify"


class Work(SQLModel, table=True):
    """One hand-over between rooms: `read` a capture, or `classify` a revision for an agreement; beside
    them `follow` a listed statement to its own page, `probe` one that vanished from its list,
    fetch an `older` page of a source's list, or `seal` a capture.

    `details` holds what the subject's row does not: the statement as it was listed.

    `silent` work makes no notices (a classifier upgrade, a changed agreement).
    """

    __table_args__ = (
        Index(
            "ix_work_due",
            "kind",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_work_subject", "kind", "subject_id", "agreement_id"),
    )

    id: str = Field(primary_key=True)
    kind: str
    subject_id: str
    agreement_id: str | None = None
    details: dict[str, Any] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    silent: bool = False
    due_at: datetime = Field(sa_type=UtcTime)
    lease_token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    tries: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)
    failure: str | None = None
