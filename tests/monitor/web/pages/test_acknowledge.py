"""The link in a mail that says somebody has seen the alert."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, select

from alerts.link_keys import take_link_key
from alerts.links import LASTS, Links
from alerts.models import Alert
from monitor import clock
from monitor.db import reading, writing
from monitor.models import JournalEntry
from tests.alerts.scenes import Road
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import listen

BASE = "https://desk.example"


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """With one alert sent, and nobody signed in."""
    desk = make_desk(base_url=BASE)
    road = Road(desk.engine)
    road.mail("desk@example.org")
    road.rule()
    road.alert()
    return desk


def links(desk: OpenDesk, channel: str = "newsroom") -> Links:
    with writing(desk.engine) as session:
        return Links(take_link_key(session, clock.wall()), "", channel)


def link(desk: OpenDesk) -> str:
    """The path of the alert's link."""
    return links(desk).acknowledge(alert_of(desk).id, clock.wall())


def token_of(path: str) -> str:
    return parse_qs(urlsplit(path).query)["token"][0]


def alert_of(desk: OpenDesk) -> Alert:
    with reading(desk.engine) as session:
        return session.exec(select(Alert)).one()


def journal(desk: OpenDesk) -> list[str]:
    with Session(desk.engine) as session:
        return [f"{each.kind} by {each.actor}" for each in session.exec(select(JournalEntry))]


def test_looking_shows_the_alert_and_changes_nothing(desk: OpenDesk) -> None:
    for _ in range(3):
        answer = desk.client.get(link(desk))
        assert answer.status_code == 200
    assert "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05" in answer.text
    assert ">Acknowledge</button>" in answer.text
    assert alert_of(desk).acknowledged_at is None
    assert journal(desk) == []


def test_sending_the_form_acknowledges_it_with_name_and_note(desk: OpenDesk) -> None:
    path = link(desk)
    form = {"token": token_of(path), "name": "Anna <b>", "note": "Called\r\nboth & wait."}
    answer = desk.client.post("/acknowledge", data=form, follow_redirects=True)
    assert answer.status_code == 200
    assert "by Anna &lt;b&gt;, by the link in the mail. Note: Called both &amp; wait." in answer.text
    assert "<form" not in answer.text
    assert alert_of(desk).acknowledged_note == "Called both & wait."
    assert journal(desk) == ["acknowledgement by Anna <b>, by the link in the mail"]


def test_who_gives_no_name_is_a_reader_of_the_channel(desk: OpenDesk) -> None:
    desk.client.post("/acknowledge", data={"token": token_of(link(desk))})
    assert alert_of(desk).acknowledged_by == "a reader of newsroom, by the link in the mail"


def test_a_used_link_says_who_was_first_and_keeps_nothing_more(desk: OpenDesk) -> None:
    form = {"token": token_of(link(desk))}
    desk.client.post("/acknowledge", data=form | {"name": "Anna"})
    second = desk.client.post("/acknowledge", data=form | {"name": "Boris", "note": "me too"})
    assert second.status_code == 409
    assert "by Anna, by the link in the mail. What you sent was not kept." in second.text
    assert "by Anna" in desk.client.get(link(desk)).text
    assert (alert_of(desk).acknowledged_note, len(journal(desk))) == (None, 1)


def test_an_expired_link_does_nothing_and_says_so(desk: OpenDesk) -> None:
    path = links(desk).acknowledge(alert_of(desk).id, clock.wall() - LASTS - timedelta(minutes=1))
    for answer in (desk.client.get(path), desk.client.post("/acknowledge", data={"token": token_of(path)})):
        assert answer.status_code == 410
        assert "This link has expired" in answer.text
    assert alert_of(desk).acknowledged_at is None


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 90, "A" * 5000])
def test_a_forged_link_does_nothing_and_says_so(desk: OpenDesk, token: str) -> None:
    for answer in (
        desk.client.get("/acknowledge", params={"token": token}),
        desk.client.post("/acknowledge", data={"token": token}),
    ):
        assert answer.status_code == 404
        assert "not one of ours" in answer.text
        assert answer.headers["content-type"].startswith("text/html")


def test_without_a_key_even_a_link_signed_with_nothing_is_forged(desk: OpenDesk) -> None:
    path = Links(b"", "", "newsroom").acknowledge(alert_of(desk).id, clock.wall())
    assert desk.client.get(path).status_code == 404


def test_a_link_whose_alert_or_channel_is_unknown_says_so(desk: OpenDesk) -> None:
    for path in (
        links(desk).acknowledge("nothing", clock.wall()),
        links(desk, "other").acknowledge(alert_of(desk).id, clock.wall()),
    ):
        assert desk.client.get(path).status_code == 404
        assert "not kept here" in desk.client.get(path).text


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"note": "x" * 501}, "500 characters"), ({"name": "A" * 61}, "60 characters")]
)
def test_what_is_too_long_is_shown_again_and_not_kept(
    desk: OpenDesk, fields: dict[str, str], sentence: str
) -> None:
    answer = desk.client.post("/acknowledge", data={"token": token_of(link(desk))} | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert next(iter(fields.values())) in answer.text
    assert alert_of(desk).acknowledged_at is None


def test_the_token_goes_to_no_other_site_no_cache_and_no_log(
    desk: OpenDesk, caplog: pytest.LogCaptureFixture
) -> None:
    listen(caplog)
    path = link(desk)
    shown = desk.client.get(path)
    used = desk.client.post("/acknowledge", data={"token": token_of(path)})
    again = desk.client.post("/acknowledge", data={"token": token_of(path)})
    for answer in (shown, used, again):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
    assert token_of(path) not in caplog.text
    assert "http" not in shown.text.replace(BASE, "").split("<main")[0]
