"""Capture: what one poll received, bytes and all; never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from alerts.columns import JSON_DOCUMENT, UtcTime


class Capture(SQLModel, table=True):
    """A response that differed from the last one of its source; `body` is decoded of its transfer coding.

    The body is packed by evidence.store. Of a source whose terms forbid keeping it, only its hash
    is kept (`kept` is then "hash"); `certificate_sha256` is that of the server's TLS certificate.
    Of a statement's own page, `listed` holds the statement as its list had it, so that the page
    can be read again. `pages_back` counts from the newest page of a list, which is 0.
    """

    id: str = Field(primary_key=True)
    source_id: str = Field(foreign_key="source.id", index=True)
    requested_url: str
    final_url: str
    status: int
    headers: list[list[str]] = Field(sa_type=JSON_DOCUMENT)
    media_type: str | None = None
    body: bytes
    coding: str = Field(default="identity", sa_column_kwargs={"server_default": "identity"})
    kept: str = Field(default="full", sa_column_kwargs={"server_default": "full"})
    certificate_sha256: str | None = None
    sha256: str
    listed: dict[str, Any] | None = Field(default=None, sa_type=JSON_DOCUMENT)
    pages_back: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    received_at: datetime = Field(sa_type=UtcTime, index=True)
