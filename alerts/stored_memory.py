"""What rules remember, in the database: recalled for a batch of notices, kept with a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from alerts.columns import new_id
from alerts.conditions import CLAIM_KINDS
from alerts.follow_ups import (
    DENIAL,
    FOLLOW_UPS,
    LINK_WITHIN,
    MOST_LINKABLE,
    Accusation,
    Thread,
    name_pair,
    note_accusation,
)
from alerts.marks import Mark, MarkBook
from alerts.matching import StandingRule, fits_rule, lineage_of
from alerts.memory import Entered, Group, Memory, OpenAlert
from alerts.models import Alert, AlertEntry, Notice, RuleMark

HOLDER, ROOT = aliased(Alert), aliased(Alert)


def recall_memory(session: Session, notices: Sequence[Notice], rules: Sequence[StandingRule]) -> Memory:
    """What rules must know to look at these notices, in queries whose number does not grow with them."""
    memory = Memory(new_id)
    for alert in session.exec(select(Alert).where(col(Alert.closed_at).is_(None))):
        memory.read_in(_read_alert(alert))
    _read_threads(session, memory, notices)
    _read_accusations(session, memory, notices)
    for rule in rules:
        _read_marks(session, memory, rule, notices)
    return memory


def keep_memory(session: Session, memory: Memory) -> None:
    """Write down what assigning did."""
    changes = memory.take_changes()
    _insert(session, Alert, [_write_alert(alert) for alert in changes.opened])
    _insert(session, AlertEntry, [_write_entry(entry) for entry in changes.entered])
    for alert in changes.hastened:
        session.execute(update(Alert).where(col(Alert.id) == alert.id).values(closes_at=alert.closes_at))
    for rule_id, book in memory.books.items():
        keep_marks(session, rule_id, book)


def keep_marks(session: Session, rule_id: str, book: MarkBook) -> None:
    """Write down how a rule's marks changed."""
    if book.dropped:
        gone = [(mark.notice_id, key) for key, mark in book.dropped]
        in_gone = tuple_(col(RuleMark.notice_id), col(RuleMark.key)).in_(gone)
        session.execute(delete(RuleMark).where(col(RuleMark.rule_id) == rule_id, in_gone))
    added = [
        {"rule_id": rule_id, "notice_id": mark.notice_id, "key": key, "at": mark.at}
        for key, mark in book.added
    ]
    _insert(session, RuleMark, added)


def _read_threads(session: Session, memory: Memory, notices: Sequence[Notice]) -> None:
    """The threads of what rules alerted before, for the lineages that this batch follows up."""
    lineages = {lineage_of(notice) for notice in notices if notice.kind in FOLLOW_UPS} - {None}
    if not lineages:
        return
    query = select(AlertEntry.rule_id, AlertEntry.lineage, ROOT.id, ROOT.silence_id)
    query = _join_root(query).where(col(AlertEntry.lineage).in_(lineages))
    for rule_id, lineage, root, silence_id in session.exec(query.order_by(col(AlertEntry.notice_id))):
        memory.threads[rule_id, lineage or ""] = Thread(root, silence_id)


def _read_accusations(session: Session, memory: Memory, notices: Sequence[Notice]) -> None:
    """The newest alerted accusations that denials of this batch may follow."""
    denials = [notice for notice in notices if notice.kind == DENIAL]
    pairs = {name_pair(notice, exchanged=True) for notice in denials} - {None}
    if not pairs:
        return
    since = min(notice.made_at for notice in denials) - LINK_WITHIN
    columns = (
        AlertEntry.rule_id,
        AlertEntry.pair,
        AlertEntry.notice_id,
        AlertEntry.made_at,
        AlertEntry.tokens,
    )
    newest = (col(AlertEntry.made_at).desc(), col(AlertEntry.notice_id).desc())
    number = func.row_number().over(
        partition_by=(col(AlertEntry.rule_id), col(AlertEntry.pair)), order_by=newest
    )
    query: Any = select(*columns, ROOT.id, ROOT.silence_id, number.label("number"))  # type: ignore[call-overload]
    query = _join_root(query).where(col(AlertEntry.pair).in_(pairs), col(AlertEntry.made_at) >= since)
    ranked = query.subquery()
    for row in session.execute(select(ranked).where(ranked.c.number <= MOST_LINKABLE)):
        rule_id, pair, notice_id, made_at, tokens, root, silence_id, _ = row
        accusation = Accusation(made_at, notice_id, frozenset(tokens), Thread(root, silence_id))
        note_accusation(memory.accusations[rule_id, pair], accusation)


def _read_marks(session: Session, memory: Memory, rule: StandingRule, notices: Sequence[Notice]) -> None:
    """The marks that a rule needs to judge a batch, and which of them it has in an alert already."""
    if rule.before is None:
        return
    asked = [notice for notice in notices if notice.kind in CLAIM_KINDS and fits_rule(rule, notice)]
    keys = {key for notice in asked for key in rule.before.list_keys(notice)}
    entry = (col(AlertEntry.rule_id) == RuleMark.rule_id) & (col(AlertEntry.notice_id) == RuleMark.notice_id)
    query = select(RuleMark, AlertEntry.notice_id).join(AlertEntry, entry, isouter=True)
    book = memory.books[rule.id]
    for mark, covered in session.exec(query.where(RuleMark.rule_id == rule.id, col(RuleMark.key).in_(keys))):
        book.read_in(mark.key, Mark(mark.at, mark.notice_id))
        if covered is not None:
            book.covered.add(covered)


def _join_root(query: Any) -> Any:
    """With the alert that began an entry's thread."""
    holder = query.join(HOLDER, col(HOLDER.id) == AlertEntry.alert_id)
    return holder.join(ROOT, col(ROOT.id) == func.coalesce(HOLDER.follows, HOLDER.id))


def _read_alert(alert: Alert) -> OpenAlert:
    return OpenAlert(
        id=alert.id,
        group=Group(alert.rule_id, alert.group_hash),
        rule_version=alert.rule_version,
        key=alert.group_key,
        opened_at=alert.opened_at,
        closes_at=alert.closes_at,
        follows=alert.follows,
        silence_id=alert.silence_id,
    )


def _write_alert(alert: OpenAlert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "rule_id": alert.group.rule_id,
        "rule_version": alert.rule_version,
        "group_key": alert.key,
        "group_hash": alert.group.hash,
        "opened_at": alert.opened_at,
        "closes_at": alert.closes_at,
        "follows": alert.follows,
        "silence_id": alert.silence_id,
    }


def _write_entry(entry: Entered) -> dict[str, Any]:
    return {
        "rule_id": entry.rule_id,
        "notice_id": entry.notice_id,
        "alert_id": entry.alert_id,
        "lineage": entry.lineage,
        "pair": entry.pair,
        "tokens": None if entry.tokens is None else list(entry.tokens),
        "made_at": entry.made_at,
    }


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)
