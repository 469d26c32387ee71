"""Log lines: what a list of claims is filtered, counted and ordered by, made from the records.

Everything here can be made again from the claims, readings and reviews (ledger.rebuilding), so that
nothing refers to it and it refers to nothing. The values are the reviewed ones.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field, Index, SQLModel, false

from alerts.columns import UtcTime

LONG = BigInteger().with_variant(Integer(), "sqlite")
CURRENT, PAST, REPLACED = "current", "past", "replaced"
OPEN = "open"
_TYPE, _PLACE = "t:", "p:"
KILLED, WOUNDED = "n:killed", "n:wounded"

_TIE = 29  # bits that tell apart what was published in the same second
_ZERO = datetime(1900, 1, 1, tzinfo=UTC)
_LAST_SECOND = (1 << 34) - 1  # in the year 2444


class Facet(SQLModel, table=True):
    """The values that many lines have in common, once for each combination that occurs.

    `lines` have it; so any choice of these values is counted exactly by adding up a few thousand rows.
    `review` is the state of the review, `standing`: CURRENT; PAST is the last line of a claim that stands
    no more; REPLACED: a review changed the claim's values, another line has them. `is_answered`: of an
    accusation, whether the accused denied it (ledger.answers).
    """

    __tablename__ = "log_facet"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    agreement_id: str
    source_id: str
    lang: str
    stance: str
    by: str
    against: str | None = None
    in_force: bool
    in_force_certain: bool
    civilians: bool
    review: str = OPEN
    standing: str = CURRENT
    is_answered: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    lines: int = 0
    first_id: int = Field(default=0, sa_type=LONG)
    last_id: int = Field(default=0, sa_type=LONG)
    first_occurred: int = Field(default=0, sa_type=LONG)
    last_occurred: int = Field(default=0, sa_type=LONG)
    least_confidence: int = Field(default=0, sa_type=LONG)
    most_confidence: int = Field(default=0, sa_type=LONG)


class LogLine(SQLModel, table=True):
    """One claim as the log had it from `began_at` until `ended_at` (None: it still has).

    `id` begins with the second of publication, so that the order of ids is that of publication and
    every index is in that order too. `occurred`: the second of the alleged act, of publication where
    none is said, counted like that of `id`. `confidence` in thousandths. `text_id` names the SearchText.
    """

    __tablename__ = "log_line"
    __table_args__ = (
        Index("ix_log_line_facet", "facet_id", "id"),
        Index("ix_log_line_facet_occurred", "facet_id", "occurred", "id"),
        Index("ix_log_line_facet_confidence", "facet_id", "confidence", "id"),
        Index("ix_log_line_occurred", "occurred", "id", "facet_id"),
        Index("ix_log_line_confidence", "confidence", "id", "facet_id"),
    )

    id: int = Field(primary_key=True, sa_type=LONG, sa_column_kwargs={"autoincrement": False})
    facet_id: int
    occurred: int = Field(sa_type=LONG)
    confidence: int = Field(sa_type=LONG)
    text_id: int = Field(sa_type=LONG, index=True)
    lineage_id: str = Field(index=True)
    claim_id: str = Field(index=True)
    review_id: str | None = None
    began_at: datetime = Field(sa_type=UtcTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)


class LogMark(SQLModel, table=True):
    """What a line names, of which it may name several; `facet_id` is the line's.

    `mark` is made by `type_mark` or `place_mark`, or is KILLED or WOUNDED: it gives such a number.
    """

    __tablename__ = "log_mark"
    __table_args__ = (
        Index("ix_log_mark_line_id", "line_id"),
        Index("ix_log_mark_order", "mark", "line_id", "facet_id"),
        {"sqlite_with_rowid": False},
    )

    mark: str = Field(primary_key=True)
    facet_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    line_id: int = Field(primary_key=True, sa_type=LONG, sa_column_kwargs={"autoincrement": False})


class MarkCount(SQLModel, table=True):
    """How many lines of a facet have a mark."""

    __tablename__ = "log_mark_count"
    __table_args__ = (Index("ix_log_mark_count_facet_id", "facet_id"), {"sqlite_with_rowid": False})

    mark: str = Field(primary_key=True)
    facet_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    lines: int


def second_of(moment: datetime) -> int:
    """Whole seconds since 1900; what lies outside four centuries from then is taken for their edge."""
    return max(0, min(_LAST_SECOND, (moment - _ZERO) // timedelta(seconds=1)))


def moment_of(second: int) -> datetime:
    return _ZERO + timedelta(seconds=second)


def first_id(second: int) -> int:
    """The least id of what was published in that second."""
    return second << _TIE


def last_id(second: int) -> int:
    """The greatest id of what was published in that second."""
    return first_id(second) | ((1 << _TIE) - 1)


def second_of_id(id: int) -> int:
    return id >> _TIE


def usual_id(second: int, name: str) -> int:
    """Where a line or text of that name belongs among those of its second; if taken, the next free id."""
    return first_id(second) | zlib.crc32(name.encode()) & ((1 << _TIE) - 1)


def type_mark(type_: str) -> str:
    return _TYPE + type_


def place_mark(place: str) -> str:
    """Of a place by the id that its agreement's gazetteer has for it, else by its name."""
    return _PLACE + place.casefold()


def is_place(mark: str) -> bool:
    return mark.startswith(_PLACE)


def is_number(mark: str) -> bool:
    return mark in (KILLED, WOUNDED)


def name_of(mark: str) -> str:
    """The type or the place behind a mark."""
    return mark[len(_TYPE) :]
