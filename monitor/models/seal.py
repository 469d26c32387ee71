"""Seal: what proves that captures and journal stand as they were; Erasure: bytes that had to go."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from alerts.columns import UtcTime


class Seal(SQLModel, table=True):
    """One link of the chain: a Merkle root over new captures and journal rows, and the last link's hash.

    `captures` counts the sealed ones; of the journal the rows after the last seal's `journal_to`
    up to its own are sealed.
    """

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    previous: str
    root: str
    captures: int
    journal_to: int
    made_at: datetime = Field(sa_type=UtcTime)
    sha256: str


class SealedCapture(SQLModel, table=True):
    """Where a capture stands in its seal, and the leaf that stands there for it."""

    __tablename__ = "sealed_capture"

    capture_id: str = Field(primary_key=True)
    sequence: int = Field(foreign_key="seal.sequence", index=True)
    position: int
    leaf: str


class Erasure(SQLModel, table=True):
    """The tombstone of a capture: its bytes are gone, its hash and its place in the chain stay."""

    capture_id: str = Field(primary_key=True, foreign_key="capture.id")
    erased_at: datetime = Field(sa_type=UtcTime)
    erased_by: str
    reason: str
