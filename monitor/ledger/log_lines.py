"""Keep the lines of the log as the records are, in every commit that changes what lists ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from monitor.ledger.answering import Change, list_marks, settle_answers
from monitor.ledger.journal import take_journal
from monitor.ledger.line_counts import find_facet, recount_facets, row_id, shared_of
from monitor.ledger.line_records import load_versions
from monitor.ledger.line_values import LineValues, Shared, read_values
from monitor.ledger.moment_ids import free_id
from monitor.ledger.search_texts import write_texts
from monitor.ledger.tallies import Tallies
from monitor.models import Agreement, Facet, LogLine, LogMark, Review
from monitor.models.log_line import PAST, REPLACED, second_of_id


def write_lines(session: Session, lineages: Collection[str], now: datetime) -> None:
    """Bring the lines of these lineages up to date; what a line said before stays as of then.

    It takes the journal's lock: lines are counted by one writer at a time.
    """
    if not lineages:
        return
    take_journal(session)
    session.flush()
    wanted = _wanted_values(session, lineages)
    writer = _Writer(session, now)
    standing = select(LogLine, Facet).join(Facet, col(Facet.id) == LogLine.facet_id)
    mine = standing.where(col(LogLine.lineage_id).in_(lineages), col(LogLine.ended_at).is_(None))
    for line, facet in session.exec(mine).all():
        values = wanted.get(line.lineage_id)
        if values is not None and values.stands_in(line, facet, writer.list_marks(line)):
            del wanted[line.lineage_id]
        else:
            writer.end(line, facet, values)
    writer.replace_past([values.claim_id for values in wanted.values()])
    texts = write_texts(session, wanted.values())
    for values in wanted.values():
        writer.begin(values, texts[values.revision_id])
    writer.finish()


def _wanted_values(session: Session, lineages: Collection[str]) -> dict[str, LineValues]:
    """What the lines of those lineages that have a current claim should say."""
    reviews: dict[str, list[Review]] = {}
    for review in session.exec(select(Review).where(col(Review.lineage_id).in_(lineages))):
        reviews.setdefault(review.lineage_id, []).append(review)
    wanted = {}
    for id, versions in load_versions(session, lineages).items():
        current = next((version for version in versions if version.is_current), None)
        if current is not None:
            wanted[id] = read_values(current, versions, reviews.get(id, ()))
    return wanted


class _Writer:
    """Ends and begins lines, and counts them when all are written."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now
        self._known: dict[Shared, Facet] = {}
        self._marks_of: dict[int, list[str]] = {}  # they are a line's as long as it stands
        self._facets: Counter[int] = Counter()
        self._marks: Counter[tuple[str, int]] = Counter()
        self._tallies = Tallies()
        self._changes: list[Change] = []

    def list_marks(self, line: LogLine) -> list[str]:
        if line.id not in self._marks_of:
            self._marks_of[line.id] = list_marks(self._session, line)
        return self._marks_of[line.id]

    def end(self, line: LogLine, facet: Facet, after: LineValues | None) -> None:
        """It was its claim's last line unless another one of the same claim follows."""
        replaced = after is not None and after.claim_id == line.claim_id
        self._tally(line, facet, -1)
        if replaced and line.began_at == self._now:  # nobody saw it
            self._count(line, -1)
            self._session.execute(delete(LogMark).where(col(LogMark.line_id) == line.id))
            self._session.delete(line)
            return
        line.ended_at = self._now
        self._stand(line, facet, REPLACED if replaced else PAST)

    def begin(self, values: LineValues, text_id: int) -> None:
        facet = self._find(values.shared)
        line = LogLine(
            id=free_id(self._session, LogLine, values.second, values.lineage_id),
            facet_id=row_id(facet),
            occurred=values.occurred,
            confidence=values.confidence,
            text_id=text_id,
            lineage_id=values.lineage_id,
            claim_id=values.claim_id,
            review_id=values.review_id,
            began_at=self._now,
        )
        self._session.add(line)
        self._session.add_all(
            LogMark(mark=mark, line_id=line.id, facet_id=line.facet_id) for mark in values.marks
        )
        self._marks_of[line.id] = list(values.marks)
        self._count(line, +1)
        self._tally(line, facet, +1)

    def finish(self) -> None:
        settle_answers(self._session, self._changes, self._answer)
        recount_facets(self._session, self._facets, self._marks)
        self._tallies.write(self._session)
        self._session.flush()

    def _find(self, shared: Shared) -> Facet:
        if shared not in self._known:
            self._known[shared] = find_facet(self._session, shared)
        return self._known[shared]

    def replace_past(self, claims: Collection[str]) -> None:
        """A claim that stands again has its last line still before it."""
        query = select(LogLine, Facet).join(Facet, col(Facet.id) == LogLine.facet_id)
        past = query.where(col(LogLine.claim_id).in_(claims), Facet.standing == PAST)
        for line, facet in self._session.exec(past).all():
            self._stand(line, facet, REPLACED)

    def _stand(self, line: LogLine, facet: Facet, standing: str) -> None:
        """The line stands no more; it is counted among its like."""
        self._move(line, shared_of(facet)._replace(standing=standing, is_answered=False))

    def _move(self, line: LogLine, shared: Shared) -> None:
        self._count(line, -1)
        line.facet_id = row_id(self._find(shared))
        self._count(line, +1)
        self._session.add(line)
        marks = update(LogMark).where(col(LogMark.line_id) == line.id)
        self._session.execute(marks.values(facet_id=line.facet_id))

    def _count(self, line: LogLine, change: int) -> None:
        self._facets[line.facet_id] += change
        for mark in self.list_marks(line):
            self._marks[(mark, line.facet_id)] += change

    def _tally(self, line: LogLine, facet: Facet, change: int) -> None:
        began = (line, facet) if change > 0 else None
        self._changes.append(Change(shared_of(facet), second_of_id(line.id), began))
        self._add_up(line, shared_of(facet), change)

    def _answer(self, line: LogLine, shared: Shared) -> None:
        """Whether the line is answered changed: `shared` has it as it is now."""
        self._add_up(line, shared._replace(is_answered=not shared.is_answered), -1)
        self._move(line, shared)
        self._add_up(line, shared, +1)

    def _add_up(self, line: LogLine, shared: Shared, change: int) -> None:
        zone = self._session.get_one(Agreement, shared.agreement_id).timezone
        marks = self.list_marks(line)
        self._tallies.count(shared, second_of_id(line.id), marks, zone, change)
