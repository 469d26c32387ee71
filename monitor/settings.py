"""Every environment variable, its default and its meaning."""

from __future__ import annotations

import ipaddress
import os
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import getaddresses
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from monitor.networks import Network

PREFIX = "CEASEWATCH_"
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
BROKERS = ("redis", "rediss")


class BadSetting(ValueError):
    """A setting that can't be used; its text is one sentence for the operator."""


class Settings(BaseSettings):
    """What the operator may set; each name is prefixed CEASEWATCH_ and may end in _FILE; empty is unset."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("ceasewatch"), description="Data folder.")
    database_url: SecretStr | None = Field(
        None, description="postgresql+psycopg://... ; unset: SQLite in HOME."
    )
    broker_url: SecretStr | None = Field(None, description="redis://... ; unset: one-process mode.")
    smtp_url: SecretStr | None = Field(
        None, description="smtp://user:pass@host:587?starttls=1 or smtps://..."
    )
    mail_from: str = Field("Ceasewatch <ceasewatch@localhost>", description="Sender of the emails.")
    base_url: str = Field("http://127.0.0.1:8080", description="Where links in alerts lead.")
    allow_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Comma-separated CIDRs outside the public Internet that sources and channels may reach.",
    )
    host_gap: float = Field(1.0, ge=0, le=3600, description="Least seconds between two requests to one host.")
    host_concurrency: int = Field(1, ge=1, le=16, description="Requests to one host at the same time.")
    contact: str = Field("", max_length=200, description="Goes into the User-Agent: who runs this.")
    heartbeat_url: SecretStr | None = Field(
        None, description="Called every minute while all is well; unset: nobody outside notices our end."
    )
    log_format: Literal["text", "json"] = Field("text", description="How a log line is written.")

    @field_validator("allow_networks", mode="before")
    @classmethod
    def split_networks(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(_read_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("database_url")
    @classmethod
    def check_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and _find_driver(value.get_secret_value()) not in DRIVERS:
            raise ValueError(
                "is no database that is supported; write postgresql+psycopg://user:password@host/name,"
                " or leave it unset for SQLite."
            )
        return value

    @field_validator("broker_url")
    @classmethod
    def check_broker(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = _split(value.get_secret_value())
            number = parts.path.removeprefix("/") if parts else ""
            if not parts or parts.scheme not in BROKERS or not (number or "0").isdecimal():
                raise ValueError(
                    "is no address of a Redis; write redis://host:6379/0, or leave it unset for one process."
                )
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def check_heartbeat(cls, value: SecretStr | None) -> SecretStr | None:
        parts = _split(value.get_secret_value()) if value is not None else None
        if value is not None and (not parts or parts.scheme not in ("http", "https")):
            raise ValueError(
                "is no address that can be called; write it in full, such as https://watch.example.org/ping/KEY."
            )
        return value

    @field_validator("mail_from")
    @classmethod
    def check_sender(cls, value: str) -> str:
        if not _is_sender(value):
            raise ValueError(
                "is no sender of a mail; write an address in ASCII, with or without a name:"
                " Ceasewatch <watch@example.org>."
            )
        return value

    @field_validator("contact")
    @classmethod
    def check_contact(cls, value: str) -> str:
        if not value.isascii() or not value.isprintable():
            raise ValueError(
                "holds letters that a User-Agent can't carry; write it in ASCII, such as desk@example.org."
            )
        return value.strip()

    @field_validator("host_gap", mode="before")
    @classmethod
    def read_seconds(cls, value: Any) -> Any:
        return value.strip().removesuffix("s") if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def check_base(cls, value: str) -> str:
        """Kept without its last slash: links are put together from it."""
        parts = _split(value)
        if not parts or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
            raise ValueError("is no address of a desk; write it in full, such as https://watch.example.org.")
        return value.rstrip("/")

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.home / 'ceasewatch.sqlite3'}"

    @property
    def one_process(self) -> bool:
        return self.broker_url is None


def read_settings(**overrides: Any) -> Settings:
    """Settings from the environment, `NAME_FILE` read from its file; raises BadSetting."""
    try:
        return Settings(**(_read_secret_files() | overrides))
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        if first["type"] == "value_error":  # our own words
            raise BadSetting(f"{name}: {first['ctx']['error']}") from None
        raise BadSetting(f"{name}: {first['msg']}; see the table of settings in README.md.") from None


def _read_network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no network; write it as 10.0.0.0/8, several of them with commas between."
        ) from None


def _find_driver(address: str) -> str | None:
    try:
        return make_url(address).drivername
    except (ArgumentError, ValueError):
        return None


def _split(address: str) -> SplitResult | None:
    """The parts of an address that has a host and a sound port; None for any other."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # read only now, and refused when it is no number
    except ValueError:
        return None
    return parts if parts.hostname and address.isprintable() and " " not in address else None


def _is_sender(value: str) -> bool:
    """One address whose part before and after the @ can stand in a mail's envelope as it is."""
    found = getaddresses([value])
    if len(found) != 1 or not value.isprintable():
        return False
    name, address = found[0]
    try:
        return bool(Address(display_name=name, addr_spec=address).domain) and address.isascii()
    except (MessageError, ValueError, IndexError):
        return False


def _read_secret_files() -> dict[str, str]:
    values: dict[str, str] = {}
    for name in Settings.model_fields:
        variable = f"{PREFIX}{name.upper()}"
        path = os.environ.get(f"{variable}_FILE")
        if not path:
            continue
        if os.environ.get(variable):
            raise BadSetting(f"{variable} and {variable}_FILE are both set; keep one of them.")
        values[name] = _read_file(variable, path)
    return {name: value for name, value in values.items() if value}


def _read_file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{variable}_FILE: cannot read {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadSetting(f"{variable}_FILE: {path} is not UTF-8 text.") from None
