"""A webhook's secret is exchanged while its receiver goes on verifying."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from standardwebhooks import Webhook, WebhookVerificationError

from alerts.configuration import hold_channel, save_channel
from alerts.models import Channel, ChannelVersion
from alerts.rotation import Unrotatable, rotate_secret
from tests.alerts.scenes import AT_ONCE, SECRET, WALL, Road
from tests.outside import Receiver

DAY = timedelta(days=1)


@pytest.fixture
def road(engine: Engine, receiver: Receiver) -> Road:
    made = Road(engine)
    made.time = WALL.now(WALL.tzinfo)  # the library compares the signature's time with today
    made.webhook(receiver.url)
    made.rule(**AT_ONCE)
    return made


def rotate(road: Road, keep: timedelta = DAY, id: str = "newsroom") -> str:
    with Session(road.engine) as session, session.begin():
        held = hold_channel(session, id)
        assert held is not None
        return rotate_secret(session, held, keep, now=road.now, wall=road.time, by="test")


def send(road: Road, receiver: Receiver) -> Any:
    """What the receiver got of one alert."""
    road.alert_at_once()
    assert road.deliver() == 1
    return receiver.requests[-1]


def knows(secret: str, request: Any) -> bool:
    try:
        Webhook(secret).verify(request.body, dict(request.headers))
    except WebhookVerificationError:
        return False
    return True


def test_the_new_and_the_old_secret_both_verify(road: Road, receiver: Receiver) -> None:
    new = rotate(road)
    request = send(road, receiver)
    assert new.startswith("whsec_")
    assert (knows(new, request), knows(SECRET, request)) == (True, True)
    assert request.headers["webhook-signature"].count("v1,") == 2


def test_the_old_secret_stops_when_its_time_is_over(road: Road, receiver: Receiver) -> None:
    new = rotate(road, timedelta(seconds=1))
    road.pass_time(1)
    request = send(road, receiver)
    assert (knows(new, request), knows(SECRET, request)) == (True, False)
    with Session(road.engine) as session:
        channel = session.get_one(Channel, "newsroom")
        assert (channel.previous_secret, channel.previous_until) == (None, None)


def test_rotating_twice_in_a_day_cuts_nobody_off(road: Road, receiver: Receiver) -> None:
    first, second = rotate(road), rotate(road)
    request = send(road, receiver)
    assert [knows(secret, request) for secret in (second, first, SECRET)] == [True, True, True]


def test_keeping_nothing_ends_every_older_secret(road: Road, receiver: Receiver) -> None:
    rotate(road)
    new = rotate(road, timedelta())
    request = send(road, receiver)
    assert (knows(new, request), knows(SECRET, request)) == (True, False)


def test_a_secret_that_is_saved_ends_a_rotation(road: Road, receiver: Receiver) -> None:
    rotate(road)
    road.webhook(receiver.url, secret="another")
    request = send(road, receiver)
    assert (knows(SECRET, request), request.headers["webhook-signature"].count("v1,")) == (False, 1)


def test_a_rotation_is_a_version_and_shows_no_secret(road: Road) -> None:
    new = rotate(road)
    with Session(road.engine) as session:
        channel = session.get_one(Channel, "newsroom")
        versions = session.exec(select(ChannelVersion)).all()
        assert [(one.version, one.by) for one in versions] == [(1, "test"), (2, "test")]
        shown = [repr(channel), str(channel.model_dump()), channel.model_dump_json(), repr(versions)]
    assert not any(secret in text for secret in (new, SECRET) for text in shown)


def test_an_exported_channel_still_applies_without_a_change(road: Road, receiver: Receiver) -> None:
    rotate(road)
    document = {"url": receiver.url, "secret": {"stored": "newsroom"}}
    with Session(road.engine) as session, session.begin():
        assert not save_channel(session, "newsroom", "webhook", document, road.now, "test")


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        ({"env": "HOOK_SECRET"}, "kept here but in env HOOK_SECRET: write the new and the old one there"),
        ({"file": "/run/hook"}, "separated by a space, so that both sign"),
        (None, "newsroom has no secret; give it one in its YAML"),
    ],
)
def test_a_secret_that_is_kept_elsewhere_is_not_rotated_here(
    road: Road, receiver: Receiver, secret: Any, sentence: str
) -> None:
    with Session(road.engine) as session, session.begin():
        save_channel(
            session,
            "newsroom",
            "webhook",
            {"url": receiver.url} | ({"secret": secret} if secret else {}),
            road.now,
            "test",
        )
    with pytest.raises(Unrotatable, match=sentence):
        rotate(road)


def test_a_mail_channel_signs_nothing(road: Road) -> None:
    road.mail("desk@example.org", id="desk")
    with pytest.raises(Unrotatable, match="desk is a channel of kind email, which signs nothing"):
        rotate(road, id="desk")
