"""LogTally: how many current lines of the log say what, by the hour, by the day and ever."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from monitor.models.log_line import LONG

HOUR, DAY, EVER = "hour", "day", "ever"
COUNTED, OUTSIDE, REJECTED = "counted", "outside", "rejected"
ALL, NO_PLACE, CIVILIANS, ANSWERED, REVIEW = "", "p:", "civilians", "answered", "review:"


class LogTally(SQLModel, table=True):
    """So many lines of an agreement were published in an hour or a day of its own zone, or at all.

    `mark`: ALL of them, those with a line's mark (NO_PLACE: without a place), CIVILIANS, ANSWERED, or those
    whose review is in a state (`review_mark`). The hours are those of ALL only; a type or a place does not
    tell `against`, which is "" then and where nobody is named. `part`: COUNTED in figures, OUTSIDE of the
    time in force, or REJECTED by a person. `starts_at`: seconds since 1970 in which it begins, 0 for EVER.
    """

    __tablename__ = "log_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)

    agreement_id: str = Field(primary_key=True)
    grain: str = Field(primary_key=True)
    mark: str = Field(primary_key=True)
    starts_at: int = Field(primary_key=True, sa_type=LONG, sa_column_kwargs={"autoincrement": False})
    by: str = Field(primary_key=True)
    against: str = Field(primary_key=True)
    stance: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    lines: int


def review_mark(state: str) -> str:
    return REVIEW + state
