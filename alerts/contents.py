"""What a delivery has to say, gathered from its alert's notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from alerts.message import MOST_ENTRIES, Entry, Message
from alerts.models import Alert, AlertEntry, Delivery, Notice
from alerts.waiting import TEST

STATEMENT_DATE = ("claim", "statement", "published_at")


def gather_message(session: Session, delivery: Delivery, base_url: str) -> Message:
    """The message of a delivery; the same for every channel of its alert."""
    alert = session.get(Alert, delivery.alert_id) if delivery.alert_id else None
    if alert is None:
        return _make_test(delivery, base_url)
    entry = col(AlertEntry.notice_id) == Notice.id, col(AlertEntry.alert_id) == alert.id
    in_order = select(Notice).join(AlertEntry, and_(*entry)).order_by(col(AlertEntry.notice_id))
    notices = session.exec(in_order.limit(MOST_ENTRIES)).all()
    total = session.exec(select(func.count()).select_from(AlertEntry).where(entry[1])).one()
    # By its statement's date, as the log has it: a notice's own is when it must have been out.
    dates = select(col(Notice.facts)[STATEMENT_DATE].as_string()).join(AlertEntry, and_(*entry)).distinct()
    published = [datetime.fromisoformat(date) for date in session.exec(dates) if date is not None]
    of_agreements = select(Notice.agreement_id).join(AlertEntry, and_(*entry)).distinct().limit(2)
    agreements = session.exec(of_agreements).all()
    agreement = agreements[0] if len(agreements) == 1 else None
    return Message(
        type=delivery.type,
        alert_id=alert.id,
        rule=alert.rule_id,
        agreement=agreement,
        entries=tuple(Entry(notice.kind, notice.facts) for notice in notices),
        more=total - len(notices),
        url=_link_log(delivery.type, agreement, published, base_url),
        base_url=base_url,
        follows=alert.follows,
    )


def _make_test(delivery: Delivery, base_url: str) -> Message:
    return Message(
        type=TEST,
        alert_id=delivery.id,
        rule=None,
        agreement=None,
        entries=(),
        more=0,
        url=f"{base_url}/rules",
        base_url=base_url,
    )


def _link_log(alert_type: str, agreement: str | None, published: Sequence[datetime], base_url: str) -> str:
    """The page that has all of it: for claims the log, from the first publication to the last."""
    if not alert_type.startswith("claims."):
        return f"{base_url}/{'sources' if alert_type == 'source.state' else ''}"
    wanted = {"agreement": agreement}
    if published:
        wanted |= {
            "from": _write_time(min(published)),
            "to": _write_time(max(published) + timedelta(seconds=1)),
        }
    return f"{base_url}/claims?{urlencode({name: value for name, value in wanted.items() if value})}"


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
