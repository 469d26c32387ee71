"""Thousands of random sequences of notices, failures, slow answers, deaths and clock jumps: nothing is lost.

After each sequence the receivers are well again, whoever gave up is asked once more, and then
every notice that a rule wants is in one alert of it, every alert has reached every channel of
its rule, and whatever was sent twice had the same id and the same bytes.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, func, select

from alerts import models
from alerts.models import DELIVERED, Alert, AlertEntry, Delivery, Notice, PendingNotice
from tests.alerts.accidents import CHANNELS, Receivers, address_of, come_to_rest, open_road, play
from tests.alerts.killing import Scythe
from tests.alerts.scenes import Road

pytestmark = pytest.mark.long

SEQUENCES, PARTS = 1000, 10  # on each database
LEAST_POINTS = 30


def check(road: Road, receivers: Receivers) -> None:
    with Session(road.engine) as session:
        assert session.exec(select(func.count()).select_from(PendingNotice)).one() == 0
        alerts = {alert.id: alert for alert in session.exec(select(Alert))}
        entries = session.exec(select(AlertEntry)).all()
        deliveries = session.exec(select(Delivery).order_by(col(Delivery.sequence))).all()
        notices = {notice.id: notice for notice in session.exec(select(Notice))}
        rules = {rule.id for rule in session.exec(select(models.Rule))}
    assert all(alert.closed_at for alert in alerts.values())
    check_coverage(entries, notices, rules)
    check_deliveries(alerts, entries, deliveries, receivers)


def check_coverage(entries: Any, notices: dict[Any, Notice], rules: set[str]) -> None:
    """Each accusation is in one alert of each rule, and so is all that became of an alerted one."""
    held = {(entry.rule_id, entry.notice_id) for entry in entries}
    assert len(held) == len(entries)
    alerted: set[tuple[str, str]] = set()
    for id, notice in sorted(notices.items()):
        for rule in rules:
            lineage = notice.facts["claim"]["lineage"]
            follows = notice.kind in ("correction", "retraction") and (rule, lineage) in alerted
            if notice.kind == "accusation" or follows:
                assert (rule, id) in held
            if (rule, id) in held:
                alerted.add((rule, lineage))


def check_deliveries(
    alerts: dict[str, Alert], entries: Any, deliveries: list[Delivery], receivers: Receivers
) -> None:
    """Every alert reached every channel, said all that it covers, and never changed its words."""
    assert {line.state for line in deliveries} <= {DELIVERED}
    expected = {(alert, channel) for alert in alerts for channel in CHANNELS}
    assert sorted((line.alert_id, line.channel_id) for line in deliveries) == sorted(expected)
    counts = defaultdict(int)
    for entry in entries:
        counts[entry.alert_id] += 1
    for line in deliveries:
        (body,) = receivers.bodies[line.id]
        data = json.loads(body)["data"]
        assert data["alert"]["id"] == line.alert_id
        assert len(data["claims"]) + data["more"] == counts[line.alert_id]
        assert line.id in receivers.accepted[address_of(line.channel_id)]
    if not receivers.blamed_a_message:
        check_order(deliveries, receivers)


def check_order(deliveries: list[Delivery], receivers: Receivers) -> None:
    """Where no answer blamed a message, each channel took them in the order in which alerts closed."""
    for channel in CHANNELS:
        first_taken = list(dict.fromkeys(receivers.accepted[address_of(channel)]))
        in_order = [line.id for line in deliveries if line.channel_id == channel]
        assert first_taken == in_order


@pytest.fixture(scope="module")
def scythes() -> dict[str, Scythe]:
    """One for each database, which have points of their own."""
    return defaultdict(Scythe)


@pytest.fixture
def scythe(engine: Engine, scythes: dict[str, Scythe]) -> Scythe:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", spare_the_disk)
    return scythes[engine.dialect.name]


def spare_the_disk(connection: Any, _record: Any) -> None:
    """Here processes die, not machines: what SQLite has handed to the system is not lost."""
    connection.execute("PRAGMA synchronous = OFF")


def run_sequence(engine: Engine, scythe: Scythe, seed: str) -> None:
    """Raises AssertionError with the seed when something was lost or changed."""
    dice = random.Random(seed)
    receivers = Receivers(scythe, dice)
    road = open_road(engine, receivers, dice)
    with scythe.over(engine):
        play(road, receivers, dice, scythe)
    receivers.are_well = True
    come_to_rest(road)
    try:
        check(road, receivers)
    except AssertionError as failure:
        raise AssertionError(f"sequence {seed!r}") from failure


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_sequence_of_accidents_loses_or_changes_an_alert(
    engine: Engine, scythe: Scythe, part: int
) -> None:
    for number in range(SEQUENCES // PARTS):
        run_sequence(engine, scythe, f"{engine.dialect.name} {part} {number}")


@pytest.mark.timeout(900)
def test_the_process_died_at_every_point_that_it_passes(engine: Engine, scythe: Scythe) -> None:
    """What is passed rarely is aimed at for a while longer."""
    for number in range(SEQUENCES):
        if number > PARTS and not scythe.spared:
            break
        run_sequence(engine, scythe, f"{engine.dialect.name} rare {number}")
    assert len(scythe.killed_at) >= LEAST_POINTS
    assert scythe.spared == set()
