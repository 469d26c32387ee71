"""The signed links of mails: made by nobody without the key, good for one thing."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.link_keys import find_link_key, take_link_key
from alerts.links import (
    ACKNOWLEDGE,
    LASTS,
    UNSUBSCRIBE,
    BadLink,
    ExpiredLink,
    Links,
    read_acknowledge,
    read_token,
    read_unsubscribe,
    sign_token,
)
from tests.alerts.scenes import WALL

KEY = b"a key of this installation"
LINKS = Links(KEY, "https://desk.example", "newsroom")


def token_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["token"][0]


def test_an_alert_is_acknowledged_at_the_desk_for_thirty_days() -> None:
    url = LINKS.acknowledge("a1", WALL)
    assert url.startswith("https://desk.example/acknowledge?token=")
    assert read_acknowledge(KEY, token_of(url), WALL + LASTS) == ("a1", "newsroom")
    with pytest.raises(ExpiredLink, match="has expired; it worked for 30 days"):
        read_acknowledge(KEY, token_of(url), WALL + LASTS + timedelta(seconds=1))


def test_an_only_recipient_is_named_and_one_of_several_is_asked() -> None:
    alone, several = (
        LINKS.unsubscribe(["desk@example.org"]),
        LINKS.unsubscribe(["a@example.org", "b@example.org"]),
    )
    assert read_unsubscribe(KEY, token_of(alone)) == ("newsroom", "desk@example.org")
    assert read_unsubscribe(KEY, token_of(several)) == ("newsroom", None)


def test_a_link_for_one_thing_is_none_for_another() -> None:
    for token in (token_of(LINKS.acknowledge("a1", WALL)), sign_token(KEY, ACKNOWLEDGE, ["newsroom"])):
        with pytest.raises(BadLink):
            read_unsubscribe(KEY, token)
    with pytest.raises(BadLink):
        read_acknowledge(KEY, sign_token(KEY, UNSUBSCRIBE, ["a1", "newsroom", "9999999999"]), WALL)


def test_a_link_of_another_installation_is_none() -> None:
    with pytest.raises(BadLink, match="open it again from the mail"):
        read_acknowledge(b"another key", token_of(LINKS.acknowledge("a1", WALL)), WALL)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_token_with_any_byte_changed_is_none(at: int, change: int) -> None:
    token = sign_token(KEY, UNSUBSCRIBE, ["newsroom", "desk@example.org"])
    data = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    data[at % len(data)] ^= change
    with pytest.raises(BadLink):
        read_token(KEY, UNSUBSCRIBE, base64.urlsafe_b64encode(bytes(data)).decode())


@given(st.text(max_size=200))
def test_whatever_is_typed_is_none(text: str) -> None:
    with pytest.raises(BadLink):
        read_token(KEY, UNSUBSCRIBE, text)


@pytest.mark.parametrize("cut", [0, 1, 8, 16, 40])
def test_a_token_that_was_cut_is_none(cut: int) -> None:
    token = sign_token(KEY, UNSUBSCRIBE, ["newsroom", "desk@example.org"])
    with pytest.raises(BadLink):
        read_token(KEY, UNSUBSCRIBE, token[:cut])
    with pytest.raises(BadLink):
        read_token(KEY, UNSUBSCRIBE, token * 20)


def test_neither_key_nor_links_are_shown() -> None:
    assert "a key of" not in repr(LINKS)


def test_the_key_is_made_once_however_many_ask_for_it(engine: Engine) -> None:
    def take(_: int) -> bytes:
        with Session(engine) as session, session.begin():
            return take_link_key(session, WALL)

    with Session(engine) as session:
        assert find_link_key(session) is None
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(take, range(8)))
    with Session(engine) as session:
        assert keys == {find_link_key(session)}
    assert len(keys.pop()) >= 32
