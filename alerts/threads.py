"""The thread of a follow-up: the alert that it continues, and the accusation that a denial answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from alerts.message import Thread
from alerts.models import Alert, AlertEntry, Delivery, Notice

MOST_COMPARED = 200
UNSPECIFIED = "unspecified"


def find_thread(session: Session, alert: Alert, channel_id: str) -> Thread | None:
    """What a mail refers to; None: the alert begins a thread of its own."""
    root = session.get(Alert, alert.follows) if alert.follows else None
    if root is None:
        return None
    sent = select(Delivery.id).where(Delivery.alert_id == root.id, Delivery.channel_id == channel_id)
    return Thread(root.closed_at, session.exec(sent.order_by(col(Delivery.sequence))).first())


def find_answered(
    session: Session, alert: Alert, notices: Sequence[Notice]
) -> dict[int | None, Mapping[str, Any]]:
    """Of each denial in a follow-up, the facts of the accusation in its thread that it answers.

    By and against are exchanged; of several it is the one with most types and places in common,
    then the newest.
    """
    denials = [notice for notice in notices if notice.kind == "denial"]
    if alert.follows is None or not denials:
        return {}
    accusations = _list_accusations(session, alert)
    found = {notice.id: pick_answered(notice.facts, accusations) for notice in denials}
    return {id: facts for id, facts in found.items() if facts is not None}


def pick_answered(
    denial: Mapping[str, Any], accusations: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The accusation that a denial answers, of those told before, the newest first."""
    by, against = denial["claim"]["by"], denial["claim"]["against"]
    exchanged = [
        facts for facts in accusations if (facts["claim"]["by"], facts["claim"]["against"]) == (against, by)
    ]
    return max(exchanged, key=lambda facts: len(_tokens(facts) & _tokens(denial)), default=None)


def _list_accusations(session: Session, alert: Alert) -> list[Mapping[str, Any]]:
    thread = or_(col(Alert.id) == alert.follows, col(Alert.follows) == alert.follows)
    query = select(Notice.facts).join(AlertEntry, col(AlertEntry.notice_id) == Notice.id)
    query = query.join(Alert, col(Alert.id) == AlertEntry.alert_id).where(thread)
    query = query.where(Notice.kind == "accusation").order_by(col(Notice.id).desc())
    return list(session.exec(query.limit(MOST_COMPARED)))


def _tokens(facts: Mapping[str, Any]) -> set[str]:
    claim = facts["claim"]
    types = {kind for kind in claim["types"] if kind != UNSPECIFIED}
    return types | {f"at {place.casefold()}" for place in claim.get("places") or []}
