"""Pure: does a rule want this notice, given what it alerted before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

CLAIM_KINDS = frozenset({"accusation", "denial", "admission", "correction", "retraction"})
FOLLOW_UPS = frozenset({"correction", "retraction"})


class NoticeFacts(Protocol):
    """What matching and grouping know of a notice."""

    @property
    def kind(self) -> str: ...
    @property
    def agreement_id(self) -> str | None: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def made_at(self) -> datetime: ...


def wants_notice(rule: Mapping[str, Any], notice: NoticeFacts, *, alerted: bool) -> bool:
    """Whether a rule's document asks for a notice; `alerted`: the rule had this claim's lineage before.

    A correction or retraction of what was alerted is wanted whatever the rule says. An empty
    list or null asks for nothing. Conditions on claims do not apply to other notices.
    """
    if alerted and notice.kind in FOLLOW_UPS:
        return True
    when = rule["when"]
    if not (_in_scope(rule["agreement"], notice.agreement_id) and _allows(when["kind"], notice.kind)):
        return False
    if notice.kind not in CLAIM_KINDS:
        return True
    return _is_fresh(notice, rule["max_age"]) and _fits_claim(when, notice.facts["claim"])


def lineage_of(notice: NoticeFacts) -> str | None:
    """What makes claims of later readings "the same claim"; None for other notices."""
    lineage = notice.facts.get("claim", {}).get("lineage")
    return None if lineage is None else str(lineage)


def _in_scope(wanted: str, agreement_id: str | None) -> bool:
    # A notice without an agreement is about the service itself and concerns every rule.
    return wanted == "*" or agreement_id is None or wanted == agreement_id


def _is_fresh(notice: NoticeFacts, max_age: float) -> bool:
    if notice.published_at is None:
        return True
    return notice.made_at - notice.published_at <= timedelta(seconds=max_age)


def _fits_claim(when: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    return (
        _allows(when["by"], claim["by"])
        and _allows(when["against"], claim["against"])
        and (not when["types"] or not set(when["types"]).isdisjoint(claim["types"]))
        and when["in_force"] in (None, claim["in_force"])
        and when["civilians"] in (None, claim["civilians"])
        and claim["confidence"] >= (when["min_confidence"] or 0.0)
    )


def _allows(wanted: list[str], value: str | None) -> bool:
    return not wanted or value in wanted
