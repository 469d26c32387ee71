"""What is late by more than five minutes, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from monitor.db import reading, writing
from monitor.queries.delays import Delays, find_delays
from tests.alerts.scenes import AT_ONCE, Road
from tests.builders import a_heartbeat

NOON = datetime(2031, 3, 6, 12, tzinfo=UTC)
NONE = Delays(None, None)


def delays(engine: Engine, wall: datetime) -> Delays:
    with reading(engine) as session:
        return find_delays(session, wall)


def test_where_no_scheduler_ever_ran_nothing_is_late(engine: Engine) -> None:
    with writing(engine) as session:
        a_heartbeat(session, NOON - timedelta(days=1), "worker:one")
    assert delays(engine, NOON) == NONE


def test_a_scheduler_that_fell_silent_is_told_after_five_minutes(engine: Engine) -> None:
    with writing(engine) as session:
        a_heartbeat(session, NOON, "scheduler")
    assert delays(engine, NOON + timedelta(minutes=5)) == NONE
    assert delays(engine, NOON + timedelta(minutes=6)) == Delays(NOON, None)


def test_an_alert_that_does_not_go_out_is_told_after_five_minutes(engine: Engine) -> None:
    road = Road(engine)
    road.webhook("http://127.0.0.1:9/")
    road.rule(**AT_ONCE)
    road.alert_at_once()
    assert delays(engine, road.time + timedelta(minutes=4)) == NONE
    late = delays(engine, road.time + timedelta(minutes=6))
    assert late.not_polled_since is None
    assert late.not_sent_since == road.time
