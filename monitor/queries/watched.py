"""All agreements that are watched, side by side: a few figures of each, from a handful of questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.health.states import ANSWERING
from monitor.models import Agreement, Facet, LogTally, Source, Watch
from monitor.models import log_tally as tally
from monitor.models.log_line import CURRENT, OPEN, moment_of, second_of_id
from monitor.models.review import REJECTED
from monitor.queries.figures import ACCUSATION

DAY = timedelta(days=1)


@dataclass(slots=True)
class Glance:
    """`hours`: accusations of the last day by speaker and the hour in which they were published.

    `first`: when each speaker's first accusation in force was published. `to_review` claims are open;
    of the sources that are asked, `troubled` do not answer.
    """

    hours: Counter[tuple[str, datetime]] = field(default_factory=Counter)
    first: dict[str, datetime] = field(default_factory=dict)
    to_review: int = 0
    sources: int = 0
    troubled: int = 0


def glance_at(session: Session, agreements: Sequence[Agreement], now: datetime) -> Mapping[str, Glance]:
    """By the id of the agreement."""
    found: defaultdict[str, Glance] = defaultdict(Glance)
    ids = [each.id for each in agreements]
    _add_hours(session, ids, now, found)
    _add_claims(session, ids, found)
    _add_sources(session, ids, found)
    return found


def _add_hours(session: Session, ids: Sequence[str], now: datetime, found: defaultdict[str, Glance]) -> None:
    columns = (col(LogTally.agreement_id), col(LogTally.starts_at), col(LogTally.by))
    query = select(*columns, func.sum(LogTally.lines)).where(
        col(LogTally.agreement_id).in_(ids),
        col(LogTally.grain) == tally.HOUR,
        col(LogTally.mark) == tally.ALL,
        col(LogTally.starts_at) > int((now - DAY).timestamp()) - 3600,
        col(LogTally.starts_at) <= int(now.timestamp()),
        col(LogTally.stance) == ACCUSATION,
        col(LogTally.part) == tally.COUNTED,
    )
    for agreement, start, by, lines in session.exec(query.group_by(*columns)):
        if lines:
            found[agreement].hours[by, datetime.fromtimestamp(start, UTC)] += lines


def _add_claims(session: Session, ids: Sequence[str], found: defaultdict[str, Glance]) -> None:
    standing = (col(Facet.agreement_id).in_(ids), col(Facet.standing) == CURRENT, col(Facet.lines) > 0)
    waiting = select(Facet.agreement_id, func.sum(Facet.lines)).where(*standing, Facet.review == OPEN)
    for agreement, lines in session.exec(waiting.group_by(Facet.agreement_id)):
        found[agreement].to_review = int(lines)
    counted = (Facet.stance == ACCUSATION, col(Facet.in_force).is_(True), Facet.review != REJECTED)
    first = select(Facet.agreement_id, Facet.by, func.min(Facet.first_id)).where(*standing, *counted)
    for agreement, by, id in session.exec(first.group_by(Facet.agreement_id, Facet.by)):
        found[agreement].first[by] = moment_of(second_of_id(id))


def _add_sources(session: Session, ids: Sequence[str], found: defaultdict[str, Glance]) -> None:
    asked = (col(Source.enabled).is_(True), col(Source.removed_at).is_(None), col(Watch.removed_at).is_(None))
    joined = select(Watch.agreement_id, Source.state).join(Source, col(Source.id) == Watch.source_id)
    answering = {state.value for state in ANSWERING}
    for agreement, state in session.exec(joined.where(*asked, col(Watch.agreement_id).in_(ids))):
        found[agreement].sources += 1
        found[agreement].troubled += state is not None and state not in answering
