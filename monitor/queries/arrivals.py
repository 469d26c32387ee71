"""What the journal tells of since a number, for pages that stay open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from monitor.models import JournalEntry
from monitor.queries.filters import ClaimFilter
from monitor.queries.lines import LogLines

READING = "reading"
MOST_ENTRIES = 500
MOST_LINEAGES = 500


@dataclass(frozen=True, slots=True)
class Arrivals:
    """New claims that fit a filter; `number`: up to which entry of the journal they were looked for."""

    count: int
    number: int


def last_number(session: Session) -> int:
    """The newest entry's; 0 while there is none."""
    return session.exec(select(func.max(JournalEntry.number))).one() or 0


def list_entries_after(
    session: Session, number: int, kinds: Collection[str], limit: int = MOST_ENTRIES
) -> list[JournalEntry]:
    """Entries of these kinds (of all when none is named) in the order of the journal."""
    query = select(JournalEntry).where(JournalEntry.number > number)
    query = query.where(col(JournalEntry.kind).in_(kinds)) if kinds else query
    return list(session.exec(query.order_by(col(JournalEntry.number)).limit(limit)))


def count_arrivals(session: Session, wanted: ClaimFilter, after: int) -> Arrivals:
    """Claims that readings after that entry found for the first time."""
    entries = list_entries_after(session, after, (READING,))
    lineages = [lineage for entry in entries for lineage in entry.details.get("new", [])]
    number = entries[-1].number if entries else after
    return Arrivals(LogLines(session, wanted).count_among(lineages[:MOST_LINEAGES]), number)
