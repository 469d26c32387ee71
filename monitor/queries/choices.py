"""What can be chosen in the filters of the log, and how many claims each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from monitor.models import Facet, LogTally, MarkCount
from monitor.models import log_tally as tally
from monitor.models.log_line import CURRENT, name_of, type_mark
from monitor.queries.arrays import pick
from monitor.queries.filters import ClaimFilter
from monitor.terms import ViolationType

MOST_FACETS = 800  # of more, counting for every box would take longer than the page may
MOST_PLACES = 120
LISTED = {
    "agreement": "agreement_id",
    "source": "source_id",
    "lang": "lang",
    "stance": "stance",
    "by": "by",
    "against": "against",
    "review": "review",
}
CHECKED = ("in_force", "civilians")
_NAMES = ("id", *LISTED.values(), *CHECKED, "lines")
_LAST_PLACE = "p;"  # comes right after every mark of a place
Counts = Mapping[str, Mapping[str, int]]
Checks = Mapping[str, Callable[[Any], bool]]


def count_choices(session: Session, wanted: ClaimFilter) -> Counts:
    """For each filter by its name: claims by value under the other filters.

    Empty where facets can't tell: a time, a place, words or a confidence is asked for, or they are too many.
    """
    untold = (wanted.from_, wanted.to, wanted.min_confidence, wanted.as_of)
    if any(each is not None for each in untold) or wanted.q or wanted.place or wanted.versions != "current":
        return {}
    if len(wanted.type) > 1:
        return {}
    facets = _load_facets(session, wanted)
    if len(facets) > MOST_FACETS:
        return {}
    checks = _make_checks(wanted)
    counts = {name: _count(facets, name, checks) for name in (*LISTED, *CHECKED)}
    return counts | {"type": _count_types(session, facets, checks)}


def count_views(session: Session, agreements: Sequence[str]) -> Mapping[str, int]:
    """Claims of these agreements by mark of the tallies: all, those of each review state, civilians."""
    marks = (tally.ALL, tally.CIVILIANS, *(tally.review_mark(each) for each in ("open", "corrected")))
    query = select(col(LogTally.mark), func.sum(LogTally.lines)).where(
        col(LogTally.agreement_id).in_(agreements),
        col(LogTally.grain) == tally.EVER,
        col(LogTally.mark).in_(marks),
    )
    return {mark: int(lines) for mark, lines in session.execute(query.group_by(col(LogTally.mark)))}


def list_named_places(session: Session, agreements: Sequence[str]) -> list[str]:
    """The keys of places that claims of these agreements name: a gazetteer's id, else the folded name."""
    query = select(col(LogTally.mark)).where(
        col(LogTally.agreement_id).in_(agreements),
        col(LogTally.grain) == tally.EVER,
        col(LogTally.mark) > tally.NO_PLACE,
        col(LogTally.mark) < _LAST_PLACE,
        col(LogTally.lines) > 0,
    )
    marks = session.scalars(query.distinct().order_by(col(LogTally.mark)).limit(MOST_PLACES))
    return [name_of(mark) for mark in marks]


def list_languages(session: Session) -> list[str]:
    """Those that any statement with a claim was read in."""
    return sorted(session.scalars(select(col(Facet.lang)).distinct()))


def _load_facets(session: Session, wanted: ClaimFilter) -> list[Any]:
    columns = [col(getattr(Facet, name)) for name in _NAMES[:-1]]
    if wanted.type:
        query = pick(*columns, col(MarkCount.lines)).join(MarkCount, col(MarkCount.facet_id) == col(Facet.id))
        query = query.where(col(MarkCount.mark) == type_mark(wanted.type[0]))
    else:
        query = pick(*columns, col(Facet.lines))
    standing = (col(Facet.standing) == CURRENT, col(Facet.lines) > 0)
    return list(session.execute(query.where(*standing).limit(MOST_FACETS + 1)))


def _make_checks(wanted: ClaimFilter) -> Checks:
    """For each filter that is set, whether a value passes it."""
    lists = {name: set(getattr(wanted, name)) for name in LISTED if getattr(wanted, name)}
    checks: dict[str, Callable[[Any], bool]] = {name: chosen.__contains__ for name, chosen in lists.items()}
    scalars = {name: getattr(wanted, name) for name in CHECKED if getattr(wanted, name) is not None}
    return checks | {name: value.__eq__ for name, value in scalars.items()}


def _passing(facets: Iterable[Any], checks: Checks, besides: str) -> Iterable[Any]:
    others = [(_place_of(name), check) for name, check in checks.items() if name != besides]
    return (facet for facet in facets if all(check(facet[at]) for at, check in others))


def _place_of(name: str) -> int:
    return _NAMES.index(LISTED.get(name, name))


def _count(facets: list[Any], name: str, checks: Checks) -> Mapping[str, int]:
    at, counted = _place_of(name), Counter[str]()
    for facet in _passing(facets, checks, name):
        value = facet[at]
        counted[str(value).lower() if isinstance(value, bool) else str(value)] += facet[-1]
    return counted


def _count_types(session: Session, facets: list[Any], checks: Checks) -> Mapping[str, int]:
    """A claim may allege several acts: it is counted at each."""
    ids = [facet[0] for facet in _passing(facets, checks, "type")]
    query = select(col(MarkCount.mark), func.sum(MarkCount.lines)).where(
        col(MarkCount.facet_id).in_(ids), col(MarkCount.mark).in_([type_mark(each) for each in ViolationType])
    )
    return {name_of(mark): int(lines) for mark, lines in session.execute(query.group_by(col(MarkCount.mark)))}
