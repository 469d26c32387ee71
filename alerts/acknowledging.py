"""Acknowledging an alert: somebody has seen it. It is done once, and changes nothing of what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from alerts.models import Alert
from alerts.wording import clean_text, isolate, write_stamp

LONGEST_NOTE = 500
LONGEST_NAME = 100
ENDS = (".", "!", "?", "…", "։", "۔", "؟", "。", "！", "？", "।")


class BadNote(ValueError):
    """A note or a name that can't be kept; the text is one sentence for who wrote it."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who has seen an alert, when, and what they wrote."""

    by: str
    at: datetime
    note: str | None = None


class AcknowledgedAlready(Exception):
    """Somebody was first."""

    def __init__(self, first: Acknowledgement) -> None:
        super().__init__(say_acknowledged(first))
        self.first = first


def acknowledge(session: Session, alert_id: str, *, by: str, note: str, wall: datetime) -> Alert | None:
    """Note who has seen an alert; None: there is no such alert. Raises BadNote or AcknowledgedAlready.

    Note and name are kept on one line. Of two at once one is first: the row is changed only while
    nobody stands there.
    """
    kept = {
        "acknowledged_by": _clean(by, "name", LONGEST_NAME),
        "acknowledged_note": _clean(note, "note", LONGEST_NOTE) or None,
        "acknowledged_at": wall,
    }
    free = (col(Alert.id) == alert_id) & col(Alert.acknowledged_at).is_(None)
    changed = session.execute(update(Alert).where(free).values(**kept))
    alert = session.get(Alert, alert_id, populate_existing=True)
    first = acknowledgement_of(alert) if alert is not None else None
    if first is not None and changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE counts its rows
        raise AcknowledgedAlready(first)
    return alert


def acknowledgement_of(alert: Alert) -> Acknowledgement | None:
    """None while nobody has acknowledged it."""
    if alert.acknowledged_at is None:
        return None
    return Acknowledgement(alert.acknowledged_by or "", alert.acknowledged_at, alert.acknowledged_note)


def say_acknowledged(one: Acknowledgement, timezone: str = "UTC") -> str:
    """ "This alert was acknowledged on 10 October 2020, 08:46 UTC by Anna. Note: Called both."."""
    said = (
        f"This alert was acknowledged on {write_stamp(one.at, timezone)} by {isolate(one.by) or 'somebody'}."
    )
    if not one.note:
        return said
    return f"{said} Note: {isolate(one.note)}{'' if one.note.endswith(ENDS) else '.'}"


def _clean(text: str, name: str, longest: int) -> str:
    cleaned = clean_text(text)
    if len(cleaned) > longest:
        raise BadNote(f"The {name} has more than {longest} characters; write a shorter one.")
    return cleaned
