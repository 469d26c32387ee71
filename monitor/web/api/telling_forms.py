"""The shapes of rules and channels as the API shows and takes them, for its description."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Body
from pydantic import BaseModel, ConfigDict, Field

EXAMPLE_RULE: dict[str, Any] = {
    "id": "every-accusation",
    "agreement": "karabakh-2020",
    "when": {"kind": ["accusation"], "in_force": True, "min_confidence": 0.5},
    "group_by": ["against"],
    "group_wait": "30s",
    "group_interval": "5m",
    "send_to": ["newsroom"],
}
EXAMPLE_CHANNEL: dict[str, Any] = {
    "id": "newsroom",
    "kind": "webhook",
    "url": "https://hooks.example.org/ceasewatch",
    "secret": {"env": "NEWSROOM_SECRET"},
}
RuleDocument = Annotated[
    dict[str, Any],
    Body(
        description="A rule as the YAML writes it. The keys `version`, `updated_at` and `updated_by` of an"
        " answer may be sent back; they change nothing.",
        examples=[EXAMPLE_RULE],
    ),
]
ChannelDocument = Annotated[
    dict[str, Any],
    Body(
        description="A channel as the YAML writes it; `{stored: ID}` keeps a secret that is kept here."
        " What an answer says of how the channel stands may be sent back; it changes nothing.",
        examples=[EXAMPLE_CHANNEL],
    ),
]


class RuleForm(BaseModel):
    """A rule with every key of its document; durations as `30s`, `5m`, `24h`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE_RULE})

    id: str
    agreement: str = Field(description="Its id, or `*`: every agreement.")
    when: dict[str, Any]
    group_by: list[str]
    group_wait: str
    group_interval: str
    max_age: str
    digest: dict[str, Any] | None
    quiet_hours: dict[str, Any] | None
    send_to: list[str] = Field(description="Ids of channels.")
    version: int
    updated_at: datetime
    updated_by: str


class RulesForm(BaseModel):
    """The rules in use, by id."""

    items: list[RuleForm]


class ChannelForm(BaseModel):
    """A channel: its settings without any secret, and how it stands.

    `place`: where it leads; `secret_kept`: where its secret is; `missed_since`: of a disabled one, since
    when it misses messages. Settings are those of the kind.
    """

    model_config = ConfigDict(extra="allow", json_schema_extra={"example": EXAMPLE_CHANNEL})

    id: str
    kind: str
    place: str
    secret_kept: str | None
    rotating_until: datetime | None = Field(description="The old secret signs as well until then.")
    state: Literal["in use", "failing", "disabled"]
    since: datetime | None
    reason: str | None
    waiting: int = Field(description="Deliveries that wait there.")
    missed_since: datetime | None
    unsubscribed: list[str]
    version: int
    updated_at: datetime
    updated_by: str


class ChannelsForm(BaseModel):
    """The channels in use, by id."""

    items: list[ChannelForm]


class VersionForm(BaseModel):
    """What somebody saved."""

    version: int
    at: datetime
    by: str
    fields: list[str] = Field(description="Dotted keys that differ from the version before.")
    document: dict[str, Any] | None = Field(
        description="As it was kept; durations in seconds; null: removed."
    )


class VersionsForm(BaseModel):
    """Every version, the newest first."""

    items: list[VersionForm]


class Keep(BaseModel):
    """How long the old secret signs as well."""

    model_config = ConfigDict(extra="forbid")

    keep: str = Field("24h", description="A duration; `0s`: not at all.")


class RotatedForm(BaseModel):
    """The new secret; it is shown here, and never again."""

    channel: str
    secret: str
    previous_until: datetime | None


class Reason(BaseModel):
    """Why nothing more shall be sent."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field("", max_length=200, pattern=r"^[^\x00]*$")


class Since(BaseModel):
    """From when on to send again."""

    model_config = ConfigDict(extra="forbid")

    since: str = Field(description="ISO 8601 with an offset, or a day (UTC).", examples=["2020-10-10"])
    all: bool = Field(False, description="Also what was delivered; the ids let a receiver drop a repeat.")


class ReplayedForm(BaseModel):
    """How many deliveries are due again."""

    channel: str
    deliveries: int
