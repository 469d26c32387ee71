"""The channels as pages: listed, made, tested, exchanged, disabled, sent what they missed."""

from __future__ import annotations

from typing import Any

import pytest

from alerts.configuration import find_channel
from alerts.models import Channel
from alerts.unsubscribing import unsubscribe
from monitor.db import reading, writing
from tests.alerts.scenes import AT_ONCE, SECRET, WALL, Road
from tests.monitor.web.api.test_rules import entries
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_deliveries import anna, desk
from tests.monitor.web.pages.test_rules import said, seen
from tests.monitor.web.person import Person, an_account
from tests.outside import Receiver

__all__ = ["anna", "desk"]
HOOK = {"kind": "webhook", "id": "hook", "url": "https://news.example/in/its-key", "how": "make"}
MAIL = {
    "kind": "email",
    "id": "night",
    "to": "anna@example.org\nboris@example.org",
    "timezone": "Asia/Yerevan",
}


@pytest.fixture
def keeper(desk: OpenDesk) -> Person:
    """An administrator, signed in."""
    an_account(desk, "Clara", "admin")
    clara = Person(desk)
    clara.sign_in("Clara")
    return clara


@pytest.fixture
def road(desk: OpenDesk, receiver: Receiver) -> Road:
    made = Road(desk.engine)
    made.webhook(receiver.url)
    made.rule(**AT_ONCE)
    return made


def stored(desk: OpenDesk, id: str) -> Channel | None:
    with reading(desk.engine) as session:
        return find_channel(session, id)


def test_channels_are_listed_with_their_state_and_without_secrets(desk: OpenDesk, road: Road) -> None:
    page = desk.page("/channels")
    assert "newsroom Webhook, http://127.0.0.1" in said(page)
    assert "stored in use 0 nothing yet" in said(page)
    assert SECRET not in page
    assert "Send a test" not in page


def test_a_webhook_s_secret_is_made_here_and_shown_once(desk: OpenDesk, keeper: Person) -> None:
    keeper.open("/channels/new?kind=webhook")
    made = keeper.send("/channels", HOOK)
    channel = stored(desk, "hook")
    assert made.status_code == 200
    assert channel is not None
    assert channel.secret is not None
    assert channel.secret in made.text
    assert channel.secret not in keeper.open("/channels/hook").text
    assert entries(desk)[-1] == ("create", "channel:hook", "Clara")
    assert 'value="https://news.example/in/its-key"' in keeper.open("/channels/hook").text


def test_an_email_channel_is_made_and_changed(desk: OpenDesk, keeper: Person) -> None:
    keeper.open("/channels/new")
    assert keeper.send("/channels", MAIL).headers["location"] == "/channels/night"
    tag = seen(keeper.open("/channels/night").text)
    changed = MAIL | {"seen": tag, "to": "anna@example.org"}
    assert keeper.send("/channels/night", changed).status_code == 303
    channel = stored(desk, "night")
    assert channel is not None
    assert channel.document == {"to": ["anna@example.org"], "timezone": "Asia/Yerevan"}
    late = keeper.send("/channels/night", changed | {"to": "late@example.org"})
    assert (late.status_code, "It was changed since you opened it." in late.text) == (409, True)
    assert "late@example.org" in late.text
    assert "to version 2, by Clara" in said(keeper.open("/channels/night").text)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (MAIL | {"to": "nobody"}, "to", "is not an address like desk@example.org."),
        (MAIL | {"to": ""}, "to", "give a list of 1 to 100 addresses."),
        (MAIL | {"timezone": "Mars"}, "timezone", "is not known; write one such as Asia/Yerevan."),
        (MAIL | {"id": "No name"}, "id", "is no id; use up to 64"),
        (HOOK | {"url": "ftp://x"}, "url", "give the receiver's full address"),
        (HOOK | {"how": "text", "secret": "whsec_§§"}, "secret", "base64"),
        (HOOK | {"how": "env", "secret": ""}, "secret", "give {env: NAME}"),
        (MAIL | {"kind": "pigeon"}, "kind", "is not known here"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    desk: OpenDesk, keeper: Person, fields: dict[str, Any], field: str, sentence: str
) -> None:
    keeper.open("/channels/new")
    refused = keeper.send("/channels", fields)
    assert refused.status_code == 422, refused.text
    assert f'id="fault-{field}"' in refused.text
    assert sentence in said(refused.text)
    assert "whsec_§§" not in refused.text
    assert stored(desk, str(fields["id"])) is None


def test_changing_the_address_keeps_the_secret(desk: OpenDesk, keeper: Person) -> None:
    keeper.open("/channels/new?kind=webhook")
    keeper.send("/channels", HOOK)
    before = stored(desk, "hook")
    tag = seen(keeper.open("/channels/hook").text)
    keeper.send("/channels/hook", HOOK | {"how": "keep", "url": "https://other.example/", "seen": tag})
    after = stored(desk, "hook")
    assert before is not None
    assert after is not None
    assert (after.secret, after.document["url"]) == (before.secret, "https://other.example/")


def test_a_test_shows_status_and_time_and_not_what_the_receiver_wrote(
    desk: OpenDesk, anna: Person, road: Road, receiver: Receiver
) -> None:
    anna.open("/channels/newsroom")
    assert anna.send("/channels/newsroom/test").headers["location"] == "/channels/newsroom#tries"
    page = anna.open("/channels/newsroom").text
    assert 'data-awaited="true"' in page
    receiver.status = 503
    road.pass_time(10**8)
    road.deliver()
    page = anna.open("/channels/newsroom").text
    assert 'data-awaited="false"' in page
    assert "The receiver answered 503" in said(page)
    assert entries(desk)[-1] == ("test", "channel:newsroom", "Anna")


def test_a_secret_is_exchanged_by_administrators_and_shown_once(
    desk: OpenDesk, anna: Person, keeper: Person, road: Road
) -> None:
    anna.open("/channels/newsroom")
    assert anna.send("/channels/newsroom/rotate").status_code == 403
    keeper.open("/channels/newsroom")
    answer = keeper.send("/channels/newsroom/rotate", {"keep": "1h"})
    channel = stored(desk, "newsroom")
    assert channel is not None
    assert channel.secret is not None
    assert channel.secret in answer.text
    assert "the old one signs as well until" in said(answer.text)
    assert channel.secret not in keeper.open("/channels/newsroom").text
    assert keeper.send("/channels/newsroom/rotate", {"keep": "soon"}).status_code == 422


def test_a_channel_is_disabled_enabled_and_sent_what_it_missed(
    desk: OpenDesk, anna: Person, road: Road
) -> None:
    anna.open("/channels/newsroom")
    anna.send("/channels/newsroom/disable", {"reason": "their server moves"})
    text = said(anna.open("/channels/newsroom").text)
    assert "disabled since" in text
    assert "Disabled by a person: their server moves." in text
    road.alert_at_once()
    anna.send("/channels/newsroom/enable")
    anna.send("/channels/newsroom/replay", {"since": "2020-10-10"})
    assert [line.state for line in road.log()] == ["pending"]
    assert anna.send("/channels/newsroom/replay", {"since": "then"}).status_code == 422
    assert [action for action, _, _ in entries(desk)] == ["disable", "enable", "replay"]


def test_a_channel_that_everybody_left_says_so(desk: OpenDesk, anna: Person) -> None:
    road = Road(desk.engine)
    road.mail("anna@example.org", id="night")
    with writing(desk.engine) as session:
        unsubscribe(session, "night", "anna@example.org", WALL)
    assert "Left anna@example.org" in said(anna.open("/channels/night").text)
    for order in ("test", "enable"):
        refused = anna.send(f"/channels/night/{order}")
        assert refused.status_code == 409
        assert "Every recipient of night has unsubscribed; give the channel another one" in said(refused.text)


def test_a_channel_is_removed_once_no_rule_needs_it(desk: OpenDesk, keeper: Person, road: Road) -> None:
    tag = seen(keeper.open("/channels/newsroom").text)
    refused = keeper.send("/channels/newsroom/remove", {"seen": tag})
    assert refused.status_code == 409
    assert "The rule every-accusation would lose it; change it first." in said(refused.text)
    road.mail("anna@example.org", id="night")
    road.rule(send_to=["night"])
    assert keeper.send("/channels/newsroom/remove", {"seen": tag}).headers["location"] == "/channels"
    assert keeper.open("/channels/newsroom").status_code == 404


def test_who_keeps_no_channels_sees_neither_settings_nor_paths(
    desk: OpenDesk, anna: Person, keeper: Person
) -> None:
    keeper.open("/channels/new?kind=webhook")
    keeper.send("/channels", HOOK)
    page = anna.open("/channels/hook").text
    assert "its-key" not in page
    assert "Save channel" not in page
    assert anna.send("/channels", MAIL).status_code == 403
    assert anna.send("/channels/hook", HOOK).status_code == 403
    assert anna.send("/channels/hook/remove").status_code == 403
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    assert "Send a test" not in vera.open("/channels/hook").text
    for order in ("test", "enable", "disable", "replay"):
        assert vera.send(f"/channels/hook/{order}").status_code == 403
    assert desk.stranger("/channels").status_code == 401


def test_a_form_of_another_site_changes_no_channel(desk: OpenDesk, keeper: Person) -> None:
    keeper.open("/channels/new")
    assert keeper.send("/channels", MAIL | {"form_key": ""}).status_code == 403
    assert keeper.send("/channels", MAIL, origin="https://evil.example").status_code == 403
    assert stored(desk, "night") is None
