"""Pure: whether what a rule wants is silenced for now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.conditions import EVERY_AGREEMENT, Conditions, NoticeFacts, read_conditions


@dataclass(frozen=True, slots=True)
class StandingSilence:
    """A silence while a batch is walked through; no rules named: all of them.

    `ended_at`: of one that was ended early and is asked of what was before.
    """

    id: str
    rules: frozenset[str]
    agreement: str
    conditions: Conditions
    starts_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        return self.starts_at <= now < (self.ended_at or self.ends_at)

    def fits(self, rule_id: str, notice: NoticeFacts) -> bool:
        """What concerns the service itself is silenced only where every agreement is."""
        if self.rules and rule_id not in self.rules:
            return False
        return self.agreement in (EVERY_AGREEMENT, notice.agreement_id) and self.conditions.fit(notice)


def read_silence(
    id: str,
    document: Mapping[str, Any],
    starts_at: datetime,
    ends_at: datetime,
    ended_at: datetime | None = None,
) -> StandingSilence:
    """A silence from its document: {"rules", "agreement", "when"}."""
    return StandingSilence(
        id=id,
        rules=frozenset(document["rules"]),
        agreement=document["agreement"],
        conditions=read_conditions(document["when"]),
        starts_at=starts_at,
        ends_at=ends_at,
        ended_at=ended_at,
    )


def find_silence(
    silences: Iterable[StandingSilence], rule_id: str, notice: NoticeFacts, now: datetime
) -> str | None:
    """The active silence that keeps a notice of a rule; of several the one that lasts longest."""
    active = [silence for silence in silences if silence.is_active(now) and silence.fits(rule_id, notice)]
    return max(active, key=lambda silence: (silence.ends_at, silence.id)).id if active else None
