"""What was before, asked of the database when a batch turns out to need it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from alerts.follow_ups import FOLLOW_UPS
from alerts.memory import Group
from alerts.models import Alert, AlertEntry, Notice, PendingNotice

LINEAGE = "lineage"


class StoredPast:
    """The Past of `alerts.memory`; `batch`: the notices that are looked at now, in turn."""

    def __init__(self, session: Session, batch: Collection[int]) -> None:
        self._session = session
        self._batch = batch

    def find_last_closings(self, groups: Collection[Group]) -> Mapping[Group, datetime]:
        in_groups = (
            col(Alert.rule_id).in_({group.rule_id for group in groups})
            & col(Alert.group_hash).in_({group.hash for group in groups})
            & col(Alert.closed_at).is_not(None)
        )
        query = select(Alert.rule_id, Alert.group_hash, func.max(col(Alert.closed_at))).where(in_groups)
        found = self._session.exec(query.group_by(col(Alert.rule_id), col(Alert.group_hash)))
        return {Group(rule_id, group_hash): last for rule_id, group_hash, last in found if last is not None}

    def find_notices(self, ids: Collection[int]) -> Sequence[Notice]:
        query = select(Notice).where(col(Notice.id).in_(ids))
        return self._session.exec(query.order_by(col(Notice.id))).all()

    def find_follow_ups(self, rule_id: str, lineages: Collection[str], before: int) -> Sequence[Notice]:
        """By their subject, which is the lineage; those that wait for a later batch have their turn there."""
        of_lineages = (col(Notice.subject_kind) == LINEAGE) & col(Notice.subject_id).in_(lineages)
        waits = exists().where(col(PendingNotice.notice_id) == Notice.id)
        looked_at = (col(Notice.id) < before) & or_(~waits, col(Notice.id).in_(self._batch))
        has = (col(AlertEntry.rule_id) == rule_id) & (col(AlertEntry.notice_id) == Notice.id)
        query = select(Notice).where(of_lineages, looked_at, col(Notice.kind).in_(FOLLOW_UPS))
        return self._session.exec(query.where(~exists().where(has)).order_by(col(Notice.id))).all()
