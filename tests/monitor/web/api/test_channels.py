"""Channels read, changed and cared for over HTTP; no secret ever comes back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from alerts.models import CANCELLED, Channel, Delivery
from alerts.unsubscribing import unsubscribe
from monitor.db import reading, writing
from monitor.web.api.alert_forms import DeliveryForm
from monitor.web.api.telling_forms import ChannelForm, ChannelsForm, RotatedForm, VersionsForm
from tests.alerts.scenes import AT_ONCE, SECRET, WALL, Road
from tests.builders import a_token
from tests.monitor.web.api.test_rules import ask, entries
from tests.monitor.web.conftest import EDITOR, TOKEN, OpenDesk

KEEPER = "an-administrator's-token"
CHANNELS = "/api/v1/channels"
NEWSROOM = f"{CHANNELS}/newsroom"
HOOK = "https://news.example/hook/its-key"
CHANNEL = {"id": "newsroom", "kind": "webhook", "url": HOOK, "secret": SECRET}
DESK = {"id": "desk", "kind": "email", "to": ["desk@example.org"], "timezone": "Asia/Yerevan"}


@pytest.fixture(autouse=True)
def keeper(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_token(session, KEEPER, "admin")


def make(desk: OpenDesk, channel: dict[str, Any] = CHANNEL) -> httpx.Response:
    made = ask(desk, "POST", CHANNELS, channel, token=KEEPER)
    assert made.status_code == 201, made.text
    return made


def order(desk: OpenDesk, what: str, body: Any = None, token: str = EDITOR) -> httpx.Response:
    return ask(desk, "POST", f"{NEWSROOM}/{what}", body, token=token)


def stored(desk: OpenDesk) -> Channel:
    with reading(desk.engine) as session:
        return session.get_one(Channel, "newsroom")


def test_a_channel_is_made_and_its_secret_comes_back_nowhere(desk: OpenDesk) -> None:
    made = make(desk)
    body = made.json()
    ChannelForm.model_validate(body)
    assert (body["url"], body["secret"], body["secret_kept"]) == (HOOK, {"stored": "newsroom"}, "stored")
    assert (body["state"], body["place"], body["waiting"]) == ("in use", "https://news.example", 0)
    assert stored(desk).secret == SECRET
    make(desk, DESK)
    listed = ask(desk, "GET", CHANNELS, token=KEEPER)
    ChannelsForm.model_validate(listed.json())
    versions = ask(desk, "GET", f"{NEWSROOM}/versions", token=KEEPER)
    VersionsForm.model_validate(versions.json())
    for answer in (made, listed, versions, ask(desk, "GET", NEWSROOM, token=KEEPER)):
        assert SECRET.removeprefix("whsec_") not in answer.text


def test_who_keeps_no_channels_sees_a_receiver_s_host_only(desk: OpenDesk) -> None:
    make(desk)
    for token in (TOKEN, EDITOR):
        for path in (CHANNELS, NEWSROOM):
            answer = ask(desk, "GET", path, token=token)
            assert "https://news.example" in answer.text
            assert "its-key" not in answer.text
        assert ask(desk, "GET", f"{NEWSROOM}/versions", token=token).status_code == 403


def test_what_was_read_can_be_sent_back_and_keeps_the_secret(desk: OpenDesk) -> None:
    make(desk)
    read = ask(desk, "GET", NEWSROOM, token=KEEPER)
    again = ask(desk, "PUT", NEWSROOM, read.json(), read.headers["etag"], KEEPER)
    assert (again.status_code, again.json()["version"]) == (200, 1)
    moved = ask(desk, "PUT", NEWSROOM, read.json() | {"url": "https://other.example/"}, "*", KEEPER)
    assert moved.json()["version"] == 2
    assert stored(desk).secret == SECRET
    assert ask(desk, "PUT", NEWSROOM, CHANNEL, read.headers["etag"], KEEPER).status_code == 412


@pytest.mark.parametrize(
    ("channel", "parameter"),
    [
        (DESK | {"to": ["nobody"]}, "to"),
        (CHANNEL | {"url": "ftp://x"}, "url"),
        (CHANNEL | {"kind": "pigeon"}, "kind"),
        (CHANNEL | {"secret": {"stored": "nosuch"}}, "secret"),
        (CHANNEL | {"colour": "red"}, "colour"),
    ],
)
def test_bad_settings_are_told_at_their_key(desk: OpenDesk, channel: dict[str, Any], parameter: str) -> None:
    answer = ask(desk, "POST", CHANNELS, channel, token=KEEPER)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_a_channel_that_a_rule_sends_to_is_not_removed(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    Road(desk.engine).rule()
    refused = ask(desk, "DELETE", NEWSROOM, tag=tag, token=KEEPER)
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "The rule every-accusation would lose it; change it first.",
    )
    assert ask(desk, "DELETE", "/api/v1/rules/every-accusation", tag="*").status_code == 204
    assert ask(desk, "DELETE", NEWSROOM, tag=tag, token=KEEPER).status_code == 204
    assert desk.get(NEWSROOM).status_code == 404


def test_a_test_is_due_at_once(desk: OpenDesk) -> None:
    make(desk)
    answer = order(desk, "test")
    assert answer.status_code == 202
    DeliveryForm.model_validate(answer.json())
    assert (answer.json()["type"], answer.json()["state"]) == ("test", "pending")
    assert entries(desk)[-1][:2] == ("test", "channel:newsroom")
    assert ask(desk, "POST", f"{CHANNELS}/nosuch/test").status_code == 404


def test_a_secret_is_exchanged_and_shown_once(desk: OpenDesk) -> None:
    make(desk)
    assert order(desk, "rotate", {}).status_code == 403
    answer = order(desk, "rotate", {"keep": "1h"}, KEEPER)
    RotatedForm.model_validate(answer.json())
    channel = stored(desk)
    assert (channel.secret, channel.previous_secret) == (answer.json()["secret"], SECRET)
    assert order(desk, "rotate", {"keep": "soon"}, KEEPER).status_code == 422
    assert order(desk, "rotate", {"keep": "400d"}, KEEPER).status_code == 422
    make(desk, DESK)
    refused = ask(desk, "POST", f"{CHANNELS}/desk/rotate", {}, token=KEEPER)
    assert (refused.status_code, "which signs nothing" in refused.text) == (409, True)
    shown = ask(desk, "GET", NEWSROOM, token=KEEPER).json()
    assert shown["rotating_until"] == answer.json()["previous_until"]


def test_a_channel_is_disabled_enabled_and_sent_what_it_missed(desk: OpenDesk) -> None:
    make(desk)
    road = Road(desk.engine)
    road.rule(**AT_ONCE)
    off = order(desk, "disable", {"reason": "their server moves."})
    assert (off.json()["state"], off.json()["reason"]) == (
        "disabled",
        "Disabled by a person: their server moves.",
    )
    road.alert_at_once()
    assert road.log()[0].state == "dead"
    on = order(desk, "enable")
    assert (on.json()["state"], on.json()["missed_since"]) == ("in use", None)
    again = order(desk, "replay", {"since": "2020-10-10"})
    assert again.json() == {"channel": "newsroom", "deliveries": 1}
    assert road.log()[0].state == "pending"
    assert order(desk, "replay", {"since": "yesterday"}).status_code == 422
    assert [action for action, _, _ in entries(desk)][-3:] == ["disable", "enable", "replay"]


def test_a_channel_that_everybody_left_is_tested_and_enabled_by_nobody(desk: OpenDesk) -> None:
    make(desk, DESK | {"id": "newsroom"})
    with writing(desk.engine) as session:
        unsubscribe(session, "newsroom", "desk@example.org", WALL)
    for what, body in (("test", None), ("enable", None), ("replay", {"since": "2020-10-10"})):
        refused = order(desk, what, body)
        assert refused.status_code == 409
        assert refused.json()["detail"].startswith("Every recipient of newsroom has unsubscribed;")
    shown = desk.get(NEWSROOM).json()
    assert (shown["unsubscribed"], shown["state"]) == (["desk@example.org"], "disabled")


def test_removing_cancels_what_waits(desk: OpenDesk) -> None:
    make(desk)
    order(desk, "test")
    ask(desk, "DELETE", NEWSROOM, tag="*", token=KEEPER)
    with Session(desk.engine) as session:
        assert session.exec(select(Delivery.state)).all() == [CANCELLED]


def test_who_only_looks_orders_nothing(desk: OpenDesk) -> None:
    make(desk)
    for what, body in (
        ("test", None),
        ("rotate", {}),
        ("enable", None),
        ("disable", {}),
        ("replay", {"since": "2020-10-10"}),
    ):
        assert order(desk, what, body, TOKEN).status_code == 403, what
    assert ask(desk, "POST", CHANNELS, CHANNEL).status_code == 403  # a reviewer's token
    assert ask(desk, "DELETE", NEWSROOM, tag="*").status_code == 403
