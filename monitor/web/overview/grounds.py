"""Where and what, according to the accusations: places for the map and its table, acts for the bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from monitor.queries.figures import AgreementFigures, ByActor
from monitor.terms import ViolationType
from monitor.web.charts.acts import Act, Count
from monitor.web.charts.places import Spot
from monitor.web.overview.links import LogLinks
from monitor.web.overview.sides import Side
from monitor.web.pages.wording import ACTS

Key = TypeVar("Key", bound=str | None)
MOST_NAMES = 30  # places beyond the gazetteer's that the table lists


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with all its names; a count for each side, then of observers and others."""

    names: str
    counts: Sequence[int]
    url: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """`rows` in the order of the agreement, then names that it does not list; `left_out` of these."""

    rows: Sequence[PlaceRow]
    unnamed: Sequence[int]
    left_out: int

    @property
    def spots(self) -> list[Spot]:
        return [
            Spot(row.names, row.lat, row.lon, row.counts[:-1], row.counts[-1], row.url)
            for row in self.rows
            if row.lat is not None and row.lon is not None
        ]

    @property
    def off_the_map(self) -> int:
        return sum(row.lat is None for row in self.rows)


def list_places(
    document: Mapping[str, Any], figures: AgreementFigures, sides: Sequence[Side], links: LogLinks
) -> Places:
    """`sides` end with observers and others."""
    counts = _count_by_side(figures.places, sides)
    known = [
        PlaceRow(
            " / ".join(place["names"].get("en") or next(iter(place["names"].values()))),
            counts.pop(place["id"].casefold()),
            links.find(place=place["id"]),
            place.get("lat"),
            place.get("lon"),
        )
        for place in document.get("places", [])
        if place["id"].casefold() in counts
    ]
    unnamed = counts.pop(None, [0] * len(sides))
    others = [
        PlaceRow(name.capitalize(), counts[name], links.find(place=name))
        for name in sorted(filter(None, counts))
    ]
    shown = others[:MOST_NAMES]
    return Places([*known, *shown], unnamed, len(others) - len(shown))


def list_acts(figures: AgreementFigures, sides: Sequence[Side], links: LogLinks) -> list[Act]:
    """Acts that somebody of these sides alleges, in the order of the vocabulary."""
    counts = _count_by_side(figures.types, sides)
    return [
        Act(
            label.partition(",")[2].strip() or label,
            [
                Count(number, links.find(by=side.members, type=name))
                for number, side in zip(counts[ViolationType(name)], sides, strict=True)
            ],
        )
        for name, label in ACTS.items()
        if ViolationType(name) in counts
    ]


def _count_by_side(counted: Mapping[Key, ByActor], sides: Sequence[Side]) -> dict[Key, list[int]]:
    """What nobody of these sides says is left out."""
    found = {
        what: [sum(by.get(member, 0) for member in side.members) for side in sides]
        for what, by in counted.items()
    }
    return {what: counts for what, counts in found.items() if any(counts)}
