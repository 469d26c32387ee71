"""Channels of the kind apprise: settings, secrets, and what comes of a message."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.channels import BadChannel, check_channel
from alerts.configuration import save_channel
from alerts.models import Channel, ChannelVersion, Delivery
from alerts.standing import list_channels
from monitor.relay.keeper import open_relay
from tests.alerts.scenes import AT_ONCE, Road, a_courier
from tests.outside import Receiver

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
TOKEN = "s3cr3tk3y"


@pytest.fixture
def road(sqlite_engine: Engine, receiver: Receiver) -> Road:
    """Alerts go to a receiver on loopback, which is an allowed network."""
    made = Road(sqlite_engine, courier_to(LOOPBACK))
    made.rule(**AT_ONCE)
    save(made, f"json://127.0.0.1:{receiver.port}/{TOKEN}")
    return made


def courier_to(*networks: Any, **changes: Any) -> Any:
    return a_courier(**({"relay": open_relay(networks)} | changes))


def save(road: Road, url: str | Mapping[str, str]) -> None:
    with Session(road.engine) as session, session.begin():
        save_channel(session, "newsroom", "apprise", check_channel("apprise", {"url": url}), road.now, "test")


def send(road: Road) -> str:
    """What the log says of one alert."""
    road.alert_at_once()
    road.deliver()
    return road.log()[-1].attempts[-1].detail


def test_an_alert_goes_to_the_service(road: Road, receiver: Receiver) -> None:
    assert send(road) == "The service (json) answered 200."
    body = json.loads(receiver.requests[0].body)
    assert body["title"].startswith("Armenia accuses Azerbaijan of a ground assault at Karakhambeyli")
    assert body["message"].endswith("\nhttps://desk.example/claims/c1")


def test_every_try_sends_the_same(road: Road, receiver: Receiver) -> None:
    receiver.statuses = [503]
    assert send(road) == "The service (json) answered 503."
    road.pass_time(5)
    road.deliver()
    first, second = (json.loads(request.body) for request in receiver.requests)
    assert first == second
    assert road.log()[0].state == "delivered"


def test_a_service_that_is_gone_disables_the_channel(road: Road, receiver: Receiver) -> None:
    receiver.status = 410
    send(road)
    with Session(road.engine) as session:
        assert session.get_one(Channel, "newsroom").disabled_at is not None


def test_a_guarded_address_is_refused_and_named(road: Road, receiver: Receiver) -> None:
    road.courier = courier_to()
    assert send(road).startswith("The service leads to 127.0.0.1, which is not on the public Internet;")
    assert receiver.requests == []


def test_the_address_is_kept_as_a_secret_and_shown_as_its_service(road: Road, receiver: Receiver) -> None:
    receiver.status = 500
    send(road)
    with Session(road.engine) as session:
        channel = session.get_one(Channel, "newsroom")
        assert channel.document == {"url": {"stored": "newsroom"}}
        (line,) = list_channels(session, road.time)
        rows = [channel, session.exec(select(ChannelVersion)).all(), session.exec(select(Delivery)).all()]
        shown = [repr(row) for row in rows] + [repr(line), channel.model_dump_json()]
    assert (line.kind, line.place, line.secret) == ("apprise", "json", "stored")
    assert not any(TOKEN in text for text in [*shown, repr(road.log())])


def test_the_address_may_stand_in_the_environment(road: Road, receiver: Receiver) -> None:
    environ = {"CHAT": f"json://127.0.0.1:{receiver.port}/{TOKEN}\n"}
    road.courier = courier_to(LOOPBACK, environ=environ)
    save(road, {"env": "CHAT"})
    assert send(road) == "The service (json) answered 200."
    with Session(road.engine) as session:
        assert list_channels(session, road.time)[0].place == "env CHAT"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({}, "The secret env CHAT is not set."),
        ({"CHAT": "mailto://me:s3cr3tk3y@host"}, "env CHAT: mailto:// is no service that messages go to;"),
        ({"CHAT": "s3cr3tk3y"}, "env CHAT: give an address of apprise"),
    ],
)
def test_what_the_environment_lacks_is_said(road: Road, found: dict[str, str], sentence: str) -> None:
    road.courier = courier_to(LOOPBACK, environ=found)
    save(road, {"env": "CHAT"})
    said = send(road)
    assert said.startswith(sentence)
    assert TOKEN not in said


def test_where_apprise_is_missing_a_message_waits_for_nobody_and_says_the_mend(road: Road) -> None:
    road.courier = courier_to(relay=None)
    assert send(road) == "apprise is not installed here; run: pip install 'ceasewatch[apprise]'."


def test_where_apprise_is_missing_a_channel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadChannel, match="kind: apprise is not installed here; run: pip install"):
        check_channel("apprise", {"url": "slack://A/B/C"})
    assert open_relay([]) is None


@pytest.mark.parametrize("url", [None, 7, "", TOKEN, f"mailto://{TOKEN}@host", {"vault": "x"}, {"env": ""}])
def test_an_address_that_is_none_is_refused_by_name_and_not_repeated(url: object) -> None:
    with pytest.raises(BadChannel, match=r"^url: ") as refusal:
        check_channel("apprise", {"url": url})
    assert TOKEN not in str(refusal.value)


def test_nothing_else_is_set() -> None:
    with pytest.raises(BadChannel, match="secret: unknown key"):
        check_channel("apprise", {"url": "slack://A/B/C", "secret": "x"})
