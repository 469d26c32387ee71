"""The link in a mail that ends it, by hand and in one click."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, select

from alerts.link_keys import take_link_key
from alerts.links import Links
from alerts.models import Channel
from alerts.unsubscribing import ALL_LEFT
from monitor import clock
from monitor.db import reading, writing
from monitor.models import JournalEntry
from tests.alerts.scenes import Road
from tests.monitor.web.conftest import OpenDesk

ANNA, BORIS = "anna@example.org", "boris@example.org"
ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"
MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """With a channel to Anna; nobody is signed in."""
    desk = make_desk()
    Road(desk.engine).mail(ANNA)
    return desk


def link(desk: OpenDesk, *recipients: str, channel: str = "newsroom") -> str:
    with writing(desk.engine) as session:
        return Links(take_link_key(session, clock.wall()), "", channel).unsubscribe(recipients)


def token_of(path: str) -> str:
    return parse_qs(urlsplit(path).query)["token"][0]


def channel_of(desk: OpenDesk) -> Channel:
    with reading(desk.engine) as session:
        return session.get_one(Channel, "newsroom")


def journal(desk: OpenDesk) -> list[dict[str, object]]:
    with Session(desk.engine) as session:
        return [each.details for each in session.exec(select(JournalEntry))]


def test_looking_names_the_address_and_changes_nothing(desk: OpenDesk) -> None:
    for _ in range(2):
        page = desk.client.get(link(desk, ANNA))
    assert page.status_code == 200
    assert ANNA in page.text
    assert channel_of(desk).unsubscribed == []


def test_an_only_recipient_ends_the_mails_and_the_channel_rests(desk: OpenDesk) -> None:
    form = {"token": token_of(link(desk, ANNA))}
    for _ in range(2):
        answer = desk.client.post("/unsubscribe", data=form)
        assert answer.status_code == 200
        assert "gets no more mail of the channel" in answer.text
    assert (channel_of(desk).unsubscribed, channel_of(desk).disabled_reason) == ([ANNA], ALL_LEFT)
    assert journal(desk) == [{"action": "unsubscribe", "address": ANNA}]
    assert "<form" not in desk.client.get(link(desk, ANNA)).text


@pytest.mark.parametrize(
    ("media_type", "body"), [(FORM, ONE_CLICK), ("multipart/form-data; boundary=b", MULTIPART)]
)
def test_one_click_of_a_mail_program_is_enough(desk: OpenDesk, media_type: str, body: str) -> None:
    answer = desk.client.post(link(desk, ANNA), content=body, headers={"Content-Type": media_type})
    assert answer.status_code == 200
    assert channel_of(desk).unsubscribed == [ANNA]


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        (FORM, "", 400),
        (FORM, "List-Unsubscribe=no", 400),
        ("multipart/form-data; boundary=b", "--b--", 400),
        ("multipart/form-data", "x", 400),
        ("text/plain", ONE_CLICK, 415),
    ],
)
def test_a_post_to_the_link_that_says_nothing_changes_nothing(
    desk: OpenDesk, media_type: str, body: str, status: int
) -> None:
    answer = desk.client.post(link(desk, ANNA), content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert channel_of(desk).unsubscribed == []


def test_one_of_several_says_which_and_the_others_stay(desk: OpenDesk) -> None:
    Road(desk.engine).mail(ANNA, BORIS)
    path = link(desk, ANNA, BORIS)
    page = desk.client.get(path).text
    assert ANNA not in page
    assert BORIS not in page
    wrong = desk.client.post("/unsubscribe", data={"token": token_of(path), "address": "spy@example.org"})
    assert wrong.status_code == 422
    assert "sends no mail to this address" in wrong.text
    right = desk.client.post("/unsubscribe", data={"token": token_of(path), "address": " Boris@Example.org"})
    assert right.status_code == 200
    assert (channel_of(desk).unsubscribed, channel_of(desk).disabled_at) == ([BORIS], None)


def test_an_old_link_ends_nobody_elses_mail(desk: OpenDesk) -> None:
    path = link(desk, ANNA)
    Road(desk.engine).mail(BORIS)
    assert (
        desk.client.post("/unsubscribe", data={"token": token_of(path), "address": BORIS}).status_code == 404
    )
    assert channel_of(desk).unsubscribed == []


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 90])
def test_a_forged_link_does_nothing_and_says_so(desk: OpenDesk, token: str) -> None:
    link(desk, ANNA)
    for answer in (
        desk.client.get("/unsubscribe", params={"token": token}),
        desk.client.post("/unsubscribe", data={"token": token}),
    ):
        assert answer.status_code == 404
        assert "not one of ours" in answer.text


def test_a_channel_that_is_gone_is_said_to_be(desk: OpenDesk) -> None:
    answer = desk.client.post("/unsubscribe", data={"token": token_of(link(desk, ANNA, channel="gone"))})
    assert answer.status_code == 404
    assert "not in use any more" in answer.text
