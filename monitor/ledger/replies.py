"""What readers of a mail answer: seen it, no more of it. Each is in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from sqlmodel import Session

from alerts.acknowledging import AcknowledgedAlready, acknowledge
from alerts.models import Alert
from alerts.unsubscribing import unsubscribe
from monitor.ledger.journal import append_entry

BY_LINK = "the link in the mail"


def acknowledge_alert(session: Session, alert_id: str, *, by: str, note: str, now: datetime) -> Alert | None:
    """Acknowledge an alert once; None: there is none of that id. Raises BadNote or AcknowledgedAlready."""
    alert = acknowledge(session, alert_id, by=by, note=note, wall=now)
    if alert is not None:
        _note_acknowledged(session, alert, now)
    return alert


def acknowledge_alerts(
    session: Session, alert_ids: Iterable[str], *, by: str, note: str, now: datetime
) -> list[Alert]:
    """Acknowledge several; those that somebody has acknowledged before stay as they are. Raises BadNote.

    All alerts come before the journal, in one order, so that no two wait for each other.
    """
    done: list[Alert] = []
    for alert_id in sorted(set(alert_ids)):
        with suppress(AcknowledgedAlready):
            alert = acknowledge(session, alert_id, by=by, note=note, wall=now)
            done += [alert] if alert is not None else []
    for alert in done:
        _note_acknowledged(session, alert, now)
    return done


def _note_acknowledged(session: Session, alert: Alert, now: datetime) -> None:
    append_entry(
        session,
        kind="acknowledgement",
        subject=f"alert:{alert.id}",
        actor=alert.acknowledged_by or "",
        now=now,
        details={"rule": alert.rule_id, "note": alert.acknowledged_note},
    )


def unsubscribe_address(session: Session, channel_id: str, address: str, now: datetime) -> bool:
    """Send no more of a channel to an address; False: that was so already. Raises UnknownRecipient."""
    changed = unsubscribe(session, channel_id, address, now)
    if changed:
        details = {"action": "unsubscribe", "address": address.strip()}
        append_entry(
            session,
            kind="configuration",
            subject=f"channel:{channel_id}",
            actor=BY_LINK,
            now=now,
            details=details,
        )
    return changed
