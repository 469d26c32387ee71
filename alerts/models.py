"""The tables of who is told: Notice, Rule, Channel, Silence, Alert, Delivery, Attempt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime, new_id

# SQLite counts up only a column of exactly the type INTEGER.
COUNTER = BigInteger().with_variant(Integer(), "sqlite")

STATES = PENDING, DELIVERED, DEAD, CANCELLED = "pending", "delivered", "dead", "cancelled"
"""The states of a delivery."""


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Notice(SQLModel, table=True):
    """The one thing that rules look at; never changed. The id gives the order in which they were made.

    `facts` for claims: {"agreement": {"id", "name", "timezone"}, "claim": {...}, "names": {"by",
    "against", "places"} as messages show them, "sides": {"by", "against"} of parties, "places": {a
    place of the claim: [its id, every name of it]}, "previous": {...} in corrections}; their subject
    is the lineage. Else {"source": {...}} or {"system": {"sentence"}}.
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
    """Who wants to be told of what; the id is the operator's own.

    `recalled_version`: the version for which what came before was looked through, see RuleMark.
    """

    id: str = Field(primary_key=True)
    version: int
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    updated_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    recalled_version: int | None = None


class RuleMark(SQLModel, table=True):
    """What a rule that asks for what came before (`first`, `mutual`, `more_than`) remembers of a notice.

    `key` names what is compared; `at` is when the notice was made.
    """

    __tablename__ = "rule_mark"
    __table_args__ = (Index("ix_rule_mark_rule_id_key_at", "rule_id", "key", "at"),)

    rule_id: str = Field(primary_key=True, foreign_key="rule.id")
    notice_id: int = Field(
        sa_type=COUNTER, primary_key=True, foreign_key="notice.id", sa_column_kwargs={"autoincrement": False}
    )
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)


class RuleVersion(SQLModel, table=True):
    """A rule as it stood from `at` on; `document` is None where it was removed."""

    __tablename__ = "rule_version"

    rule_id: str = Field(primary_key=True, foreign_key="rule.id")
    version: int = Field(primary_key=True)
    document: dict[str, Any] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    at: datetime = Field(sa_type=UtcTime)
    by: str


class Silence(SQLModel, table=True):
    """For a while what it fits is kept, but not sent; never deleted, ended early by `ended_at`.

    `document`: {"rules": [ids], "agreement": id or "*", "when": conditions as a rule's}; an empty
    list asks for nothing. Times are of the domain clock.
    """

    id: str = Field(default_factory=new_id, primary_key=True)
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    reason: str
    starts_at: datetime = Field(sa_type=UtcTime)
    ends_at: datetime = Field(sa_type=UtcTime)
    created_at: datetime = Field(sa_type=UtcTime)
    created_by: str
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    ended_by: str | None = None


class SigningKey(SQLModel, table=True):
    """This installation's key for the links in its mails; made once, never exported, logged or shown."""

    __tablename__ = "signing_key"

    purpose: str = Field(primary_key=True)
    key: str = Field(repr=False, exclude=True)
    made_at: datetime = Field(sa_type=UtcTime)


class Channel(SQLModel, table=True):
    """Where alerts go. `secret` is a literal one: never exported, logged or shown.

    `previous_secret` signs as well until `previous_until` (rotation). `failing_since`: the first
    failure after the last success; `warned_at`: people were told that it will be disabled.
    `is_slow`: its last try failed or took long, so that it is sent to by threads of its own.
    `unsubscribed`: addresses that asked for no more mail. Times are the machine's.
    """

    id: str = Field(primary_key=True)
    kind: str
    version: int
    document: dict[str, Any] = Field(sa_type=JSON_DOCUMENT)
    secret: str | None = Field(default=None, repr=False, exclude=True)
    updated_at: datetime = Field(sa_type=UtcTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    disabled_reason: str | None = None
    previous_secret: str | None = Field(default=None, repr=False, exclude=True)
    previous_until: datetime | None = Field(default=None, sa_type=UtcTime)
    failing_since: datetime | None = Field(default=None, sa_type=UtcTime)
    warned_at: datetime | None = Field(default=None, sa_type=UtcTime)
    is_slow: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    unsubscribed: list[str] = Field(
        default_factory=list, sa_type=JSON_DOCUMENT, sa_column_kwargs={"server_default": "[]"}
    )
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

    `closes_at` is of the domain clock. `type` (the webhook's) is known when it closes. `follows`:
    the alert whose thread it continues. `silence_id`: what it holds is kept, but not sent.
    Acknowledging says that somebody has seen it; it changes nothing of what is sent.
    """

    __table_args__ = (
        Index("uq_alert_open", "rule_id", "group_hash", unique=True, **_where("closed_at IS NULL")),
        Index("ix_alert_closes_at_open", "closes_at", **_where("closed_at IS NULL")),
        Index("ix_alert_group", "rule_id", "group_hash", "closed_at"),
        Index("ix_alert_follows", "follows", **_where("follows IS NOT NULL")),
        Index("ix_alert_opened_at_id", "opened_at", "id"),
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
    follows: str | None = Field(default=None, foreign_key="alert.id")
    silence_id: str | None = Field(default=None, foreign_key="silence.id")
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcTime)
    acknowledged_by: str | None = None
    acknowledged_note: str | None = None


class AlertEntry(SQLModel, table=True):
    """A notice in an alert: at most one entry per rule and notice. `lineage` finds what a rule alerted.

    Accusations have more, by which a denial finds what it denies: `pair` (agreement, by, against),
    `tokens` (its types and places) and `made_at`, the notice's.
    """

    __tablename__ = "alert_entry"
    __table_args__ = (
        Index("ix_alert_entry_alert", "alert_id", "notice_id"),
        Index("ix_alert_entry_lineage", "lineage", "rule_id", **_where("lineage IS NOT NULL")),
        Index("ix_alert_entry_pair", "pair", "rule_id", "made_at", **_where("pair IS NOT NULL")),
    )

    rule_id: str = Field(primary_key=True, foreign_key="rule.id")
    notice_id: int = Field(
        sa_type=COUNTER, primary_key=True, foreign_key="notice.id", sa_column_kwargs={"autoincrement": False}
    )
    alert_id: str = Field(foreign_key="alert.id")
    lineage: str | None = None
    pair: str | None = None
    tokens: list[str] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    made_at: datetime | None = Field(default=None, sa_type=UtcTime)


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
