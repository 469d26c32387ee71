"""What an alert is about, in one line: its first notice as a sentence, and how many more it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from alerts.models import AlertEntry, Notice
from alerts.sentences import notice_sentence


@dataclass(frozen=True, slots=True)
class Headline:
    """`more`: the notices beside the first."""

    sentence: str
    more: int


def list_headlines(session: Session, alert_ids: Iterable[str]) -> dict[str, Headline]:
    """By alert; one without a notice is left out."""
    first = func.min(AlertEntry.notice_id)
    query = select(AlertEntry.alert_id, first, func.count()).group_by(col(AlertEntry.alert_id))
    held = session.exec(query.where(col(AlertEntry.alert_id).in_(sorted(alert_ids)))).all()
    of_alerts = col(Notice.id).in_([notice_id for _, notice_id, _ in held])
    notices = {notice.id: notice for notice in session.exec(select(Notice).where(of_alerts))}
    return {
        alert_id: Headline(notice_sentence(notices[notice_id].kind, notices[notice_id].facts), count - 1)
        for alert_id, notice_id, count in held
    }
