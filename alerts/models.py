"""The tables of who is told: Notice, Rule, Channel, Alert, Delivery, Attempt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime, new_id

# SQLite counts up only a column of exactly the type INTEGER.
COUNTER = BigInteger().with_variant(Integer(), "sqlite")

PENDING, DELIVERED, DEAD, CANCELLED = "pending", "delivered", "dead", "cancelled"
"""The states of a delivery."""


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Notice(SQLModel, table=True):
    """The one thing that rules look at; never changed. The id gives the order in which they were made.

    `facts` for claims: {"agreement": {"id", "name", "timezone"}, "claim": {...}, "names": {"by",
    "against"}, "previous": {...} in corrections}; else {"source": {...}} or {"system": {"sentence"}}.
    """

    __table_args__ = (
        Index("ix_notice_agreement_id_id", "agreement_id", "id"),
        Index("ix_notice_subject", "subject_kind", "subject_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=Column(COUNTER, primary_key=True, autoincrement=True))
    kind: str
    subject_kind: str
    subject_id: str
    agreement_id: str | None = None
    incident: str | None = None
    facts: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    published_at: datetime | None = Field(default=None, sa_type=UtcTime)
    made_at: datetime = Field(sa_type=UtcTime)


class PendingNotice(SQLModel, table=True):
    """A notice that no rule has looked at yet; the row goes when it is matched, the notice stays as it is."""

    __tablename__ = "pending_notice"

    notice_id: int = Field(
        sa_type=COUNTER, primary_key=True, foreign_key="notice.id", sa_column_kwargs={"autoincrement": False}
    )


class Rule(SQLModel, table=True):
    """Who wants to be told of what; the id is the operator's own."""

    id: str = Field(primary_key=True)
    version: int
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    updated_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RuleVersion(SQLModel, table=True):
    """A rule as it stood from `at` on; `document` is None where it was removed."""

    __tablename__ = "rule_version"

    rule_id: str = Field(primary_key=True, foreign_key="rule.id")
    version: int = Field(primary_key=True)
    document: dict[str, Any] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    at: datetime = Field(sa_type=UtcTime)
    by: str


class Channel(SQLModel, table=True):
    """Where alerts go. `secret` is a literal one: never exported, logged or shown."""

    id: str = Field(primary_key=True)
    kind: str
    version: int
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    secret: str | None = Field(default=None, repr=False, exclude=True)
    updated_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_reason: str | None = None
    last_early_at: datetime | None = Field(default=None, sa_type=UtcTime)
    lease_token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)


class ChannelVersion(SQLModel, table=True):
    """A channel as it stood from `at` on, without its secret; `document` is None where it was removed."""

    __tablename__ = "channel_version"

    channel_id: str = Field(primary_key=True, foreign_key="channel.id")
    version: int = Field(primary_key=True)
    kind: str
    document: dict[str, Any] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    at: datetime = Field(sa_type=UtcTime)
    by: str


class Alert(SQLModel, table=True):
    """A rule's message about one or more notices; open until it closes, then never changed.

    `closes_at` is of the domain clock. `type` (the webhook's) is known when it closes.
    """

    __table_args__ = (
        Index("uq_alert_open", "rule_id", "group_hash", unique=True, **_where("closed_at IS NULL")),
        Index("ix_alert_closes_at_open", "closes_at", **_where("closed_at IS NULL")),
        Index("ix_alert_group", "rule_id", "group_hash", "closed_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    rule_id: str = Field(foreign_key="rule.id")
    rule_version: int
    group_key: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    group_hash: str
    opened_at: datetime = Field(sa_type=UtcTime)
    closes_at: datetime = Field(sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    type: str | None = None


class AlertEntry(SQLModel, table=True):
    """A notice in an alert: at most one entry per rule and notice. `lineage` finds what a rule alerted."""

    __tablename__ = "alert_entry"
    __table_args__ = (
        Index("ix_alert_entry_alert", "alert_id", "notice_id"),
        Index("ix_alert_entry_lineage", "lineage", "rule_id", **_where("lineage IS NOT NULL")),
    )

    rule_id: str = Field(primary_key=True, foreign_key="rule.id")
    notice_id: int = Field(
        sa_type=COUNTER, primary_key=True, foreign_key="notice.id", sa_column_kwargs={"autoincrement": False}
    )
    alert_id: str = Field(foreign_key="alert.id")
    lineage: str | None = None


class Delivery(SQLModel, table=True):
    """An alert's way to one channel, in the order of `sequence`; the id is the webhook's.

    `state`: pending, delivered, dead or cancelled. `step`: steps of the retry ladder used up.
    `holds_up`: while it waits for its next try, those behind it wait too. `early_at`: may be
    tried from then on, whatever the ladder says; `not_before`: the receiver asked for patience.
    `content`: the bytes that go out, as text, frozen at the first attempt. `accepted`: those of
    several recipients for whom it was taken; they get it no second time. Times are the machine's.
    """

    __table_args__ = (
        Index("ix_delivery_pending", "channel_id", "sequence", **_where("state = 'pending'")),
        Index("ix_delivery_state", "state", "sequence"),
        {"sqlite_autoincrement": True},
    )

    sequence: int | None = Field(
        default=None, sa_column=Column(COUNTER, primary_key=True, autoincrement=True)
    )
    id: str = Field(default_factory=new_id, unique=True)
    alert_id: str | None = Field(default=None, foreign_key="alert.id", index=True)
    channel_id: str = Field(foreign_key="channel.id")
    type: str
    state: str = PENDING
    created_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime)
    early_at: datetime | None = Field(default=None, sa_type=UtcTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcTime)
    step: int = 0
    holds_up: bool = True
    content: str | None = Field(default=None, sa_type=Text)
    frozen_at: datetime | None = Field(default=None, sa_type=UtcTime)
    accepted: list[str] = Field(default_factory=list, sa_type=JSON_DOCUMENT)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reason: str | None = None


class Attempt(SQLModel, table=True):
    """One try: when, how long, what came of it. `detail` is a short sentence, never a response body."""

    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    delivery_id: str = Field(foreign_key="delivery.id")
    number: int
    at: datetime = Field(sa_type=UtcTime)
    duration_ms: int
    early: bool
    outcome: str
    status: int | None = None
    detail: str
