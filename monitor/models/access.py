"""Access: users, their sessions, tokens of programs, the one-time key, counted tries; secrets as hashes."""

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


class User(SQLModel, table=True):
    """A person; `name_key` is the name without case, so that two people never differ by case only.

    `visited_at`: when the person last looked at an overview; `visited_before`: when the visit before this
    one ended, from which on things are new (ledger.visits).
    """

    __tablename__ = "desk_user"  # `user` is a reserved word of PostgreSQL

    id: str = Field(primary_key=True)
    name: str
    name_key: str = Field(unique=True)
    password_hash: str
    role: str
    made_at: datetime = Field(sa_type=UtcTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcTime)
    visited_at: datetime | None = Field(default=None, sa_type=UtcTime)
    visited_before: datetime | None = Field(default=None, sa_type=UtcTime)


class DeskSession(SQLModel, table=True):
    """A browser that is signed in; only the hash of its 256 random bits is kept."""

    __tablename__ = "desk_session"

    id: str = Field(primary_key=True)
    sha256: str = Field(unique=True)
    user_id: str = Field(foreign_key="desk_user.id", index=True)
    made_at: datetime = Field(sa_type=UtcTime)
    seen_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime)


class FirstKey(SQLModel, table=True):
    """The key of a one-time link: `first` makes the first administrator, `password:USER` sets a password."""

    __tablename__ = "first_key"

    id: str = Field(primary_key=True)
    sha256: str
    made_at: datetime = Field(sa_type=UtcTime)


class SignInTries(SQLModel, table=True):
    """How often a name or an address was tried in the window that ends at `until`.

    `key` is a hash: a password typed into the wrong field must not be kept in the clear.
    """

    __tablename__ = "sign_in_tries"

    key: str = Field(primary_key=True)
    tries: int
    until: datetime = Field(sa_type=UtcTime, index=True)
