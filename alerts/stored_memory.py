"""What rules remember, in the database: recalled for a batch of notices, kept with a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, func, insert, tuple_, union_all, update
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
from alerts.matching import StandingRule, lineage_of, looks_back, pick_readable
from alerts.memory import Entered, Group, Memory, OpenAlert
from alerts.models import Alert, AlertEntry, Notice, RuleMark
from alerts.stored_past import split_values

NEVER = datetime.max.replace(tzinfo=UTC)
MOST_TOGETHER = 100  # SQLite joins at most 500 queries
HOLDER, ROOT = aliased(Alert), aliased(Alert)
_ACCUSATION = ("rule_id", "pair", "alert_id", "made_at", "notice_id", "tokens")
# As OpenAlert has them.
_OPEN_ALERT = (
    "id",
    "rule_id",
    "group_hash",
    "rule_version",
    "opened_at",
    "closes_at",
    "follows",
    "silence_id",
)


def recall_memory(session: Session, notices: Sequence[Notice], rules: Sequence[StandingRule]) -> Memory:
    """What rules must know to look at these notices, in queries whose number does not grow with them."""
    memory, notices = Memory(new_id), list(pick_readable(notices, _has_names))
    _read_open_alerts(session, memory)
    _read_threads(session, memory, notices)
    _read_accusations(session, memory, notices, rules)
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
    for part in split_values(book.dropped):
        gone = [(mark.notice_id, key) for key, mark in part]
        in_gone = tuple_(col(RuleMark.notice_id), col(RuleMark.key)).in_(gone)
        session.execute(delete(RuleMark).where(col(RuleMark.rule_id) == rule_id, in_gone))
    added = [
        {"rule_id": rule_id, "notice_id": mark.notice_id, "key": key, "at": mark.at}
        for key, mark in book.added
    ]
    _insert(session, RuleMark, added)


def _read_open_alerts(session: Session, memory: Memory) -> None:
    # Columns, because there may be thousands and rows of the ORM cost ten times as much.
    query: Any = select(*(getattr(Alert, name) for name in _OPEN_ALERT)).where(col(Alert.closed_at).is_(None))
    for id, rule_id, group_hash, *rest in session.execute(query):
        memory.read_in(OpenAlert(id, Group(rule_id, group_hash), *rest))


def _read_threads(session: Session, memory: Memory, notices: Sequence[Notice]) -> None:
    """The threads of what rules alerted before, for the lineages that this batch follows up."""
    lineages = {lineage_of(notice) for notice in notices if notice.kind in FOLLOW_UPS} - {None}
    if not lineages:
        return
    query = select(AlertEntry.rule_id, AlertEntry.lineage, ROOT.id, ROOT.silence_id)
    query = _join_root(query.join(HOLDER, col(HOLDER.id) == AlertEntry.alert_id))
    query = query.where(col(AlertEntry.lineage).in_(lineages))
    for rule_id, lineage, root, silence_id in session.exec(query.order_by(col(AlertEntry.notice_id))):
        memory.threads[rule_id, lineage or ""] = Thread(root, silence_id)


def _read_accusations(
    session: Session, memory: Memory, notices: Sequence[Notice], rules: Sequence[StandingRule]
) -> None:
    """The newest alerted accusations that denials of this batch may follow, of each rule and pair."""
    denials = [notice for notice in notices if notice.kind == DENIAL]
    pairs = {name_pair(notice, exchanged=True) for notice in denials} - {None}
    since = min((notice.made_at for notice in denials), default=NEVER) - LINK_WITHIN
    wanted = [
        _newest_accusations(rule.id, pair, since) for pair in sorted(filter(None, pairs)) for rule in rules
    ]
    for start in range(0, len(wanted), MOST_TOGETHER):
        newest = union_all(*wanted[start : start + MOST_TOGETHER]).subquery()
        columns: list[Any] = [newest, ROOT.id, ROOT.silence_id]
        query = select(*columns).join(HOLDER, col(HOLDER.id) == newest.c.alert_id)
        for rule_id, pair, _, made_at, notice_id, tokens, root, silence_id in session.execute(
            _join_root(query)
        ):
            accusation = Accusation(made_at, notice_id, frozenset(tokens), Thread(root, silence_id))
            note_accusation(memory.accusations[rule_id, pair], accusation)


def _newest_accusations(rule_id: str, pair: str, since: datetime) -> Any:
    """A query that walks the index from its end; those of several together are one statement."""
    columns: list[Any] = [getattr(AlertEntry, name) for name in _ACCUSATION]
    query = select(*columns).where(col(AlertEntry.pair) == pair, col(AlertEntry.rule_id) == rule_id)
    latest = (col(AlertEntry.made_at).desc(), col(AlertEntry.notice_id).desc())
    newest = query.where(col(AlertEntry.made_at) >= since).order_by(*latest)
    return select(newest.limit(MOST_LINKABLE).subquery())


def _read_marks(session: Session, memory: Memory, rule: StandingRule, notices: Sequence[Notice]) -> None:
    """The marks that a rule needs to judge a batch, and which of them it has in an alert already."""
    if rule.before is None:
        return
    keys: set[str] = set()
    for notice in pick_readable(notices, partial(looks_back, rule)):
        keys.update(rule.before.list_keys(notice))
    entry = (col(AlertEntry.rule_id) == RuleMark.rule_id) & (col(AlertEntry.notice_id) == RuleMark.notice_id)
    query = select(RuleMark.key, RuleMark.at, RuleMark.notice_id, AlertEntry.notice_id)
    query = query.join(AlertEntry, entry, isouter=True).where(RuleMark.rule_id == rule.id)
    book = memory.books[rule.id]
    for key, at, notice_id, covered in session.exec(query.where(col(RuleMark.key).in_(keys))):
        book.read_in(key, Mark(at, notice_id))
        if covered is not None:
            book.covered.add(covered)


def _has_names(notice: Notice) -> bool:
    """Always; of one whose facts lack what follow-ups are found by nothing can be recalled."""
    if notice.kind in CLAIM_KINDS:
        name_pair(notice)
        lineage_of(notice)
    return True


def _join_root(query: Any) -> Any:
    """With the alert that began the thread of an entry's."""
    return query.join(ROOT, col(ROOT.id) == func.coalesce(HOLDER.follows, HOLDER.id))


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
    if rows:  # without nulls written out, every change of what is null begins another statement
        session.execute(insert(table).execution_options(render_nulls=True), rows)
