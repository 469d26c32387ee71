"""The thread of a follow-up: the alert that it continues, and the accusation that a denial answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from alerts.follow_ups import DENIAL, MOST_LINKABLE, list_tokens, name_pair
from alerts.message import Followed
from alerts.models import Alert, AlertEntry, Delivery, Notice


def find_thread(session: Session, alert: Alert, channel_id: str) -> Followed | None:
    """What a mail refers to; None: the alert begins a thread of its own."""
    root = session.get(Alert, alert.follows) if alert.follows else None
    if root is None:
        return None
    sent = select(Delivery.id).where(Delivery.alert_id == root.id, Delivery.channel_id == channel_id)
    return Followed(root.closed_at, session.exec(sent.order_by(col(Delivery.sequence))).first())


def find_answered(
    session: Session, alert: Alert, notices: Sequence[Notice]
) -> dict[int | None, Mapping[str, Any]]:
    """Of each denial in a follow-up, the facts of the accusation in its thread that it is about."""
    denials = [notice for notice in notices if notice.kind == DENIAL]
    if alert.follows is None or not denials:
        return {}
    accusations = _list_accusations(session, alert)
    picked = {denial.id: pick_answered(denial, accusations) for denial in denials}
    return {id: accusation.facts for id, accusation in picked.items() if accusation is not None}


def pick_answered(denial: Notice, accusations: Sequence[Notice]) -> Notice | None:
    """As rules link them: by and against exchanged; the one that shares most, of equal ones the first."""
    pair, tokens = name_pair(denial, exchanged=True), set(list_tokens(denial))
    shared = [(len(tokens & set(list_tokens(each))), each) for each in accusations if name_pair(each) == pair]
    number, best = max(shared, key=lambda found: found[0], default=(0, None))
    return best if number else None


def _list_accusations(session: Session, alert: Alert) -> list[Notice]:
    """The newest first."""
    thread = or_(col(Alert.id) == alert.follows, col(Alert.follows) == alert.follows)
    query = select(Notice).join(AlertEntry, col(AlertEntry.notice_id) == Notice.id)
    query = query.join(Alert, col(Alert.id) == AlertEntry.alert_id).where(thread)
    query = query.where(Notice.kind == "accusation").order_by(col(Notice.id).desc())
    return list(session.exec(query.limit(MOST_LINKABLE)))
