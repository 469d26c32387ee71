"""Count log lines as they come and go, for the figures of an agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from monitor.ledger.line_values import Shared
from monitor.models import LogTally, MarkCount
from monitor.models import log_tally as tally
from monitor.models.log_line import CURRENT, is_place, moment_of
from monitor.models.review import REJECTED

TallyKey = tuple[str, str, str, int, str, str, str, str]


class Tallies:
    """What is to be added to the tallies."""

    def __init__(self) -> None:
        self.changes: Counter[TallyKey] = Counter()

    def count(self, shared: Shared, second: int, marks: Collection[str], timezone: str, change: int) -> None:
        """A line of these values came (+1) or went (-1); only current ones are counted."""
        if shared.standing == CURRENT:
            for key in list_keys(shared, second, marks, timezone):
                self.changes[key] += change

    def write(self, session: Session) -> None:
        add_up(session, LogTally, self.changes)


def list_keys(shared: Shared, second: int, marks: Collection[str], timezone: str) -> Iterator[TallyKey]:
    """Every tally in which a line is counted."""
    hour, day = find_starts(second, timezone)
    against, rest = shared.against or "", (shared.stance, find_part(shared))
    yield (shared.agreement_id, tally.HOUR, tally.ALL, hour, shared.by, against, *rest)
    said = [(mark, against) for mark in _list_traits(shared)]
    said += [(mark, "") for mark in marks]
    if not any(map(is_place, marks)):
        said.append((tally.NO_PLACE, ""))
    for mark, of in said:
        yield (shared.agreement_id, tally.DAY, mark, day, shared.by, of, *rest)
        yield (shared.agreement_id, tally.EVER, mark, 0, shared.by, of, *rest)


def _list_traits(shared: Shared) -> Iterator[str]:
    yield tally.ALL
    yield tally.review_mark(shared.review)
    if shared.civilians:
        yield tally.CIVILIANS
    if shared.is_answered:
        yield tally.ANSWERED


def find_part(shared: Shared) -> str:
    """Whether the figures count a line, or apart from the others."""
    if shared.review == REJECTED:
        return tally.REJECTED
    return tally.COUNTED if shared.in_force else tally.OUTSIDE


def find_starts(second: int, timezone: str) -> tuple[int, int]:
    """When the hour and the day begin, in seconds since 1970."""
    local = moment_of(second).astimezone(ZoneInfo(timezone))
    hour = local.replace(minute=0, second=0)
    return int(hour.timestamp()), int(hour.replace(hour=0, fold=0).timestamp())


def add_up(session: Session, table: type[LogTally | MarkCount], changes: Counter[Any]) -> None:
    """Add to the lines that each key of a table counts."""
    names = [column.name for column in table.__table__.primary_key.columns]  # type: ignore[union-attr]
    columns, values = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
    rows = [
        dict(zip(names, key, strict=True)) | {"lines": change}
        for key, change in sorted(changes.items())
        if change
    ]
    if rows:
        known = f"{table.__tablename__}.lines"
        insert = f"INSERT INTO {table.__tablename__} ({columns}, lines) VALUES ({values}, :lines)"  # noqa: S608 - our own names
        session.execute(
            text(f"{insert} ON CONFLICT ({columns}) DO UPDATE SET lines = {known} + :lines"), rows
        )
