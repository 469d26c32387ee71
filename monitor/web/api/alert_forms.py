"""What is asked of alerts and deliveries, and the shapes of the answers, for the API's description."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from alerts.acknowledging import LONGEST_NOTE
from alerts.alert_log import AlertFilter
from alerts.delivery_log import DeliveryFilter
from monitor.terms import SourceState
from monitor.web.parameters import Moment, Name, PageParameters

State = Literal["pending", "delivered", "dead", "cancelled"]
Outcome = Literal["delivered", "gone", "waits", "passes"]


class DeliveryParameters(PageParameters):
    """A repeated name widens the choice, an empty value asks for nothing."""

    channel: list[Name] = Field([], description="Ids of channels.")
    state: list[State] = Field([], description="`dead`: given up, kept, sent again by order.")
    rule: list[Name] = Field([], description="Ids of rules.")
    failed: bool = Field(False, description="Only dead ones, and pending ones that failed before.")
    alert: Name | None = Field(None, description="The id of an alert.")
    since: Moment | None = Field(None, description="Made then or later: ISO 8601 with an offset, or a day.")

    def as_filter(self) -> DeliveryFilter:
        return DeliveryFilter(
            channels=tuple(self.channel),
            states=tuple(self.state),
            rules=tuple(self.rule),
            alert=self.alert,
            since=self.since,
            failed=self.failed,
        )


class AlertParameters(PageParameters):
    """A repeated name widens the choice, an empty value asks for nothing."""

    rule: list[Name] = Field([], description="Ids of rules.")
    type: list[Name] = Field([], description="As in webhooks: `claims.accusation`, `source.state`, ...")
    closed: bool | None = Field(None, description="`false`: notices may still join it.")
    acknowledged: bool | None = Field(None, description="Whether somebody said that it was seen.")
    channel: list[Name] = Field([], description="Ids of channels that it goes to.")
    state: list[State] = Field([], description="How its delivery to one of these channels, or any, stands.")
    agreement: list[Name] = Field([], description="Ids of agreements that it is about.")
    since: Moment | None = Field(None, description="Opened then or later: ISO 8601 with an offset, or a day.")

    def as_filter(self) -> AlertFilter:
        return AlertFilter(
            rules=tuple(self.rule),
            types=tuple(self.type),
            closed=self.closed,
            acknowledged=self.acknowledged,
            channels=tuple(self.channel),
            states=tuple(self.state),
            agreements=tuple(self.agreement),
            since=self.since,
        )


class Note(BaseModel):
    """What others should know of an alert."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field("", max_length=LONGEST_NOTE, description="Kept on one line; may be empty.")


class AttemptForm(BaseModel):
    """One try. `early`: before the ladder's own time; `status`: of HTTP or SMTP, null without an answer."""

    number: int
    at: datetime
    duration_ms: int
    early: bool
    outcome: Outcome
    status: int | None
    detail: str


class DeliveryForm(BaseModel):
    """An alert's way to one channel; the id is the webhook's. `alert` is null for a test."""

    model_config = ConfigDict(extra="forbid")

    id: str
    channel: str
    kind: str
    type: str
    state: State
    alert: str | None
    rule: str | None
    created_at: datetime
    next_try_at: datetime | None
    delivered_at: datetime | None
    reason: str | None
    attempts: list[AttemptForm]
    tries_left: int = Field(description="That the ladder still has; an early try uses none.")


class DeliveriesForm(BaseModel):
    """A page of the delivery log."""

    items: list[DeliveryForm]
    next: str = Field(description="Cursor of the next page; empty at the end.", examples=[""])


class AcknowledgementForm(BaseModel):
    """Who said that they have seen an alert."""

    by: str
    at: datetime
    note: str | None


class AlertForm(BaseModel):
    """A rule's message about one or more notices; `delivery_counts`: how many are in each state."""

    model_config = ConfigDict(extra="forbid")

    id: str
    rule: str
    rule_version: int
    type: str | None = Field(description="As in webhooks; known when it closes.")
    group: dict[str, Any]
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    follows: str | None = Field(description="The first alert of its thread.")
    silence: str | None
    acknowledgement: AcknowledgementForm | None
    entry_count: int
    delivery_counts: dict[State, int]


class AlertsForm(BaseModel):
    """A page of alerts."""

    items: list[AlertForm]
    next: str = Field(description="Cursor of the next page; empty at the end.", examples=[""])


class SourceNoticeForm(BaseModel):
    """How a source was when the notice was made."""

    id: str
    publisher: str
    state: SourceState
    since: datetime
    reason: str | None


class EntryForm(BaseModel):
    """One notice of an alert; it has one of `claim`, `source` and `system`."""

    kind: str
    made_at: datetime
    claim: dict[str, Any] | None = Field(None, description="As in the log, as it stood then.")
    source: SourceNoticeForm | None = None
    system: dict[str, Any] | None = None


class WholeAlertForm(AlertForm):
    """An alert with all that belongs to it."""

    entries: list[EntryForm]
    more: int = Field(description="Entries that are not listed; `url` has them all.")
    url: str
    thread: list[AlertForm] = Field(description="The alerts of its thread, the first one first.")
    deliveries: list[DeliveryForm]
