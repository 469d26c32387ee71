"""The two days of the demonstration reach people in few messages, and nothing is left out."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlmodel import Session, col, func, select

from alerts.models import DELIVERED, Alert, AlertEntry, Delivery, Notice
from monitor.models import Statement
from tests.servers import free_port
from workers.demo import played

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def told():
    """A session over the database of a replay that has just ended."""
    with played(port=free_port(), quiet=True) as (_, rig, _), Session(rig.engine) as session:
        yield session


def test_at_most_four_messages_reach_a_channel_for_ten_statements(told):
    statements = told.exec(select(func.count()).select_from(Statement)).one()
    sent = Counter(told.exec(select(Delivery.channel_id).where(Delivery.state == DELIVERED)).all())
    assert set(sent) == {"desk", "newsroom"}
    assert max(sent.values()) <= 0.4 * statements


def test_every_accusation_that_a_rule_wants_was_delivered_once(told):
    arrived = select(AlertEntry.rule_id, AlertEntry.notice_id).join(
        Delivery, col(Delivery.alert_id) == AlertEntry.alert_id
    )
    covered = Counter(told.exec(arrived.where(Delivery.state == DELIVERED)).all())
    accusations = told.exec(select(Notice).where(Notice.kind == "accusation")).all()
    in_force = [notice.id for notice in accusations if notice.facts["claim"]["in_force"]]
    wanted = {(rule, id) for rule in ("accusations", "accusations-and-denials") for id in in_force}
    assert len(wanted) > 20
    assert {pair: covered[pair] for pair in wanted} == dict.fromkeys(wanted, 1)


def test_each_alert_was_closed_and_went_somewhere(told):
    alerts = set(told.exec(select(Alert.id)).all())
    assert alerts == set(told.exec(select(Delivery.alert_id).where(Delivery.state == DELIVERED)).all())
