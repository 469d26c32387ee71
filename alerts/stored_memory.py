"""What rules remember, in the database: filled for a batch of notices, written back with a few statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from alerts.columns import new_id
from alerts.matching import FOLLOW_UPS, lineage_of
from alerts.memory import Changes, Group, Memory, OpenAlert
from alerts.models import Alert, AlertEntry, Notice


def recall_memory(session: Session, notices: Sequence[Notice]) -> Memory:
    """What the rules must know to look at these notices, in queries whose number does not grow with them."""
    memory = Memory(new_id)
    for alert in session.exec(select(Alert).where(col(Alert.closed_at).is_(None))):
        group = Group(alert.rule_id, alert.group_hash)
        memory.open[group] = OpenAlert(
            alert.id, group, alert.rule_version, alert.group_key, alert.opened_at, alert.closes_at
        )
    memory.alerted = _find_alerted(session, notices)
    return memory


def keep_memory(session: Session, changes: Changes) -> None:
    """Write down what assigning did."""
    alerts = [_write_alert(alert) for alert in changes.opened]
    entries = [
        {"rule_id": one.rule_id, "notice_id": one.notice_id, "alert_id": one.alert_id, "lineage": one.lineage}
        for one in changes.entered
    ]
    if alerts:
        session.execute(insert(Alert), alerts)
    if entries:
        session.execute(insert(AlertEntry), entries)


class StoredPast:
    """What was before, asked of the database when it is needed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find_last_closings(self, groups: Collection[Group]) -> Mapping[Group, datetime]:
        in_groups = (
            col(Alert.rule_id).in_({group.rule_id for group in groups})
            & col(Alert.group_hash).in_({group.hash for group in groups})
            & col(Alert.closed_at).is_not(None)
        )
        query = select(Alert.rule_id, Alert.group_hash, func.max(col(Alert.closed_at))).where(in_groups)
        found = self._session.exec(query.group_by(col(Alert.rule_id), col(Alert.group_hash)))
        return {Group(rule_id, group_hash): last for rule_id, group_hash, last in found if last is not None}


def _write_alert(alert: OpenAlert) -> dict[str, object]:
    return {
        "id": alert.id,
        "rule_id": alert.group.rule_id,
        "rule_version": alert.rule_version,
        "group_key": alert.key,
        "group_hash": alert.group.hash,
        "opened_at": alert.opened_at,
        "closes_at": alert.closes_at,
    }


def _find_alerted(session: Session, notices: Sequence[Notice]) -> set[tuple[str, str]]:
    """(rule, lineage) of what rules alerted before, for the lineages that this batch follows up."""
    lineages = {lineage_of(notice) for notice in notices if notice.kind in FOLLOW_UPS} - {None}
    if not lineages:
        return set()
    entries = select(AlertEntry.rule_id, AlertEntry.lineage).where(col(AlertEntry.lineage).in_(lineages))
    return {(rule_id, lineage) for rule_id, lineage in session.exec(entries) if lineage is not None}
