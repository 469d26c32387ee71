"""Alerts that do not get through are told of once, to those whom it reaches."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.configuration import remove_channel
from alerts.deliveries import queue_test
from alerts.models import Channel, Notice
from alerts.stuck import is_news, list_waits, measure_oldest, tell_undelivered
from tests.alerts.scenes import AT_ONCE, Road
from tests.outside import Receiver


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    """Accusations go to `broken`, notices of the service to `broken` and `well`."""
    made = Road(engine)
    made.webhook("http://127.0.0.1:9/", id="broken")
    made.webhook(receiver.url, id="well")
    made.rule(send_to=["broken"], **AT_ONCE)
    made.rule("service", when={"kind": ["system"]}, send_to=["broken", "well"], **AT_ONCE)
    return made


def look(road: Road) -> bool:
    """As the scheduler does; whether people were told of something."""
    with Session(road.engine) as session, session.begin():
        told = is_news(session, road.time) and tell_undelivered(session, road.time, road.now)
    if told:
        road.close()
    return told


def sentences(road: Road) -> list[str]:
    with Session(road.engine) as session:
        rows = session.exec(select(Notice).where(Notice.kind == "system").order_by(Notice.id)).all()  # type: ignore[arg-type]
        return [row.facts["system"]["sentence"] for row in rows]


def service_deliveries(road: Road) -> list[str]:
    """The channels to which messages about the service were addressed."""
    return [line.channel for line in road.log() if line.type == "system"]


def oldest(road: Road) -> float:
    with Session(road.engine) as session:
        return measure_oldest(list_waits(session), road.time).total_seconds()


def test_an_alert_that_waits_for_more_than_five_minutes_is_told_once(road: Road) -> None:
    road.alert_at_once()
    road.deliver()
    road.pass_time(300)
    assert not look(road)
    road.pass_time(1)
    assert look(road)
    assert not look(road)
    road.pass_time(3600)
    road.alert_at_once()
    assert not look(road)
    (sentence,) = sentences(road)
    assert "broken (1)" in sentence
    assert "1 March 2026, 09:00 UTC" in sentence


def test_it_goes_to_the_channels_that_are_not_stuck_themselves(road: Road, receiver: Receiver) -> None:
    road.alert_at_once()
    road.pass_time(301)
    look(road)
    assert service_deliveries(road) == ["well"]
    road.deliver()
    assert len(receiver.accepted) == 1


def test_one_more_tells_that_it_is_over_and_the_next_time_is_told_again(
    road: Road, receiver: Receiver
) -> None:
    road.alert_at_once()
    road.pass_time(301)
    assert look(road)
    road.webhook(receiver.url, id="broken")
    road.deliver()
    assert look(road)
    assert not look(road)
    assert "No alert waits long" in sentences(road)[1]
    assert service_deliveries(road)[1:] == ["broken", "well"]
    road.deliver()
    road.webhook("http://127.0.0.1:9/", id="broken")
    road.alert_at_once()
    road.pass_time(301)
    assert look(road)


def test_it_is_over_only_well_below_what_began_it(road: Road) -> None:
    road.alert_at_once()
    road.pass_time(200)
    road.alert_at_once()
    road.pass_time(101)
    assert look(road)
    road.deliver()
    road.retry(road.log()[0].id)  # by a person: from now on it waits anew
    road.pass_time(100)
    assert oldest(road) == 201
    assert not look(road)


def test_when_every_channel_is_stuck_the_message_is_kept_for_all(road: Road) -> None:
    road.webhook("http://127.0.0.1:9/", id="well")
    road.rule(send_to=["broken", "well"], **AT_ONCE)
    road.alert_at_once()
    road.pass_time(301)
    look(road)
    assert service_deliveries(road) == ["broken", "well"]


def test_a_disabled_channel_gets_no_word_about_the_service(road: Road) -> None:
    with Session(road.engine) as session, session.begin():
        channel = session.get_one(Channel, "broken")
        channel.disabled_at, channel.disabled_reason = road.time, "It is gone."
    road.post("system", {"system": {"sentence": "Something is wrong."}}, agreement_id=None)
    road.close()
    assert service_deliveries(road) == ["well"]


def test_a_dead_letter_that_is_sent_again_waits_from_then_on(road: Road) -> None:
    road.alert_at_once()
    road.pass_time(10**6)
    road.retry(road.log()[0].id)
    assert oldest(road) == 0
    road.pass_time(30)
    assert oldest(road) == 30


def test_a_test_of_a_channel_and_what_is_not_to_be_sent_count_for_nothing(road: Road) -> None:
    road.alert_at_once()
    with Session(road.engine) as session, session.begin():
        queue_test(session, "well", road.time)
        remove_channel(session, "broken", road.now, "test")
    road.pass_time(10**4)
    assert oldest(road) == 0
    assert not look(road)
