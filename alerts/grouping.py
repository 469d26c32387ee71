"""Pure: which notices of a rule go into one alert, and when it closes. Alertmanager's words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

from alerts.calendar import find_next_digest, leave_quiet_hours
from alerts.conditions import CLAIM_KINDS, NoticeFacts
from alerts.keys import MOST_KEPT

SYSTEM = "system"
GROUP_BY = ("agreement", "by", "against", "type", "place", "source", "kind")


def make_group_key(group_by: Sequence[str], notice: NoticeFacts) -> dict[str, Any]:
    """The group's values by name; notices with equal keys share an alert.

    `about` always takes part: a message speaks of claims, of sources or of the system.
    A claim with several types or places has them all in its key, so it is in one group only.
    """
    about = "claims" if notice.kind in CLAIM_KINDS else notice.kind
    return {"about": about} | {name: _value_of(name, notice) for name in GROUP_BY if name in group_by}


def hash_group_key(key: Mapping[str, Any]) -> str:
    """SHA-256 of the key, whatever the order of its names."""
    values = (tuple(value) if isinstance(value, list) else value for value in key.values())
    return _hash(tuple(sorted(zip(key, values, strict=True), key=itemgetter(0))))


def make_thread_key(root: str) -> dict[str, Any]:
    """The group of what follows up an alert that is closed."""
    return {"about": "follow-up", "thread": root}


def plan_closing(
    document: Mapping[str, Any], now: datetime, last_closed_at: datetime | None, *, urgent: bool = False
) -> datetime:
    """When an alert of a rule that opens now closes.

    After `group_wait`, and `group_interval` after the group's last one; with a `digest` at its
    next time. What would close in the quiet hours waits for their end, unless it is urgent.
    """
    if document.get("digest"):
        closes_at = find_next_digest(now, document["digest"])
    else:
        closes_at = _wait(document["group_wait"], document["group_interval"], now, last_closed_at)
    quiet = None if urgent else document.get("quiet_hours")
    return leave_quiet_hours(closes_at, quiet) if quiet else closes_at


def _wait(
    group_wait: float, group_interval: float, now: datetime, last_closed_at: datetime | None
) -> datetime:
    earliest = now + timedelta(seconds=group_wait)
    if last_closed_at is None:
        return earliest
    return max(earliest, last_closed_at + timedelta(seconds=group_interval))


def name_alert_type(kinds: Sequence[str]) -> str:
    """The webhook's `type` of an alert whose notices have these kinds."""
    distinct = set(kinds)
    if distinct == {"source"}:
        return "source.state"
    if distinct == {SYSTEM}:
        return SYSTEM
    return f"claims.{distinct.pop()}" if len(distinct) == 1 else "claims.mixed"


@lru_cache(MOST_KEPT)
def _hash(items: tuple[tuple[str, Any], ...]) -> str:
    return hashlib.sha256(json.dumps(dict(items)).encode()).hexdigest()


def _value_of(name: str, notice: NoticeFacts) -> Any:
    claim = notice.facts.get("claim", {})
    if name == "agreement":
        return notice.agreement_id
    if name == "kind":
        return notice.kind
    if name in ("type", "place"):
        return sorted(claim.get(f"{name}s", []))
    if name == "source":
        return notice.facts["source"]["id"] if "source" in notice.facts else _source_of(claim)
    return claim.get(name)


def _source_of(claim: Mapping[str, Any]) -> Any:
    return claim.get("statement", {}).get("source")
