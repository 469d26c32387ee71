"""Notices that a rule could not read: dead letters of matching, kept and told, so that the others go on.

The notice itself stays as it is. That it was set aside, by which rules and why, is a `system` notice
about it; nothing of what it says is written there, because that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from alerts.assigning import Unread, id_of
from alerts.grouping import SYSTEM
from alerts.models import Notice

SUBJECT = "notice"
EVENT = "notice_set_aside"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A notice and the rules that could not read it, with the kind of the first fault."""

    notice_id: int
    kind: str
    agreement_id: str | None
    rules: Sequence[str]
    fault: str

    def make_facts(self) -> dict[str, Any]:
        """Of the system notice that tells of it."""
        return {
            "system": {
                "sentence": self.write_sentence(),
                "event": EVENT,
                "notice": self.notice_id,
                "rules": list(self.rules),
            }
        }

    def write_sentence(self) -> str:
        about = f" about {self.agreement_id}" if self.agreement_id else ""
        noun = "rule" if len(self.rules) == 1 else "rules"
        return (
            f"Notice {self.notice_id} ({self.kind}{about}) is set aside: the {noun} {', '.join(self.rules)}"
            f" could not read it ({self.fault}), so no alert of theirs tells of it. The log of the worker"
            " says more; what it tells of is in the accusation log."
        )


def collect_set_aside(unread: Iterable[Unread]) -> list[SetAside]:
    """One for each notice; what tells of one is not told of itself, or there would be no end of it."""
    by_notice: dict[int, list[Unread]] = {}
    for one in unread:
        if one.notice.kind != SYSTEM:
            by_notice.setdefault(id_of(one.notice), []).append(one)
    return [
        SetAside(
            notice_id,
            found[0].notice.kind,
            found[0].notice.agreement_id,
            [one.rule_id for one in found],
            type(found[0].error).__name__,
        )
        for notice_id, found in by_notice.items()
    ]


def list_set_aside(session: Session, limit: int = 100) -> list[str]:
    """The sentences that were told of them, the newest first."""
    told = select(Notice).where(Notice.kind == SYSTEM, Notice.subject_kind == SUBJECT)
    newest = session.exec(told.order_by(col(Notice.id).desc()).limit(limit))
    return [str(notice.facts["system"]["sentence"]) for notice in newest]
