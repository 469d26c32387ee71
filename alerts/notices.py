"""Notices come in with the fact they tell of, and are matched to rules afterwards, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func
from sqlmodel import Session, col, select

from alerts.configuration import current_rules
from alerts.grouping import hash_group_key, make_group_key, plan_closing
from alerts.matching import FOLLOW_UPS, lineage_of, wants_notice
from alerts.models import Alert, AlertEntry, Notice, PendingNotice, Rule
from alerts.order import has_any, take_turn


def post_notice(
    session: Session,
    *,
    kind: str,
    subject_kind: str,
    subject_id: str,
    agreement_id: str | None,
    facts: Mapping[str, Any],
    published_at: datetime | None,
    now: datetime,
    incident: str | None = None,
) -> Notice:
    """Add a notice and its mark that rules have yet to look at it, inside the caller's transaction."""
    notice = Notice(
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        agreement_id=agreement_id,
        incident=incident,
        facts=dict(facts),
        published_at=published_at,
        made_at=now,
    )
    session.add(notice)
    session.flush()
    session.add(PendingNotice(notice_id=_id_of(notice)))
    return notice


def match_notices(engine: Engine, now: datetime, limit: int = 500) -> int:
    """Put up to `limit` notices into the alerts of the rules that want them; how many were looked at.

    One commit; with several matchers at once each waits for its turn.
    """
    if not has_any(engine, select(PendingNotice.notice_id)):
        return 0
    with Session(engine) as session, session.begin():
        take_turn(session)
        marked = select(PendingNotice.notice_id).order_by(col(PendingNotice.notice_id)).limit(limit)
        ids = session.exec(marked).all()
        notices = session.exec(select(Notice).where(col(Notice.id).in_(ids)).order_by(col(Notice.id))).all()
        matcher = _Matcher(session, notices, now)
        for notice in notices:
            matcher.match(notice)
        session.execute(delete(PendingNotice).where(col(PendingNotice.notice_id).in_(ids)))
        return len(ids)


class _Matcher:
    """One batch: what the rules had of it before, and the alerts it goes into."""

    def __init__(self, session: Session, notices: Sequence[Notice], now: datetime) -> None:
        self._session = session
        self._now = now
        self._rules = current_rules(session)
        self._alerted = _find_alerted(session, notices)
        self._open: dict[tuple[str, str], Alert] = {}

    def match(self, notice: Notice) -> None:
        lineage = lineage_of(notice)
        for rule in self._rules:
            alerted = (rule.id, lineage) in self._alerted
            if not wants_notice(rule.document, notice, alerted=alerted):
                continue
            alert = self._find_alert(rule, notice)
            self._session.add(
                AlertEntry(rule_id=rule.id, notice_id=_id_of(notice), alert_id=alert.id, lineage=lineage)
            )
            self._alerted.add((rule.id, lineage))

    def _find_alert(self, rule: Rule, notice: Notice) -> Alert:
        key = make_group_key(rule.document["group_by"], notice)
        group = (rule.id, hash_group_key(key))
        if group not in self._open:
            self._open[group] = self._load_open(group) or self._open_alert(rule, key, group[1])
        return self._open[group]

    def _load_open(self, group: tuple[str, str]) -> Alert | None:
        in_group = (col(Alert.rule_id) == group[0]) & (col(Alert.group_hash) == group[1])
        return self._session.exec(select(Alert).where(in_group, col(Alert.closed_at).is_(None))).first()

    def _open_alert(self, rule: Rule, key: dict[str, Any], group_hash: str) -> Alert:
        in_group = (col(Alert.rule_id) == rule.id) & (col(Alert.group_hash) == group_hash)
        last = self._session.exec(select(func.max(Alert.closed_at)).where(in_group)).one()
        document = rule.document
        alert = Alert(
            rule_id=rule.id,
            rule_version=rule.version,
            group_key=key,
            group_hash=group_hash,
            opened_at=self._now,
            closes_at=plan_closing(self._now, document["group_wait"], document["group_interval"], last),
        )
        self._session.add(alert)
        self._session.flush()
        return alert


def _find_alerted(session: Session, notices: Sequence[Notice]) -> set[tuple[str, str | None]]:
    """(rule, lineage) of what rules alerted before, for the lineages that this batch follows up."""
    lineages = {lineage_of(notice) for notice in notices if notice.kind in FOLLOW_UPS}
    entries = select(AlertEntry.rule_id, AlertEntry.lineage).where(col(AlertEntry.lineage).in_(lineages))
    return {(rule_id, lineage) for rule_id, lineage in session.exec(entries)} if lineages else set()


def _id_of(notice: Notice) -> int:
    if notice.id is None:
        raise ValueError("the notice is not in the database yet")
    return notice.id
