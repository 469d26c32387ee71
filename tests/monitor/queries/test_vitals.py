"""How the service is, in numbers, and when not all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from alerts.models import Channel
from monitor.db import reading, writing
from monitor.ledger.work import queue_work
from monitor.models.work import READ
from monitor.queries.vitals import Vitals, find_troubles, read_vitals
from tests.alerts.scenes import AT_ONCE, Road
from tests.builders import a_heartbeat, a_source

FIVE_MINUTES = 300


@pytest.fixture
def road(engine: Engine) -> Road:
    made = Road(engine)
    made.webhook("http://127.0.0.1:9/")
    made.rule(**AT_ONCE)
    with writing(engine) as session:
        a_heartbeat(session, made.time, "worker:one")
        a_heartbeat(session, made.time - timedelta(days=1), "worker:of-yesterday")
        a_heartbeat(session, made.time, "scheduler")
    return made


def vitals(road: Road) -> Vitals:
    with reading(road.engine) as session:
        return read_vitals(session, road.time, road.now)


def troubles(road: Road) -> list[str]:
    """What is wrong, apart from the heartbeats that grew old while the test let time pass."""
    return find_troubles(replace(vitals(road), workers=1))


def a_polled_source(road: Road, id: str, state: str) -> None:
    with writing(road.engine) as session:
        a_source(session, id, state=state, due_at=road.now)


def test_of_an_empty_service_every_number_is_zero_and_all_is_well(road: Road) -> None:
    found = vitals(road)
    zero = timedelta()
    assert (found.undelivered, found.unmatched, found.overdue) == (zero, zero, zero)
    assert found.deliveries == {"pending": 0, "delivered": 0, "dead": 0, "cancelled": 0}
    assert found.channels == {"ok": 1, "slow": 0, "failing": 0, "disabled": 0}
    assert find_troubles(found) == []


def test_of_the_workers_those_count_that_spoke_just_now(road: Road) -> None:
    assert vitals(road).workers == 1
    assert vitals(road).beats == {"worker": timedelta(), "scheduler": timedelta()}
    road.pass_time(31)
    assert vitals(road).workers == 0
    assert find_troubles(vitals(road)) == ["No worker is alive."]


def test_what_waits_is_counted_and_after_five_minutes_it_is_a_trouble(road: Road) -> None:
    road.post()
    assert vitals(road).pending_notices == 1
    road.pass_time(FIVE_MINUTES + 1)
    assert troubles(road) == ["What should have been matched to rules waits for 301 s."]
    road.close()
    assert (vitals(road).pending_notices, vitals(road).deliveries["pending"]) == (0, 1)
    assert troubles(road) == []
    road.pass_time(FIVE_MINUTES + 1)
    assert troubles(road) == ["What should have been delivered waits for 301 s."]


def test_an_alert_that_should_have_closed_is_a_trouble(road: Road) -> None:
    road.rule(group_wait=60, group_interval=0)
    road.post()
    road.close()
    assert (vitals(road).open_alerts, vitals(road).overdue) == (1, timedelta())
    road.pass_time(60 + FIVE_MINUTES + 1)
    assert troubles(road) == ["What should have been closed waits for 301 s."]


def test_channels_are_told_apart_by_how_their_last_tries_went(road: Road) -> None:
    for name in ("slow", "failing", "disabled"):
        road.webhook("http://127.0.0.1:9/", id=name)
    with writing(road.engine) as session:
        session.get_one(Channel, "slow").is_slow = True
        session.get_one(Channel, "failing").failing_since = road.time
        session.get_one(Channel, "disabled").disabled_at = road.time
    assert vitals(road).channels == {"ok": 1, "slow": 1, "failing": 1, "disabled": 1}


def test_while_one_source_answers_all_is_well(road: Road) -> None:
    a_polled_source(road, "one", "unreachable")
    assert troubles(road) == ["No source can be reached."]
    a_polled_source(road, "two", "blocked")
    assert troubles(road) == []
    assert vitals(road).sources == {"unreachable": 1, "blocked": 1}


def test_sources_that_are_not_watched_now_say_nothing(road: Road) -> None:
    with writing(road.engine) as session:
        a_source(session, "of-the-past", state="unreachable", due_at=None)
        a_source(session, "off", state="unreachable", due_at=road.now, enabled=False)
    assert vitals(road).sources == {}
    assert troubles(road) == []


def test_steps_that_wait_are_counted_by_kind(road: Road) -> None:
    with writing(road.engine) as session:
        queue_work(session, READ, "capture", now=road.now)
        queue_work(session, READ, "later", now=road.now + timedelta(hours=1))
    assert vitals(road).work == {"read": 1}
