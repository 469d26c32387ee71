"""The shapes of people, tokens, the journal and the system, for the API's description."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from monitor.ledger.accounts import LONGEST_NAME

RoleName = Literal["viewer", "reviewer", "admin"]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]


class PersonRequest(BaseModel):
    """A person to be added; they choose their password by the link in the answer."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Ben", "role": "viewer"}}
    )

    name: PersonName
    role: RoleName


class RoleRequest(BaseModel):
    """A role to be given."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"role": "reviewer"}})

    role: RoleName


class PersonForm(BaseModel):
    """An account; `seen_at` is the last use of a session that still stands."""

    id: str
    name: str
    role: RoleName
    has_password: bool
    made_at: datetime
    disabled_at: datetime | None
    seen_at: datetime | None


class PeopleForm(BaseModel):
    """Every account, by name; those that were disabled come last."""

    items: list[PersonForm]


class LinkForm(BaseModel):
    """A one-time link by which the person sets a password within two days; told here, and never again."""

    person: PersonForm
    link: str


class TokenForm(BaseModel):
    """What lets a program in; its text is told once, when it is made."""

    id: str
    role: RoleName
    made_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class TokensForm(BaseModel):
    """Every token, the newest first; those that were revoked come last."""

    items: list[TokenForm]


class MadeTokenForm(TokenForm):
    """A token with its text, which is kept nowhere."""

    token: str


class EntryForm(BaseModel):
    """An entry of the journal; numbers grow with the commits."""

    number: int
    at: datetime
    kind: str
    subject: str
    actor: str
    details: dict[str, Any]


class JournalForm(BaseModel):
    """A page of the journal."""

    items: list[EntryForm]
    next: str = Field(description="Cursor of the next page; empty at the end.", examples=[""])


class CheckForm(BaseModel):
    """One part that was looked at: `note` is worth knowing, `wrong` needs a hand."""

    part: str
    state: Literal["ok", "note", "wrong"]
    detail: str


class SystemForm(BaseModel):
    """How the service itself is; as `ceasewatch doctor --json`, with what is kept."""

    ok: bool
    checks: list[CheckForm]
    database_bytes: int
    free_bytes: int | None
    journal: int
    seal: str | None = Field(description="The head of the chain of seals.")
    version: str
