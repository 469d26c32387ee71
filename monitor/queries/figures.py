"""Figures of one agreement: who says what of whom, how often, when and where, told by the tallies.

Claims are counted, not events. In force and not rejected by a person is what counts; the rest is told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from monitor.models import Agreement, Facet, LogTally
from monitor.models import log_tally as tally
from monitor.models.log_line import CURRENT, KILLED, is_place, moment_of, name_of, second_of_id, type_mark
from monitor.models.review import REJECTED
from monitor.queries.arrays import pick
from monitor.queries.spans import Bin, Span, begin_bin
from monitor.terms import Stance, ViolationType

ACCUSATION = Stance.ACCUSATION.value
WHOLE = Span()
Pair = tuple[str, str | None]
ByActor = Mapping[str, int]
_COLUMNS = tuple(col(getattr(LogTally, name)) for name in ("mark", "by", "against", "stance", "part"))


@dataclass(frozen=True, slots=True)
class First:
    """The first accusation that a speaker published, and the earliest act alleged in any.

    Of an accusation that gives no time its publication counts.
    """

    published_at: datetime
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementFigures:
    """`pairs`: claims of each stance by who says it of whom (None: of nobody named).

    Of accusations, those `answered` and those alleging that `civilians` were hit by who says it of whom;
    those that give a number of `killed`, the `types` and the `places` by speaker; a place has the key under
    which the log finds it, None stands for no place. `reviews` counts claims of every stance and part by the
    state of their review, `apart` those OUTSIDE of the time in force and those REJECTED. `first` is about
    the whole time, whatever the span.
    """

    pairs: Mapping[str, Mapping[Pair, int]]
    answered: Mapping[Pair, int]
    civilians: Mapping[Pair, int]
    killed: ByActor
    types: Mapping[ViolationType, ByActor]
    places: Mapping[str | None, ByActor]
    reviews: Mapping[str, int]
    apart: Mapping[str, int]
    first: Mapping[str, First]

    def count(self, stance: str, by: str) -> int:
        """Claims of that stance by one speaker."""
        return sum(lines for (speaker, _), lines in self.pairs.get(stance, {}).items() if speaker == by)


def read_figures(session: Session, agreement: Agreement, span: Span = WHOLE) -> AgreementFigures:
    """Everything that an overview counts, of the whole time or of the days of a span."""
    pairs: defaultdict[tuple[str, str], Counter[Pair]] = defaultdict(Counter)
    speakers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reviews, apart = Counter[str](), Counter[str]()
    for mark, by, against, stance, part, lines in _read_tallies(session, agreement, span):
        if mark.startswith(tally.REVIEW):
            reviews[mark.removeprefix(tally.REVIEW)] += lines
        elif part != tally.COUNTED:
            apart[part] += lines if mark == tally.ALL else 0
        else:
            pairs[mark, stance][by, against or None] += lines
            if stance == ACCUSATION:
                speakers[mark][by] += lines
    return AgreementFigures(
        pairs={stance.value: pairs[tally.ALL, stance.value] for stance in Stance},
        answered=pairs[tally.ANSWERED, ACCUSATION],
        civilians=pairs[tally.CIVILIANS, ACCUSATION],
        killed=speakers[KILLED],
        types={type_: speakers[mark] for type_ in ViolationType if (mark := type_mark(type_)) in speakers},
        places={name_of(mark) or None: speakers[mark] for mark in sorted(speakers) if is_place(mark)},
        reviews=reviews,
        apart=apart,
        first=dict(_find_first(session, agreement)),
    )


@dataclass(frozen=True, slots=True)
class BinFigures:
    """What was published from a moment on, until the next bin begins: claims by speaker and stance."""

    starts_at: datetime
    counts: Mapping[tuple[str, str], int]


def read_bins(session: Session, agreement: Agreement, bin: Bin, span: Span = WHOLE) -> list[BinFigures]:
    """The bins in which anything was said, in order; times in the agreement's zone."""
    grain = tally.HOUR if bin in ("hour", "3h") else tally.DAY
    columns = [col(each) for each in (LogTally.starts_at, LogTally.by, LogTally.stance)]
    query = pick(*columns, func.sum(LogTally.lines)).where(
        *_mine(agreement, grain, span), col(LogTally.mark) == tally.ALL, col(LogTally.part) == tally.COUNTED
    )
    counts: defaultdict[datetime, Counter[tuple[str, str]]] = defaultdict(Counter)
    starts: dict[int, datetime] = {}
    for starts_at, by, stance, lines in session.execute(query.group_by(*columns)):
        if starts_at not in starts:
            starts[starts_at] = begin_bin(starts_at, bin, agreement.timezone)
        counts[starts[starts_at]][by, stance] += lines
    return [BinFigures(start, +counts[start]) for start in sorted(counts) if +counts[start]]


def _read_tallies(session: Session, agreement: Agreement, span: Span) -> Iterator[Sequence[Any]]:
    """Mark, speaker, of whom, stance, part and the number of lines."""
    ever = _mine(agreement, tally.EVER, WHOLE)
    if span == WHOLE:
        query = pick(*_COLUMNS, col(LogTally.lines)).where(*ever)
    else:
        # Each mark's days lie together: naming the marks spares going through all days of all marks.
        marks = list(session.scalars(select(col(LogTally.mark)).where(*ever).distinct()))
        days = (*_mine(agreement, tally.DAY, span), col(LogTally.mark).in_(marks))
        query = pick(*_COLUMNS, func.sum(LogTally.lines)).where(*days).group_by(*_COLUMNS)
    yield from (row for row in session.execute(query) if row[-1])


def _mine(agreement: Agreement, grain: str, span: Span) -> Iterator[Any]:
    first, end = span.find_bounds(agreement.timezone)
    yield col(LogTally.agreement_id) == agreement.id
    yield col(LogTally.grain) == grain
    if first is not None:
        yield col(LogTally.starts_at) >= first
    if end is not None:
        yield col(LogTally.starts_at) < end


def _find_first(session: Session, agreement: Agreement) -> Iterator[tuple[str, First]]:
    """Of each speaker who accuses anybody, in the order of their names."""
    counts = (
        col(Facet.agreement_id) == agreement.id,
        col(Facet.stance) == ACCUSATION,
        col(Facet.standing) == CURRENT,
        col(Facet.review) != REJECTED,
        col(Facet.in_force).is_(True),
        col(Facet.lines) > 0,
    )
    ends = (func.min(Facet.first_id), func.min(Facet.first_occurred))
    query = pick(Facet.by, *ends).where(*counts).group_by(Facet.by).order_by(Facet.by)
    for by, id, occurred in session.execute(query):
        yield by, First(moment_of(second_of_id(id)), moment_of(occurred))
