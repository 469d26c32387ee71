"""What a claim's line in the log holds: the machine's values, or a person's in their place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from monitor.ledger.lineages import changed_facts
from monitor.models import Claim, Facet, LogLine, Review
from monitor.models.log_line import (
    CURRENT,
    KILLED,
    OPEN,
    PAST,
    REPLACED,
    WOUNDED,
    is_number,
    place_mark,
    second_of,
    second_of_id,
    type_mark,
)
from monitor.models.review import CORRECTED, find_verdict
from monitor.models.search_text import LABELLED, MARK, write_labels
from monitor.wire import change_finding, finding_json


class Shared(NamedTuple):
    """The values that a line shares with others: the columns of its facet."""

    agreement_id: str
    source_id: str
    lang: str
    stance: str
    by: str
    against: str | None
    in_force: bool
    in_force_certain: bool
    civilians: bool
    review: str = OPEN
    standing: str = CURRENT
    is_answered: bool = False

    @property
    def key(self) -> str:
        return "\t".join("" if value is None else str(value) for value in self)


@dataclass(frozen=True, slots=True)
class LineValues:
    """All that a line says; `second` of publication, `revision_id` of its text.

    `machine` is what it would say had no person corrected it.
    """

    shared: Shared
    second: int
    occurred: int
    confidence: int
    lineage_id: str
    claim_id: str
    revision_id: str
    review_id: str | None
    marks: tuple[str, ...]
    machine: LineValues | None = None

    @property
    def labels(self) -> set[str]:
        """What a search may narrow by: the machine's values, and those that a person corrected."""
        own = list_labels(self.shared, self.marks)
        return own | self.machine.labels if self.machine else own

    def stands_in(self, line: LogLine, facet: Facet, marks: Iterable[str]) -> bool:
        """Whether a line says just this; whether the claim is answered is decided elsewhere."""
        said = (
            line.claim_id,
            line.review_id,
            line.occurred,
            line.confidence,
            second_of_id(line.id),
            {*marks},
        )
        mine = (self.claim_id, self.review_id, self.occurred, self.confidence, self.second, {*self.marks})
        answered = self.shared._replace(is_answered=facet.is_answered)
        return said == mine and answered.key == facet.key


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines need of an agreement: its zone, and each spelling of a place, case folded, to its id."""

    timezone: str
    places: Mapping[str, str]

    def make_marks(
        self, types: Iterable[str], places: Iterable[str], numbers: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """The marks of what a claim names; a place by its id where the gazetteer knows it."""
        folded = (place.casefold() for place in places)
        named = (place_mark(self.places.get(place, place)) for place in folded)
        return tuple(dict.fromkeys([*map(type_mark, types), *named, *numbers]))


@dataclass(frozen=True, slots=True)
class Version:
    """A claim of a lineage with its origin, and the times in which it stood, up to None: it still does."""

    claim: Claim
    agreement_id: str
    source_id: str
    ground: Ground
    lang: str
    published_at: datetime
    is_current: bool
    stood: tuple[tuple[datetime, datetime | None], ...] = ()


def read_values(version: Version, versions: Sequence[Version], reviews: Sequence[Review]) -> LineValues:
    """The line of this version of a lineage's claim after these reviews of the lineage."""
    review = find_review(version, versions, reviews) if reviews else None
    facts = _machine_facts(version.claim)
    line = _make_values(version, facts, review)
    if review is None or review.verdict != CORRECTED:
        return line
    corrected = _make_values(version, _corrected_facts(version.claim, review), review)
    return replace(corrected, machine=line)


def _make_values(version: Version, facts: dict[str, Any], review: Review | None) -> LineValues:
    claim, second = version.claim, second_of(version.published_at)
    numbers = [mark for mark, number in facts.pop("numbers").items() if number]
    marks = version.ground.make_marks(facts.pop("types"), facts.pop("places"), numbers)
    occurred = facts.pop("occurred")
    shared = Shared(
        agreement_id=version.agreement_id,
        source_id=version.source_id,
        lang=version.lang,
        review=review.verdict if review else OPEN,
        **facts,
    )
    return LineValues(
        shared=shared,
        second=second,
        occurred=second_of(occurred) if occurred else second,
        confidence=round(claim.confidence * 1000),
        lineage_id=claim.lineage_id,
        claim_id=claim.id,
        revision_id=claim.revision_id,
        review_id=review.id if review else None,
        marks=marks,
    )


def list_labels(shared: Shared, marks: Iterable[str]) -> set[str]:
    """The labels of a line's text."""
    values = [(name, getattr(shared, name)) for name in LABELLED]
    return write_labels([*values, *((MARK, mark) for mark in marks if not is_number(mark))])


def find_review(version: Version, versions: Sequence[Version], reviews: Sequence[Review]) -> Review | None:
    """The verdict that counts for this version; it was given on it, or on one with the same facts."""
    seen = {each.claim.id: each.claim for each in versions}

    def is_same(claim_id: str) -> bool:
        if claim_id == version.claim.id:
            return True
        other = seen.get(claim_id)
        return other is not None and not _changed(other, version.claim, version.ground.timezone)

    return find_verdict(reviews, is_same)


def _changed(one: Claim, other: Claim, timezone: str) -> dict[str, Any]:
    return changed_facts(finding_json(one.finding, timezone), finding_json(other.finding, timezone))


def _machine_facts(claim: Claim) -> dict[str, Any]:
    return {
        "stance": claim.stance,
        "by": claim.by,
        "against": claim.against,
        "types": claim.types,
        "in_force": claim.in_force,
        "in_force_certain": claim.in_force_certain,
        "civilians": claim.civilians,
        "places": claim.places,
        "numbers": {KILLED: claim.killed, WOUNDED: claim.wounded},
        "occurred": claim.occurred_from if claim.occurred_precision else None,
    }


def _corrected_facts(claim: Claim, review: Review) -> dict[str, Any]:
    said = change_finding(claim.finding, review.changes)
    return {
        "stance": said.stance.value,
        "by": said.by,
        "against": said.against,
        "types": [type_.value for type_ in said.types],
        "in_force": said.in_force,
        "in_force_certain": said.in_force_certain,
        "civilians": said.civilians,
        "places": said.places,
        "numbers": {KILLED: said.killed, WOUNDED: said.wounded},
        "occurred": said.occurred.start if said.occurred else None,
    }


class Segment(NamedTuple):
    """A line's values with the time in which the log had them."""

    values: LineValues
    began_at: datetime
    ended_at: datetime | None


def list_segments(versions: Sequence[Version], reviews: Sequence[Review]) -> list[Segment]:
    """Every line that a lineage ever had, oldest first; what was replaced in the same moment is left out."""
    found: list[Segment] = []
    for version in versions:
        for start, end in version.stood:
            found += _segments_of(version, versions, reviews, start, end)
    last = {segment.values.claim_id: place for place, segment in enumerate(found)}
    named = [_with_standing(each, is_last=last[each.values.claim_id] == n) for n, each in enumerate(found)]
    return [
        each for each in named if each.began_at != each.ended_at or each.values.shared.standing != REPLACED
    ]


def _segments_of(
    version: Version,
    versions: Sequence[Version],
    reviews: Sequence[Review],
    start: datetime,
    end: datetime | None,
) -> list[Segment]:
    turns = sorted(
        {each.made_at for each in reviews if start < each.made_at and (not end or each.made_at < end)}
    )
    found: list[Segment] = []
    for at in (start, *turns):
        values = read_values(version, versions, [each for each in reviews if each.made_at <= at])
        if found and found[-1].values == values:
            continue
        found = [*found[:-1], found[-1]._replace(ended_at=at)] if found else []
        found.append(Segment(values, at, end))
    return found


def _with_standing(segment: Segment, *, is_last: bool) -> Segment:
    standing = (CURRENT if segment.ended_at is None else PAST) if is_last else REPLACED
    shared = segment.values.shared._replace(standing=standing)
    return segment._replace(values=replace(segment.values, shared=shared))
