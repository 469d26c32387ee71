"""A channel to which nothing gets through is warned about, and disabled a day later."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.configuration import hold_channel, save_channel
from alerts.deliveries import queue_test
from alerts.disabling import disable_channel, enable_channel
from alerts.models import Channel, Notice
from tests.alerts.scenes import AT_ONCE, Road
from tests.outside import Receiver

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.webhook(receiver.url)
    made.rule(**AT_ONCE)
    return made


def alert(road: Road) -> None:
    """An alert about what was just published."""
    road.post(published_at=road.now)
    road.close()


def fail_until(road: Road, receiver: Receiver, seconds: float, every: float = 6 * HOUR) -> None:
    """A new alert every few hours, each of them refused, until so long after the first one."""
    receiver.status = 503
    begun = road.time
    while (road.time - begun).total_seconds() <= seconds:
        alert(road)
        road.deliver()
        road.pass_time(every)


def channel(road: Road) -> Channel:
    with Session(road.engine) as session:
        return session.get_one(Channel, "newsroom")


def told(road: Road) -> list[dict[str, Any]]:
    """What the system said, in order."""
    with Session(road.engine) as session:
        found = session.exec(select(Notice).where(Notice.kind == "system").order_by(col(Notice.id)))
        return [notice.facts["system"] for notice in found]


def test_after_four_days_people_are_warned_once(road: Road, receiver: Receiver) -> None:
    fail_until(road, receiver, 4 * DAY - HOUR)
    assert told(road) == []
    fail_until(road, receiver, 12 * HOUR)
    (warning,) = told(road)
    assert (warning["event"], warning["channel"]) == ("channel_failing", "newsroom")
    assert warning["sentence"] == (
        "The channel newsroom (webhook) has failed since 1 March 2026, 09:00 UTC. It will be disabled after"
        " 6 March 2026, 09:00 UTC unless something arrives there before;"
        " `ceasewatch deliveries --failed` says why."
    )
    assert channel(road).disabled_at is None


def test_after_five_days_the_channel_is_disabled_and_what_waits_is_kept(
    road: Road, receiver: Receiver
) -> None:
    fail_until(road, receiver, 5 * DAY)
    assert [one["event"] for one in told(road)] == ["channel_failing", "channel_disabled"]
    reason = "Nothing has arrived there since 1 March 2026, 09:00 UTC."
    assert told(road)[1]["sentence"] == (
        f"The channel newsroom (webhook) is disabled. {reason} What waits there is kept:"
        " `ceasewatch channel enable newsroom` lifts it, and"
        " `ceasewatch channel replay newsroom --since TIME` sends what is missing."
    )
    assert channel(road).disabled_reason == reason
    assert {(line.state, line.reason) for line in road.log()[-2:]} == {("dead", reason)}
    receiver.status = 200
    road.pass_time(DAY)
    assert road.deliver() == 0


def test_the_notices_are_dated_by_the_clock_of_what_is_watched(road: Road, receiver: Receiver) -> None:
    fail_until(road, receiver, 4 * DAY)
    with Session(road.engine) as session:
        notice = session.exec(select(Notice).where(Notice.kind == "system")).one()
    assert notice.made_at == road.now - timedelta(hours=6)


def test_one_success_begins_the_count_anew(road: Road, receiver: Receiver) -> None:
    fail_until(road, receiver, 4 * DAY)
    receiver.status = 200
    alert(road)
    road.deliver()
    assert (channel(road).failing_since, channel(road).warned_at) == (None, None)
    fail_until(road, receiver, 3 * DAY)
    assert len(told(road)) == 1
    assert channel(road).disabled_at is None


def test_a_channel_that_nothing_was_sent_to_is_warned_a_day_before_as_well(
    road: Road, receiver: Receiver
) -> None:
    receiver.status = 503
    alert(road)
    road.deliver()
    road.pass_time(30 * DAY)
    fail_until(road, receiver, DAY - HOUR)
    assert [one["event"] for one in told(road)] == ["channel_failing"]
    assert "disabled after 1 April 2026, 09:00 UTC" in told(road)[0]["sentence"]
    fail_until(road, receiver, HOUR)
    assert [one["event"] for one in told(road)] == ["channel_failing", "channel_disabled"]


def test_gone_for_good_is_told_at_once(road: Road, receiver: Receiver) -> None:
    receiver.status = 410
    alert(road)
    road.deliver()
    (notice,) = told(road)
    assert notice["event"] == "channel_disabled"
    assert "is disabled. The receiver answered 410: it is gone for good." in notice["sentence"]


def test_a_rule_can_ask_for_it(road: Road, receiver: Receiver) -> None:
    other = Receiver()
    other.start()
    try:
        road.webhook(other.url, id="watchers")
        road.rule("system", when={"kind": ["system"]}, send_to=["watchers"], **AT_ONCE)
        receiver.status = 410
        alert(road)
        road.deliver()
        road.close()
        assert road.deliver() == 1
        assert json.loads(other.requests[0].body)["data"]["system"]["channel"] == "newsroom"
    finally:
        other.stop()


def test_a_mail_channel_is_never_disabled_for_failing(road: Road) -> None:
    road.mail("desk@example.org")  # and no mail server is set
    for _ in range(30):
        alert(road)
        road.deliver()
        road.pass_time(6 * HOUR)
    assert channel(road).failing_since is not None
    assert (channel(road).disabled_at, told(road)) == (None, [])


def test_a_test_or_a_change_lifts_it_and_counts_anew(road: Road, receiver: Receiver) -> None:
    fail_until(road, receiver, 5 * DAY)
    with Session(road.engine) as session, session.begin():
        queue_test(session, "newsroom", road.time)
    assert (channel(road).disabled_at, channel(road).failing_since) == (None, None)
    fail_until(road, receiver, 4 * DAY + 6 * HOUR)
    assert channel(road).warned_at is not None
    with Session(road.engine) as session, session.begin():
        save_channel(session, "newsroom", "webhook", {"url": receiver.url + "/new"}, road.now, "test")
    assert (channel(road).failing_since, channel(road).warned_at) == (None, None)


def test_a_person_takes_a_channel_out_and_puts_it_back(road: Road, receiver: Receiver) -> None:
    with Session(road.engine) as session, session.begin():
        held = hold_channel(session, "newsroom")
        assert held is not None
        disable_channel(session, held, "By hand.", road.time)
    alert(road)
    assert (road.deliver(), road.log()[0].state, road.log()[0].reason) == (0, "dead", "By hand.")
    with Session(road.engine) as session, session.begin():
        held = hold_channel(session, "newsroom")
        assert held is not None
        enable_channel(held)
    alert(road)
    assert road.deliver() == 1
