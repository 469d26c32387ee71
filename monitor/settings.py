"""Every environment variable, its default and its meaning."""

from __future__ import annotations

import ipaddress
import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "CEASEWATCH_"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


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
        description="Comma-separated CIDRs outside the public Internet that sources and webhooks may reach.",
    )
    host_gap: float = Field(1.0, ge=0, le=3600, description="Least seconds between two requests to one host.")
    host_concurrency: int = Field(1, ge=1, le=16, description="Requests to one host at the same time.")
    contact: str = Field("", max_length=200, description="Goes into the User-Agent: who runs this.")
    log_format: Literal["text", "json"] = Field("text", description="How a log line is written.")

    @field_validator("allow_networks", mode="before")
    @classmethod
    def split_networks(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(ipaddress.ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @field_validator("host_gap", mode="before")
    @classmethod
    def read_seconds(cls, value: Any) -> Any:
        return value.strip().removesuffix("s") if isinstance(value, str) else value

    @field_validator("base_url")
    @classmethod
    def drop_last_slash(cls, value: str) -> str:
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
        raise BadSetting(f"{name}: {first['msg']}; see the table of settings in README.md.") from None


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
