"""Mark which accusations were answered as lines come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from monitor.ledger.answers import WITHIN, is_accusation, is_denial, telling_marks
from monitor.ledger.line_counts import shared_of
from monitor.ledger.line_values import Shared
from monitor.models import Facet, LogLine, LogMark
from monitor.models.log_line import CURRENT, first_id, second_of_id
from monitor.models.review import REJECTED
from monitor.terms import Stance

Move = Callable[[LogLine, Shared], None]


@dataclass(frozen=True, slots=True)
class Change:
    """A line that began or ended; one that began is named."""

    shared: Shared
    second: int
    began: tuple[LogLine, Facet] | None = None


def settle_answers(session: Session, changes: Iterable[Change], move: Move) -> None:
    """Find again whether the accusations are answered that these changes touch; `move` those that differ."""
    touched: dict[int, tuple[LogLine, Facet]] = {}
    for change in changes:
        shared, second = change.shared, change.second
        if is_accusation(shared) and change.began is not None:
            touched[change.began[0].id] = change.began
        elif is_denial(shared):
            told = shared._replace(by=shared.against or "", against=shared.by)
            near = _find_lines(session, told, second - WITHIN, second, Stance.ACCUSATION)
            touched |= {line.id: (line, facet) for line, facet in near}
    for line, facet in touched.values():
        answered = _is_answered(session, line, facet)
        if answered != facet.is_answered:
            move(line, shared_of(facet)._replace(is_answered=answered))


def _find_lines(
    session: Session, shared: Shared, start: int, end: int, stance: Stance
) -> list[tuple[LogLine, Facet]]:
    """The current lines of that stance with the same actors, published from one second to another."""
    pair = (
        Facet.agreement_id == shared.agreement_id,
        Facet.by == shared.by,
        Facet.against == shared.against,
        Facet.stance == stance.value,
        Facet.standing == CURRENT,
    )
    joined = select(LogLine, Facet).join(Facet, col(Facet.id) == LogLine.facet_id)
    within = (col(LogLine.id) >= first_id(max(start, 0)), col(LogLine.id) < first_id(end + 1))
    return list(session.exec(joined.where(*within, *pair)).all())


def _is_answered(session: Session, line: LogLine, facet: Facet) -> bool:
    told_of = telling_marks(list_marks(session, line))
    second = second_of_id(line.id)
    told = shared_of(facet)._replace(by=facet.against or "", against=facet.by)
    for denial, of in _find_lines(session, told, second, second + WITHIN, Stance.DENIAL):
        if of.review != REJECTED and told_of & telling_marks(list_marks(session, denial)):
            return True
    return False


def list_marks(session: Session, line: LogLine) -> list[str]:
    return list(session.exec(select(LogMark.mark).where(LogMark.line_id == line.id)).all())
