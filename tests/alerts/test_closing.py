"""From open alerts to deliveries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.closing import close_due_alerts
from alerts.configuration import remove_channel, remove_rule
from alerts.models import Alert, Channel
from alerts.notices import match_notices
from tests.alerts.scenes import Road

HOOK = "https://example.org/hook"


@pytest.fixture
def road(engine: Engine) -> Road:
    made = Road(engine)
    made.webhook(HOOK)
    made.rule()
    return made


def test_an_alert_closes_when_its_wait_is_over(road: Road) -> None:
    road.post()
    assert road.close() == []
    road.pass_time(29)
    assert road.close() == []
    road.pass_time(1)
    assert road.close() == ["newsroom"]
    assert road.close() == []


def test_each_channel_of_a_rule_gets_one_delivery(road: Road) -> None:
    road.webhook(HOOK, "second")
    road.rule(send_to=["second", "newsroom", "second"])
    road.alert()
    assert sorted(line.channel for line in road.log()) == ["newsroom", "second"]


def test_what_comes_after_closing_opens_the_next_alert(road: Road) -> None:
    road.alert()
    road.alert()
    with Session(road.engine) as session:
        alerts = session.exec(select(Alert)).all()
    assert [alert.type for alert in alerts] == ["claims.accusation"] * 2
    assert len(road.log()) == 2


def test_an_alert_goes_out_though_its_rule_was_removed_meanwhile(road: Road) -> None:
    road.post()
    match_notices(road.engine, road.now)
    with Session(road.engine) as session, session.begin():
        remove_rule(session, "every-accusation", road.now, "test")
    road.pass_time(30)
    assert road.close() == ["newsroom"]


def test_a_removed_channel_keeps_a_cancelled_delivery(road: Road) -> None:
    with Session(road.engine) as session, session.begin():
        remove_channel(session, "newsroom", road.now, "test")
    road.alert()
    assert [(line.state, line.reason) for line in road.log()] == [("cancelled", "The channel was removed.")]


def test_a_disabled_channel_keeps_a_dead_delivery_with_the_reason(road: Road) -> None:
    with Session(road.engine) as session, session.begin():
        channel = session.get_one(Channel, "newsroom")
        channel.disabled_at, channel.disabled_reason = road.time, "The receiver answered 410."
    road.alert()
    assert [(line.state, line.reason) for line in road.log()] == [("dead", "The receiver answered 410.")]


def test_an_alert_of_two_kinds_is_mixed(road: Road) -> None:
    road.rule(when={"kind": ["accusation", "denial"]})
    road.post("denial")
    road.alert()
    assert [line.type for line in road.log()] == ["claims.mixed"]


def test_closers_at_the_same_time_make_each_delivery_once(road: Road) -> None:
    road.rule(group_by=["place", "kind"], when={"kind": []}, group_wait=0)
    for kind in ("accusation", "denial", "admission"):
        road.post(kind)
    match_notices(road.engine, road.now)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(close_due_alerts, road.engine, road.now, road.time)
    assert sorted(line.type for line in road.log()) == [
        "claims.accusation",
        "claims.admission",
        "claims.denial",
    ]
