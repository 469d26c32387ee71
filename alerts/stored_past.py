"""What was before, asked of the database when a batch turns out to need it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from alerts.assigning import id_of
from alerts.follow_ups import FOLLOW_UPS
from alerts.memory import Group
from alerts.models import Alert, AlertEntry, Notice, PendingNotice

LINEAGE = "lineage"
MOST_VALUES = 5000
"""How many values a question names at once; PostgreSQL takes 65,535 parameters, SQLite 32,766."""

Value = TypeVar("Value")


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
        found: list[Notice] = []
        for part in split_values(sorted(ids)):
            query = select(Notice).where(col(Notice.id).in_(part))
            found += self._session.exec(query.order_by(col(Notice.id)))
        return found

    def find_follow_ups(self, rule_id: str, lineages: Collection[str], before: int) -> Sequence[Notice]:
        """By their subject, which is the lineage; those that wait for a later batch have their turn there."""
        waits = exists().where(col(PendingNotice.notice_id) == Notice.id)
        looked_at = (col(Notice.id) < before) & or_(~waits, col(Notice.id).in_(self._batch))
        has = (col(AlertEntry.rule_id) == rule_id) & (col(AlertEntry.notice_id) == Notice.id)
        query = select(Notice).where(looked_at, col(Notice.kind).in_(FOLLOW_UPS), ~exists().where(has))
        found: list[Notice] = []
        for part in split_values(lineages):
            found += self._session.exec(
                query.where(Notice.subject_kind == LINEAGE, col(Notice.subject_id).in_(part))
            )
        return sorted(found, key=id_of)


def split_values(values: Collection[Value]) -> Iterator[list[Value]]:
    """Parts that one question can name."""
    rest = iter(values)
    while part := list(islice(rest, MOST_VALUES)):
        yield part
