"""Pure: a rule as it stands, and whether a notice by itself is one that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from alerts.before import Before, read_before
from alerts.conditions import CLAIM_KINDS, EVERY_AGREEMENT, Conditions, NoticeFacts, read_conditions

Kind = TypeVar("Kind", bound=NoticeFacts)


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule ready to be walked through; `before` is what it asks of the notices that came earlier.

    Claims of the types in `bypass` don't wait for the end of its quiet hours.
    """

    id: str
    version: int
    document: Mapping[str, Any]
    agreement: str
    conditions: Conditions
    max_age: timedelta
    before: Before | None
    bypass: frozenset[str]


def read_rule(id: str, version: int, document: Mapping[str, Any]) -> StandingRule:
    """A rule from its document, also one that was stored before a key of today existed."""
    return StandingRule(
        id=id,
        version=version,
        document=document,
        agreement=document["agreement"],
        conditions=read_conditions(document["when"]),
        max_age=timedelta(seconds=document["max_age"]),
        before=read_before(document["when"]),
        bypass=frozenset((document.get("quiet_hours") or {}).get("bypass", ())),
    )


def fits_rule(rule: StandingRule, notice: NoticeFacts) -> bool:
    """Whether a rule asks for such a notice, whatever its age and whatever came before it."""
    # A notice without an agreement is about the service itself and concerns every rule.
    in_scope = rule.agreement in (EVERY_AGREEMENT, notice.agreement_id) or notice.agreement_id is None
    return in_scope and rule.conditions.fit(notice)


def looks_back(rule: StandingRule, notice: NoticeFacts) -> bool:
    """Whether a rule judges a notice by what came before it; its keys are read, so that asking is safe."""
    judges = rule.before is not None and notice.kind in CLAIM_KINDS and fits_rule(rule, notice)
    return judges and rule.before is not None and rule.before.list_keys(notice) is not None


def is_fresh(rule: StandingRule, notice: NoticeFacts) -> bool:
    """Whether what a claim's notice tells of is no older than the rule's `max_age`."""
    if notice.kind not in CLAIM_KINDS or notice.published_at is None:
        return True
    return notice.made_at - notice.published_at <= rule.max_age


def pick_readable(notices: Iterable[Kind], wanted: Callable[[Kind], bool]) -> Iterator[Kind]:
    """Those that are wanted; one that can't be asked is left out, for whoever assigns it to tell of."""
    for notice in notices:
        try:
            if wanted(notice):
                yield notice
        except Exception:  # noqa: BLE001, S112  whatever its facts lack, the others must go on
            continue


def lineage_of(notice: NoticeFacts) -> str | None:
    """What makes claims of later readings "the same claim"; None for other notices."""
    lineage = notice.facts.get("claim", {}).get("lineage")
    return None if lineage is None else str(lineage)
