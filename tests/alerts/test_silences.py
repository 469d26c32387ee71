"""Silences keep what they fit: recorded, shown, and sent on request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.closing import close_due_alerts
from alerts.deliveries import retry_delivery
from alerts.models import Silence
from alerts.notices import match_notices
from alerts.silences import add_silence, end_silence, explain_silence, list_silences, standing_silences
from tests.alerts.scenes import AT_ONCE, Road, claim_facts
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule(**AT_ONCE)
    return made


def silence(road: Road, hours: float = 2, **document: Any) -> str:
    with Session(road.engine) as session, session.begin():
        made = add_silence(
            session,
            {"rules": [], "agreement": "*", "when": {}} | document,
            reason="Exercise announced",
            starts_at=road.now,
            ends_at=road.now + timedelta(hours=hours),
            now=road.now,
            by="anna",
        )
        return made.id


def end(road: Road, id: str) -> bool:
    with Session(road.engine) as session, session.begin():
        return end_silence(session, id, road.now, "ben")


def test_what_is_silenced_is_kept_with_the_reason_and_not_sent(road: Road, receiver: Receiver) -> None:
    silence(road)
    road.alert_at_once()
    assert road.deliver() == 0
    (line,) = road.log()
    reason = "Silenced until 10 October 2020, 10:41 UTC by anna: Exercise announced"
    assert (line.state, line.type, line.reason) == ("cancelled", "claims.accusation", reason)
    assert receiver.requests == []


def test_what_was_silenced_is_sent_on_request(road: Road, receiver: Receiver) -> None:
    silence(road)
    road.alert_at_once()
    with Session(road.engine) as session, session.begin():
        assert retry_delivery(session, road.log()[0].id, road.time)
    road.deliver()
    assert [line.state for line in road.log()] == ["delivered"]
    assert len(receiver.requests) == 1


def test_what_does_not_fit_goes_out_meanwhile(road: Road) -> None:
    silence(road, when={"types": ["drone"]})
    road.post(facts=claim_facts(types=["drone"]))
    road.alert_at_once()
    assert sorted(line.state for line in road.log()) == ["cancelled", "pending"]


def test_much_that_is_silenced_does_not_hold_up_what_is_not(road: Road) -> None:
    road.rule(**AT_ONCE, group_by=["place", "type"])
    silence(road, when={"types": ["drone"]})
    for number in range(5):
        road.post(facts=claim_facts(types=["drone"], places=[f"P{number}"]))
    road.post()
    match_notices(road.engine, road.now)
    assert close_due_alerts(road.engine, road.now, road.time, limit=2) == ["newsroom"]
    assert close_due_alerts(road.engine, road.now, road.time, limit=2) == []
    assert [line.state for line in road.log()] == ["cancelled"] * 5 + ["pending"]


def test_after_its_end_everything_goes_out_again(road: Road) -> None:
    silence(road, hours=1)
    road.pass_time(3600)
    road.alert_at_once()
    assert [line.state for line in road.log()] == ["pending"]


def test_a_silence_is_ended_early_and_once(road: Road) -> None:
    id = silence(road)
    road.post()
    road.pass_time(600)
    assert (end(road, id), end(road, id), end(road, "none")) == (True, False, False)
    road.alert_at_once()
    assert [line.state for line in road.log()] == ["pending"]
    with Session(road.engine) as session:
        kept = session.get_one(Silence, id)
        assert (kept.ended_by, kept.ended_at) == ("ben", road.now)
        assert explain_silence(kept).startswith("Silenced until 10 October 2020, 08:51 UTC by anna")


def test_what_was_kept_before_the_end_is_not_sent_afterwards(road: Road) -> None:
    road.rule(group_wait=60)
    id = silence(road)
    road.post()
    road.close()
    end(road, id)
    road.pass_time(60)
    road.close()
    assert [line.state for line in road.log()] == ["cancelled"]


def test_those_that_are_over_are_listed_on_request(road: Road) -> None:
    over, active = silence(road, hours=1), silence(road, hours=3)
    with Session(road.engine) as session:
        later = road.now + timedelta(hours=2)
        assert [row.id for row in list_silences(session, later)] == [active]
        assert [row.id for row in list_silences(session, later, over=True)] == [over, active]
        assert [one.id for one in standing_silences(session, later)] == [active]
        assert standing_silences(session, road.now - timedelta(hours=1)) == []
