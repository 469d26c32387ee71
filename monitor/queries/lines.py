"""Find lines of the log and count them, by the way that is the shortest for what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlmodel import Session, col

from monitor.models import Facet, LogLine, LogMark
from monitor.models.review import REJECTED
from monitor.queries.filters import ClaimFilter
from monitor.queries.leaps import can_leap, cost_of_leap, find_heads, lines_of
from monitor.queries.order import Place, after, first_place, order_columns, sort_by, within
from monitor.queries.texts import TextSearch
from monitor.queries.ways import FETCHED, OrderedWay, Way, list_ordered_ways, list_whole_ways
from monitor.queries.weights import count_stances, weigh
from monitor.queries.wishes import prepare

SHORTEST, LONGEST = 200, 20_000  # of a stretch that is looked at at once
PATIENCE = 60_000  # what a walk may cost before it is given up
COUNTED = 5_000  # lines that are counted one by one
EVERY = 10_000_000  # a limit that fences a part of a question off: no planner looks through it


class Found(NamedTuple):
    """A line in a list."""

    id: int
    occurred: int
    confidence: int
    claim_id: str
    review_id: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many claims of each stance; those whose reading a person rejected count apart.

    Where it is not `exact`, there are more than these: not every line was looked at.
    """

    stances: dict[str, int]
    rejected: int
    exact: bool

    @property
    def total(self) -> int:
        return sum(self.stances.values()) + self.rejected


class LogLines:
    """The lines that a filter lets through."""

    def __init__(self, session: Session, wanted: ClaimFilter) -> None:
        self._session = session
        self._wish = prepare(session, wanted)
        self._search: TextSearch | None = None
        if self._wish.phrases:
            self._search = TextSearch(session, self._wish)
        self._finds_no_text = self._wish.phrases == [] or (
            self._search is not None and not self._search.texts
        )

    def find(self, need: int, place: Place | None = None) -> list[Found]:
        """The next so many lines after a place in the order."""
        wish, place = self._wish, first_place(self._wish, place)
        if self._finds_no_text:
            return []
        weight = weigh(self._session, wish, place[0] if place else None)
        if weight.start is None or weight.most == 0:
            return []
        whole = list_whole_ways(self._session, wish, weight, self._search)[0]
        ordered = list_ordered_ways(self._session, wish, weight, self._search, need)[0]
        leap = cost_of_leap(weight, need) if can_leap(wish) else float("inf")
        if whole.cost <= min(ordered.cost, leap):
            return self._choose(whole.name, whole.candidates, need, place)
        if leap < ordered.cost:
            return self._leap(need, place)
        return self._walk(ordered, whole, need, place)

    def count(self) -> Figures:
        """Exact where facets tell or few lines are to be looked at."""
        if self._finds_no_text:
            return Figures({}, 0, exact=True)
        if self._wish.is_counted:
            return _figures(count_stances(self._session, self._wish), exact=True)
        weight = weigh(self._session, self._wish, None)
        if weight.start is None or weight.most == 0:
            return Figures({}, 0, exact=True)
        whole = list_whole_ways(self._session, self._wish, weight, self._search)[0]
        if whole.cost <= COUNTED * FETCHED:
            return _figures(self._count(whole.name, whole.candidates), exact=True)
        way = list_ordered_ways(self._session, self._wish, weight, self._search, COUNTED)[0]
        stretch = way.next_stretch(None, COUNTED)
        counted = self._count(way.name, stretch.candidates)
        return _figures(counted, exact=stretch.find_end() is None)

    def _walk(self, way: OrderedWay, whole: Way, need: int, place: Place | None) -> list[Found]:
        """Stretch by stretch; when nothing is found for long, all that may fit is looked at."""
        found: list[Found] = []
        size, gone = int(min(max(way.cost * 1.5, SHORTEST), LONGEST)), 0
        while True:
            stretch = way.next_stretch(place, size)
            found += self._choose(way.name, stretch.candidates, need - len(found), place)
            end = stretch.find_end() if len(found) < need else None
            if end is None:
                return found
            place, gone = end, gone + size
            if gone * FETCHED >= max(whole.cost, PATIENCE):
                return found + self._choose(whole.name, whole.candidates, need - len(found), place)
            size = min(size * 4, LONGEST)

    def _leap(self, need: int, place: Place | None) -> list[Found]:
        heads = find_heads(self._session, self._wish, place, need)
        if not heads:
            return []
        name = "mark 0" if self._wish.marks else "facets"
        return self._choose(name, lines_of(self._wish, heads, place, need), need, place)

    def _choose(self, way: str, candidates: Select[Any], need: int, place: Place | None) -> list[Found]:
        columns = order_columns(self._wish)
        chosen = self._fitting(way, candidates).with_only_columns(
            *(col(getattr(LogLine, name)) for name in Found._fields)
        )
        chosen = chosen.where(*after(self._wish, place, columns)).order_by(*sort_by(self._wish, columns))
        return [Found(*row) for row in self._session.execute(chosen.limit(need))]

    def _count(self, way: str, candidates: Select[Any]) -> dict[tuple[str, bool], int]:
        keys = (col(Facet.stance), (col(Facet.review) == REJECTED).label("rejected"))
        counted = self._fitting(way, candidates).with_only_columns(*keys, func.count()).group_by(*keys)
        return {(row[0], bool(row[1])): row[2] for row in self._session.execute(counted)}

    def _fitting(self, way: str, candidates: Select[Any]) -> Select[Any]:
        """Those of the candidates that fit the whole wish; the planner sees them as a table of their own."""
        if candidates._limit_clause is None:
            candidates = candidates.limit(EVERY)
        some = candidates.subquery("candidate")
        joined = select(col(LogLine.id)).select_from(some).join(Facet, col(Facet.id) == some.c.facet_id)
        joined = joined.join(LogLine, col(LogLine.id) == some.c.id)
        return joined.where(*self._wish.facets, *self._rest(way))

    def _rest(self, way: str) -> Iterator[ColumnElement[bool]]:
        """What facets do not tell and the way does not see to."""
        yield from within(self._wish, col(LogLine.id))
        for number, group in enumerate(self._wish.marks):
            if not way.startswith(f"mark {number}"):
                line = col(LogMark.line_id) == col(LogLine.id)
                yield exists(select(1).where(line, col(LogMark.mark).in_(group)).correlate(LogLine))
        if self._wish.confidence:
            yield col(LogLine.confidence) >= self._wish.confidence
        if self._wish.as_of is not None:
            yield col(LogLine.began_at) <= self._wish.as_of
            yield col(LogLine.ended_at).is_(None) | (col(LogLine.ended_at) > self._wish.as_of)
        if self._search is not None and not way.startswith("texts"):
            yield self._search.has_words()


def _figures(counted: Any, *, exact: bool) -> Figures:
    stances = {stance: lines for (stance, rejected), lines in sorted(counted.items()) if not rejected}
    apart = sum(lines for (_, rejected), lines in counted.items() if rejected)
    return Figures(stances, apart, exact)
