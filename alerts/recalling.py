"""A rule that is new or changed looks through what came before it, so that "first" means first.

The long look reads only and stops nobody; what is noticed meanwhile is looked at in the turn of
matching, when the rule's marks are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine, delete, func
from sqlmodel import Session, col, select

from alerts.conditions import CLAIM_KINDS, EVERY_AGREEMENT
from alerts.marks import Mark, MarkBook
from alerts.matching import StandingRule, is_fresh, looks_back, pick_readable, read_rule
from alerts.models import Notice, PendingNotice, Rule, RuleMark
from alerts.order import has_any
from alerts.stored_memory import keep_marks

# Notices wait for their turn for a while; marks that are too old by then are dropped unasked.
SLACK = timedelta(days=1)
AT_ONCE = 1000
_COLUMNS = ("id", "kind", "agreement_id", "facts", "published_at", "made_at")


@dataclass(slots=True)
class Recollection:
    """What a version of a rule remembers of the notices up to one of them."""

    version: int
    up_to: int = 0
    book: MarkBook = field(default_factory=MarkBook)


def look_back(engine: Engine, now: datetime) -> dict[str, Recollection]:
    """The recollections of the rules that have not looked back yet."""
    if not has_any(engine, select(Rule.id).where(*_NOT_YET)):
        return {}
    with engine.connect().execution_options(read_only=True) as connection, Session(connection) as session:
        first = session.exec(select(func.min(col(PendingNotice.notice_id)))).one() or 0
        rules = session.exec(select(Rule).where(*_NOT_YET)).all()
        return {rule.id: _recall(session, rule, Recollection(rule.version), first - 1, now) for rule in rules}


def keep_recollections(
    session: Session, found: Mapping[str, Recollection], first: int, now: datetime
) -> None:
    """In the turn of matching, whose first notice is `first`: the rest of the way, and the marks."""
    for rule in session.exec(select(Rule).where(*_NOT_YET)).all():
        recollection = found.get(rule.id)
        if recollection is None or recollection.version != rule.version:
            recollection = Recollection(rule.version)
        _recall(session, rule, recollection, first - 1, now)
        session.execute(delete(RuleMark).where(col(RuleMark.rule_id) == rule.id))
        keep_marks(session, rule.id, recollection.book)
        rule.recalled_version = rule.version
        session.add(rule)
    session.flush()


_NOT_YET = (
    col(Rule.removed_at).is_(None),
    col(Rule.version).is_distinct_from(col(Rule.recalled_version)),
)


def _recall(
    session: Session, row: Rule, recollection: Recollection, up_to: int, now: datetime
) -> Recollection:
    rule = read_rule(row.id, row.version, row.document)
    if rule.before is not None and up_to > recollection.up_to:
        notices = _stream(session, rule, recollection.up_to, up_to, now)
        for notice in pick_readable(notices, partial(looks_back, rule)):
            mark = Mark(notice.made_at, notice.id)
            rule.before.judge(notice, mark, recollection.book, fresh=is_fresh(rule, notice))
    recollection.up_to = up_to
    return recollection


def _stream(session: Session, rule: StandingRule, after: int, up_to: int, now: datetime) -> Any:
    columns: list[Any] = [getattr(Notice, name) for name in _COLUMNS]
    kinds = CLAIM_KINDS & rule.conditions.kinds if rule.conditions.kinds else CLAIM_KINDS
    query: Any = select(*columns).where(col(Notice.id) > after, col(Notice.id) <= up_to)
    query = query.where(col(Notice.kind).in_(kinds))
    if rule.agreement != EVERY_AGREEMENT:
        query = query.where(col(Notice.agreement_id) == rule.agreement)
    if rule.before is not None and rule.before.span is not None:
        query = query.where(col(Notice.made_at) >= now - rule.before.span - SLACK)
    return session.execute(query.order_by(col(Notice.id)), execution_options={"yield_per": AT_ONCE})
