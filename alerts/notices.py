"""Notices come in with the fact they tell of, and are matched to rules afterwards, in order."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from alerts.assigning import Unread, assign_notices, id_of
from alerts.configuration import current_rules
from alerts.matching import read_rule
from alerts.models import Notice, PendingNotice
from alerts.order import has_any, take_turn
from alerts.recalling import keep_recollections, look_back
from alerts.set_aside import SUBJECT, collect_set_aside
from alerts.silences import standing_silences
from alerts.stored_memory import keep_memory, recall_memory
from alerts.stored_past import StoredPast

logger = logging.getLogger(__name__)


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
    session.add(PendingNotice(notice_id=id_of(notice)))
    return notice


def match_notices(engine: Engine, now: datetime, limit: int = 200) -> int:
    """Put up to `limit` notices into the alerts of the rules that want them; how many were looked at.

    One commit; with several matchers at once each waits for its turn. What a rule can't read is set
    aside and told of, and the others go on.
    """
    if not has_any(engine, select(PendingNotice.notice_id)):
        return 0
    recollections = look_back(engine, now)
    with Session(engine) as session, session.begin():
        take_turn(session)
        waiting = select(PendingNotice.notice_id).order_by(col(PendingNotice.notice_id)).limit(limit)
        ids = session.exec(waiting).all()
        if ids:
            keep_recollections(session, recollections, ids[0], now)
            _assign(session, ids, now)
        return len(ids)


def _assign(session: Session, ids: Sequence[int], now: datetime) -> None:
    notices = session.exec(select(Notice).where(col(Notice.id).in_(ids)).order_by(col(Notice.id))).all()
    rules = [read_rule(rule.id, rule.version, rule.document) for rule in current_rules(session)]
    memory = recall_memory(session, notices, rules)
    past, silences = StoredPast(session, ids), standing_silences(session, now)
    unread = assign_notices(notices, rules, memory, past, now, silences)
    keep_memory(session, memory)
    session.execute(delete(PendingNotice).where(col(PendingNotice.notice_id).in_(ids)))
    _set_aside(session, unread, now)


def _set_aside(session: Session, unread: Sequence[Unread], now: datetime) -> None:
    for one in unread:
        logger.error("rule %s can't read notice %s", one.rule_id, one.notice.id, exc_info=one.error)
    for found in collect_set_aside(unread):
        post_notice(
            session,
            kind="system",
            subject_kind=SUBJECT,
            subject_id=str(found.notice_id),
            agreement_id=None,
            facts=found.make_facts(),
            published_at=None,
            now=now,
        )
