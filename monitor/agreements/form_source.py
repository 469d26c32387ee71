"""The form of a source: one official outlet, its kind, its address and its pace."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from monitor.agreements.form_values import (
    Address,
    Id,
    Language,
    Name,
    Note,
    NullIsEmpty,
    Seconds,
    StrictForm,
    Switch,
    Zone,
    check_address,
)

KINDS_WITHOUT_ADDRESS = frozenset({"manual"})
KINDS_WITH_TERMS = frozenset({"telegram"})
TELEGRAM_NAME = re.compile(
    r"(?:(?:@|(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(?:s/)?)[A-Za-z0-9_]{4,32}(?:/\d+)?"
    r"|(?:https?://)?[A-Za-z0-9_]{4,32}\.t\.me|tg://resolve\?domain=[A-Za-z0-9_]{4,32})/?(?:[?&].*)?\Z"
)

Keep = Literal["full", "excerpt", "link"]


class SelectForm(StrictForm):
    """Where a listing holds what: CSS selectors, paths into JSON, parts of the addresses of a sitemap."""

    item: Name | None = None
    id: Name | None = None
    link: Name | None = None
    title: Name | None = None
    date: Name | None = None
    body: Name | None = None


class SourceForm(StrictForm):
    """One outlet, once, whoever watches it.

    `every` fixes the pace (seconds); `keep` says what may be stored of its texts;
    `timezone` is how its times without a zone are read. Which kinds there are is for whoever
    adopts the form to say, see `agreements.kinds`.
    """

    id: Id
    publisher: Name
    kind: Name
    url: str = Field(default="", max_length=2000, validate_default=True)
    languages: Annotated[list[Language], NullIsEmpty] = Field(default=[], max_length=20)
    every: Seconds | None = Field(default=None, ge=1)
    select: SelectForm | None = None
    date_format: Name | None = None
    timezone: Zone | None = None
    acknowledge_terms: Switch = False
    enabled: Switch = Field(default=True, validate_default=True)
    keep: Keep = "full"
    terms_url: Address | None = None
    note: Note = ""

    @field_validator("url")
    @classmethod
    def check_url(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind in KINDS_WITHOUT_ADDRESS and not value:
            return value
        if not value:
            raise ValueError("is missing; give the address of the outlet.")
        if kind == "telegram" and TELEGRAM_NAME.match(value):
            return value
        return check_address(value)

    @field_validator("enabled")
    @classmethod
    def check_enabled(cls, value: bool, info: ValidationInfo) -> bool:
        kind: Any = info.data.get("kind")
        if not value or kind is None:
            return value
        if kind in KINDS_WITH_TERMS and not info.data.get("acknowledge_terms", True):
            raise ValueError(
                f"a source of kind `{kind}` needs `acknowledge_terms: true`: a person must have read and"
                " accepted the publisher's terms."
            )
        return value


class WatchedSource(SourceForm):
    """A source given in full inside an agreement; `party` is a party's or an observer's id there."""

    party: Id | None = None

    @property
    def source_id(self) -> str:
        return self.id


class SourceReference(StrictForm):
    """A source given elsewhere, watched by this agreement too."""

    source: Id
    party: Id | None = None

    @property
    def source_id(self) -> str:
        return self.source
