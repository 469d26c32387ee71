"""What each side says, measure by measure, in the fixed order; nothing is sorted by who says more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.models import Agreement
from monitor.queries.figures import AgreementFigures
from monitor.terms import Stance
from monitor.web.overview.gaps import Coverage
from monitor.web.overview.links import LogLinks
from monitor.web.overview.sides import Side
from monitor.web.pages.windows import write_after, write_local


@dataclass(frozen=True, slots=True)
class Value:
    """`small` stands beside it; `url` leads to what it counts."""

    text: str
    small: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A row: what is measured, and a value of each side."""

    label: str
    values: Sequence[Value]
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows are made of."""

    agreement: Agreement
    figures: AgreementFigures
    now: datetime
    links: LogLinks

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.agreement.timezone)


def make_ledger(facts: Facts, coverages: Sequence[Coverage]) -> list[Measure]:
    """`coverages`: of the sides that have a column, in their order."""
    sides = [each.side for each in coverages]
    return [
        Measure("accusations", [_count(facts, side, Stance.ACCUSATION) for side in sides], leads=True),
        Measure("denials", [_count(facts, side, Stance.DENIAL) for side in sides], leads=True),
        Measure("acknowledgements", [_count(facts, side, Stance.ADMISSION) for side in sides]),
        Measure("first accusation published", [_find_first(facts, side) for side in sides]),
        Measure("earliest act alleged in them", [_find_earliest(facts, side) for side in sides]),
        Measure("alleging civilians hit", [_count_civilians(facts, side) for side in sides]),
        Measure("places named", [Value(str(_count_places(facts.figures, side))) for side in sides]),
        Measure("sources asked; hours with one unread", [_say_sources(each) for each in coverages]),
    ]


def _count(facts: Facts, side: Side, stance: Stance) -> Value:
    number = sum(facts.figures.count(stance.value, member) for member in side.members)
    return Value(f"{number:,}", url=facts.links.find(stance.value, by=side.members) if number else "")


def _find_first(facts: Facts, side: Side) -> Value:
    found = [facts.figures.first[member] for member in side.members if member in facts.figures.first]
    if not found:
        return Value(
            "none yet" if facts.agreement.ends_at is None or facts.now < facts.agreement.ends_at else "none"
        )
    at = min(first.published_at for first in found)
    return Value(write_local(at, facts.zone, facts.now), write_after(at, facts.agreement.starts_at))


def _find_earliest(facts: Facts, side: Side) -> Value:
    """Where no time is said, publication counts."""
    found = [facts.figures.first[member] for member in side.members if member in facts.figures.first]
    at = min((first.occurred_at for first in found), default=None)
    return Value(write_local(at, facts.zone, facts.now) if at else "none")


def _count_civilians(facts: Facts, side: Side) -> Value:
    number = sum(lines for (by, _), lines in facts.figures.civilians.items() if by in side.members)
    url = facts.links.find(by=side.members, civilians="true") if number else ""
    return Value(f"{number:,}", url=url)


def _count_places(figures: AgreementFigures, side: Side) -> int:
    named = [place for place, by in figures.places.items() if any(by.get(each) for each in side.members)]
    return sum(place is not None for place in named)


def _say_sources(coverage: Coverage) -> Value:
    return Value(str(coverage.asked), coverage.length or ("none unread" if coverage.asked else ""))
