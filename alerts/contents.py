"""What a delivery has to say, gathered from its alert's notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from alerts.message import MOST_ENTRIES, Entry, Message, Tally
from alerts.models import Alert, AlertEntry, Delivery, Notice, RuleVersion
from alerts.tallies import make_tallies
from alerts.threads import find_answered, find_thread
from alerts.waiting import TEST

STATEMENT_DATE = ("claim", "statement", "published_at")
BY, AGAINST = ("names", "by"), ("names", "against")


def gather_message(session: Session, delivery: Delivery, base_url: str) -> Message:
    """The message of a delivery; but for its thread the same for every channel of its alert."""
    alert = session.get(Alert, delivery.alert_id) if delivery.alert_id else None
    if alert is None:
        return _make_test(delivery, base_url)
    held = and_(col(AlertEntry.notice_id) == Notice.id, col(AlertEntry.alert_id) == alert.id)
    entries, rule = _gather_entries(session, alert, held), _find_rule(session, alert)
    agreement = _find_agreement(session, held)
    return Message(
        type=delivery.type,
        alert_id=alert.id,
        rule=alert.rule_id,
        agreement=agreement,
        entries=entries,
        more=_count_entries(session, alert) - len(entries),
        url=_link_log(delivery.type, agreement, _list_dates(session, held), base_url),
        base_url=base_url,
        follows=alert.follows,
        thread=find_thread(session, alert, delivery.channel_id),
        when=rule.get("when") or {},
        digest=rule.get("digest"),
        tallies=_tally(session, held) if rule.get("digest") and alert.follows is None else (),
        closed_at=alert.closed_at,
    )


def link_alert(session: Session, alert_id: str, alert_type: str, base_url: str) -> str:
    """The page that has all of an alert's entries."""
    held = and_(col(AlertEntry.notice_id) == Notice.id, col(AlertEntry.alert_id) == alert_id)
    return _link_log(alert_type, _find_agreement(session, held), _list_dates(session, held), base_url)


def _gather_entries(session: Session, alert: Alert, held: ColumnElement[bool]) -> tuple[Entry, ...]:
    in_order = select(Notice).join(AlertEntry, held).order_by(col(AlertEntry.notice_id))
    notices = session.exec(in_order.limit(MOST_ENTRIES)).all()
    answered = find_answered(session, alert, notices)
    return tuple(Entry(notice.kind, notice.facts, answered.get(notice.id)) for notice in notices)


def _find_rule(session: Session, alert: Alert) -> Mapping[str, Any]:
    """The rule as it stood when the alert was opened."""
    version = session.get(RuleVersion, (alert.rule_id, alert.rule_version))
    return (version.document if version is not None else None) or {}


def _count_entries(session: Session, alert: Alert) -> int:
    counted = select(func.count()).select_from(AlertEntry).where(col(AlertEntry.alert_id) == alert.id)
    return session.exec(counted).one()


def _find_agreement(session: Session, held: ColumnElement[bool]) -> str | None:
    """The only agreement of all entries."""
    found = session.exec(select(Notice.agreement_id).join(AlertEntry, held).distinct().limit(2)).all()
    return found[0] if len(found) == 1 else None


def _list_dates(session: Session, held: ColumnElement[bool]) -> list[datetime]:
    # By its statement's date, as the log has it: a notice's own is when it must have been out.
    dates = select(col(Notice.facts)[STATEMENT_DATE].as_string()).join(AlertEntry, held).distinct()
    return [datetime.fromisoformat(date) for date in session.exec(dates) if date is not None]


def _tally(session: Session, held: ColumnElement[bool]) -> tuple[Tally, ...]:
    """Of all entries, not only of the first."""
    facts = col(Notice.facts)
    named = select(Notice.kind, facts[BY].as_string(), facts[AGAINST].as_string())
    counted = Counter((kind, by, against) for kind, by, against in session.exec(named.join(AlertEntry, held)))
    return make_tallies(counted)


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
