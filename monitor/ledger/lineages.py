"""Which claim of a later reading is the same claim as one of the reading before. Pure.

Within one (stance, by, against), acts are paired by shared types, places, time and quote;
what finds no pair is new, or gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.terms import Finding
from monitor.wire import finding_json

CORRECTION = "correction"
RETRACTION = "retraction"

# What makes a changed claim a correction, as the claim's JSON names it.
FACTS = ("types", "count", "killed", "wounded", "civilians", "places", "occurred", "in_force")


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What a later reading makes of one claim.

    `position`: among its findings, None when the claim is gone. `lineage`: of the claim that stood,
    None when it is new. `kind`: of the notice to be made, None when nothing changed that anybody is
    told of. `previous`: the old values of the facts that a correction changes.
    """

    position: int | None
    lineage: str | None
    kind: str | None
    previous: Mapping[str, Any] | None = None


def compare_findings(
    old: Mapping[str, Finding], new: Sequence[Finding], timezone: str
) -> Iterator[ClaimChange]:
    """Each finding of a later reading beside the claims that stood (by lineage), then those that are gone."""
    pairs = pair_findings(old, new)
    for position, finding in enumerate(new):
        lineage = pairs.get(position)
        if lineage is None:
            yield ClaimChange(position, None, finding.stance.value)
            continue
        previous = changed_facts(finding_json(old[lineage], timezone), finding_json(finding, timezone))
        yield ClaimChange(position, lineage, CORRECTION if previous else None, previous or None)
    kept = set(pairs.values())
    for lineage in (lineage for lineage in old if lineage not in kept):
        yield ClaimChange(None, lineage, RETRACTION)


def pair_findings(old: Mapping[str, Finding], new: Sequence[Finding]) -> dict[int, str]:
    """Position in `new` to lineage id in `old`: the likest pairs first, each used once."""
    scored = [
        (_likeness(finding, old[lineage]), -position, lineage)
        for position, finding in enumerate(new)
        for lineage in old
    ]
    pairs: dict[int, str] = {}
    for score, negative_position, lineage in sorted(scored, reverse=True):
        if score > 0 and -negative_position not in pairs and lineage not in pairs.values():
            pairs[-negative_position] = lineage
    return pairs


def changed_facts(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old values of the facts in which two claims (as JSON) differ; order of lists aside."""
    return {name: old[name] for name in FACTS if _plain(old[name]) != _plain(new[name])}


def _likeness(one: Finding, other: Finding) -> int:
    if (one.stance, one.by, one.against) != (other.stance, other.by, other.against):
        return 0
    same_time = one.occurred is not None and one.occurred == other.occurred
    return (
        8 * (one.evidence.quote == other.evidence.quote)
        + 3 * len(set(one.types) & set(other.types))
        + 3 * len({place.casefold() for place in one.places} & {place.casefold() for place in other.places})
        + 2 * same_time
    )


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
