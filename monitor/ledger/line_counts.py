"""Count log lines as they come and go: per facet, per hour and day, per place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, select

from monitor.ledger.line_values import LineValues, Shared
from monitor.models import Facet, LogLine, MarkCount, PlaceTally, Tally
from monitor.models.log_line import CURRENT, moment_of, places_of
from monitor.models.review import REJECTED

HOUR, DAY = "hour", "day"
TallyKey = tuple[str, str, int, str, str, bool]
PlaceKey = tuple[str, str, str, str, str, bool]


def shared_of(facet: Facet) -> Shared:
    return Shared(*(getattr(facet, name) for name in Shared._fields))


def row_id(facet: Facet) -> int:
    """Of a facet that is in the database."""
    assert facet.id is not None  # noqa: S101 - it was written
    return facet.id


def find_facet(session: Session, shared: Shared, line: LineValues | LogLine) -> Facet:
    """The facet of these values; a new one has this line's bounds and counts nothing yet."""
    facet = session.exec(select(Facet).where(Facet.key == shared.key)).first()
    if facet is None:
        columns = shared._asdict() | _bounds(line)
        facet = Facet(key=shared.key, first_id=0, last_id=0, **columns)
        session.add(facet)
        session.flush()
    facet.first_occurred = min(facet.first_occurred, line.occurred)
    facet.last_occurred = max(facet.last_occurred, line.occurred)
    facet.least_confidence = min(facet.least_confidence, line.confidence)
    facet.most_confidence = max(facet.most_confidence, line.confidence)
    session.add(facet)
    return facet


def _bounds(line: LineValues | LogLine) -> dict[str, Any]:
    return {
        "first_occurred": line.occurred,
        "last_occurred": line.occurred,
        "least_confidence": line.confidence,
        "most_confidence": line.confidence,
    }


def recount_facets(session: Session, changes: Counter[int], marks: Counter[tuple[str, int]]) -> None:
    """Add to the number of lines of each facet, and find the first and last of them again."""
    session.flush()
    for key, change in sorted(marks.items()):
        _add(session, MarkCount, key, change)
    for id, change in sorted(changes.items()):
        facet = session.get_one(Facet, id)
        facet.lines += change
        ends = select(func.min(LogLine.id), func.max(LogLine.id)).where(LogLine.facet_id == id)
        first, last = session.exec(ends).one()
        facet.first_id, facet.last_id = first or 0, last or 0
        session.add(facet)


class Tallies:
    """What is to be added to the tallies."""

    def __init__(self) -> None:
        self.hours: Counter[TallyKey] = Counter()
        self.places: Counter[PlaceKey] = Counter()

    def count(self, shared: Shared, second: int, marks: Iterable[str], zone: str, change: int) -> None:
        """A line of these values came (+1) or went (-1); only current ones are counted."""
        if shared.standing != CURRENT:
            return
        rejected = shared.review == REJECTED
        for key in tally_keys(shared, second, zone):
            self.hours[key] += change
        for place in places_of(marks):
            actors = (shared.by, shared.against or "")
            self.places[(place, shared.agreement_id, *actors, shared.stance, rejected)] += change

    def write(self, session: Session) -> None:
        for table, changes in ((Tally, self.hours), (PlaceTally, self.places)):
            for key, change in sorted(changes.items()):
                _add(session, table, key, change)


def tally_keys(shared: Shared, second: int, zone: str) -> list[TallyKey]:
    """The hour and the day of the agreement's zone in which a line is counted."""
    rest = (shared.by, shared.stance, shared.review == REJECTED)
    return [(shared.agreement_id, grain, start, *rest) for grain, start in bucket_starts(second, zone)]


def bucket_starts(second: int, zone: str) -> list[tuple[str, int]]:
    """When the hour and the day begin, in seconds since 1970."""
    local = moment_of(second).astimezone(ZoneInfo(zone))
    hour = local.replace(minute=0, second=0)
    day = hour.replace(hour=0, fold=0)
    return [(HOUR, int(hour.timestamp())), (DAY, int(day.timestamp()))]


def _add(session: Session, table: Any, key: tuple[Any, ...], change: int) -> None:
    row = session.get(table, key)
    if row is None:
        columns = [column.name for column in table.__table__.primary_key.columns]
        row = table(**dict(zip(columns, key, strict=True)), lines=0)
    row.lines += change
    if row.lines:
        session.add(row)
    elif row in session:
        session.delete(row)
