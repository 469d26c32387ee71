"""Find lines of the log under any filters and count them, a million as fast as a few.

A list wants fifty lines, in some order. Where many fit they are near: a walk along the order meets them.
Where few do, the walk would pass nearly all lines in vain, but facets tell how few: all of them can be
looked at, or each facet is asked for its next line (a leap). Which of these is short neither database's
planner knows beforehand, nor do we. So the walk begins, and when it has passed as many lines as the sure
way costs, the sure way is taken: at worst that is twice the shorter of the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlmodel import Session, col

from monitor.models import Facet, LogLine, LogMark
from monitor.models.review import REJECTED
from monitor.queries.arrays import pick
from monitor.queries.filters import ClaimFilter
from monitor.queries.leaps import can_leap, cost_of_leap, find_heads, lines_of
from monitor.queries.order import Place, after, first_place, order_columns, skip_to, sort_by, within
from monitor.queries.texts import TextSearch
from monitor.queries.ways import FETCHED, Walk, choose_walk, list_ways
from monitor.queries.weights import count_stances, weigh
from monitor.queries.wishes import prepare

SHORTEST, LONGEST, GROWTH = 500, 20_000, 4  # of a stretch that is looked at at once
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
        self._search = TextSearch(session, self._wish) if self._wish.phrases else None
        self._finds_no_text = self._wish.phrases == [] or (
            self._search is not None and not self._search.texts
        )

    def find(self, need: int, place: Place | None = None) -> list[Found]:
        """The next so many lines after a place in the order."""
        if self._finds_no_text:
            return []
        place = first_place(self._wish, place)
        weight = weigh(self._session, self._wish, place)
        if weight.most == 0:
            return []
        leap = cost_of_leap(weight, need) if can_leap(self._wish) else float("inf")
        way = list_ways(self._session, self._wish, weight, self._search)[0]
        walk = choose_walk(self._session, self._wish, weight, self._search)
        start = skip_to(self._wish, place, weight.start)
        found, place, is_done = self._walk(walk, need, start, min(leap, way.cost))
        if is_done:
            return found
        need -= len(found)
        if leap < way.cost:
            return found + self._leap(need, place)
        return found + self._choose(way.sees_to, way.candidates, need, place)

    def count(self) -> Figures:
        """Exact where facets tell or few lines are to be looked at."""
        if self._wish.is_counted:
            return _figures(count_stances(self._session, self._wish), exact=True)
        place = first_place(self._wish, None)
        weight = weigh(self._session, self._wish, place)
        if self._finds_no_text or weight.most == 0:
            return Figures({}, 0, exact=True)
        way = list_ways(self._session, self._wish, weight, self._search)[0]
        if way.cost <= COUNTED * FETCHED:
            return _figures(self._count(way.sees_to, way.candidates), exact=True)
        walk = choose_walk(self._session, self._wish, weight, self._search)
        stretch = walk.next_stretch(skip_to(self._wish, place, weight.start), COUNTED)
        counted = self._count(walk.sees_to, stretch.candidates)
        return _figures(counted, exact=stretch.find_end() is None)

    def count_among(self, lineages: Collection[str]) -> int:
        """How many of the claims of these lineages stand in the log and fit."""
        if not lineages or self._finds_no_text:
            return 0
        standing = (col(LogLine.lineage_id).in_(lineages), col(LogLine.ended_at).is_(None))
        some = pick(col(LogLine.id), col(LogLine.facet_id)).where(*standing)
        return sum(lines for lines in self._count("", some).values())

    def _walk(
        self, walk: Walk, need: int, place: Place | None, most: float
    ) -> tuple[list[Found], Place | None, bool]:
        """What is found among so many lines, the last place that was reached, and whether that is all."""
        found: list[Found] = []
        size, gone = SHORTEST, 0
        while gone + size <= most:
            stretch = walk.next_stretch(place, size)
            found += self._choose(walk.sees_to, stretch.candidates, need - len(found), place)
            end = stretch.find_end() if len(found) < need else None
            if end is None:
                return found, place, True
            place, gone, size = end, gone + size, min(size * GROWTH, LONGEST)
        return found, place, False

    def _leap(self, need: int, place: Place | None) -> list[Found]:
        heads = find_heads(self._session, self._wish, place, need)
        if not heads:
            return []
        sees_to = "mark 0" if self._wish.marks else ""
        return self._choose(sees_to, lines_of(self._wish, heads, place, need), need, place)

    def _choose(self, sees_to: str, candidates: Select[Any], need: int, place: Place | None) -> list[Found]:
        columns = order_columns(self._wish)
        chosen = self._fitting(sees_to, candidates).with_only_columns(
            *(col(getattr(LogLine, name)) for name in Found._fields)
        )
        chosen = chosen.where(*after(self._wish, place, columns)).order_by(*sort_by(self._wish, columns))
        return [Found(*row) for row in self._session.execute(chosen.limit(need))]

    def _count(self, sees_to: str, candidates: Select[Any]) -> dict[tuple[str, bool], int]:
        keys = (col(Facet.stance), (col(Facet.review) == REJECTED).label("rejected"))
        counted = self._fitting(sees_to, candidates).with_only_columns(*keys, func.count()).group_by(*keys)
        return {(row[0], bool(row[1])): row[2] for row in self._session.execute(counted)}

    def _fitting(self, sees_to: str, candidates: Select[Any]) -> Select[Any]:
        """Those of the candidates that fit the whole wish; the planner sees them as a table of their own."""
        if candidates._limit_clause is None:
            candidates = candidates.limit(EVERY)
        some = candidates.subquery("candidate")
        joined = select(col(LogLine.id)).select_from(some).join(Facet, col(Facet.id) == some.c.facet_id)
        joined = joined.join(LogLine, col(LogLine.id) == some.c.id)
        return joined.where(*self._wish.facets, *self._rest(sees_to))

    def _rest(self, sees_to: str) -> Iterator[ColumnElement[bool]]:
        """What facets do not tell and the way does not see to."""
        yield from within(self._wish, col(LogLine.id))
        for number, group in enumerate(self._wish.marks):
            if sees_to != f"mark {number}":
                line = col(LogMark.line_id) == col(LogLine.id)
                yield exists(select(1).where(line, col(LogMark.mark).in_(group)).correlate(LogLine))
        if self._wish.confidence:
            yield col(LogLine.confidence) >= self._wish.confidence
        if self._wish.as_of is not None:
            yield col(LogLine.began_at) <= self._wish.as_of
            yield col(LogLine.ended_at).is_(None) | (col(LogLine.ended_at) > self._wish.as_of)
        if self._search is not None and sees_to != "texts":
            yield self._search.has_words()


def _figures(counted: Any, *, exact: bool) -> Figures:
    stances = {stance: lines for (stance, rejected), lines in sorted(counted.items()) if not rejected}
    apart = sum(lines for (_, rejected), lines in counted.items() if rejected)
    return Figures(stances, apart, exact)
