"""The one-time link: it makes the first administrator, once, and its key leaks nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from monitor.db import reading
from monitor.models import JournalEntry, User
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, PASSWORD, Person, a_first_key, an_account, listen


@pytest.fixture
def new_desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """Over plain HTTP, as on the operator's own machine, and without an account."""
    return make_desk(base_url=LOOPBACK)


def fill(key: str, name: str = "Anna", password: str = PASSWORD, again: str = PASSWORD) -> dict[str, str]:
    return {"key": key, "name": name, "password": password, "again": again}


def users(desk: OpenDesk) -> list[tuple[str, str]]:
    with reading(desk.engine) as session:
        return [(user.name, user.role) for user in session.exec(select(User)).all()]


def test_the_link_makes_an_administrator_who_is_signed_in(new_desk: OpenDesk) -> None:
    key, person = a_first_key(new_desk), Person(new_desk)
    assert "Make the first administrator" in person.open(f"/first?key={key}").text
    answer = person.send("/first", fill(key))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Anna</bdi>, admin" in person.open("/claims").text
    assert users(new_desk) == [("Anna", "admin")]


def test_the_link_works_once(new_desk: OpenDesk) -> None:
    key, person, late = a_first_key(new_desk), Person(new_desk), Person(new_desk)
    late.open(f"/first?key={key}")
    person.open(f"/first?key={key}")
    person.send("/first", fill(key))
    assert late.send("/first", fill(key, "Mallory")).status_code == 404
    assert late.open(f"/first?key={key}").status_code == 404
    assert late.session is None
    assert users(new_desk) == [("Anna", "admin")]


def test_looking_at_the_link_uses_nothing_up(new_desk: OpenDesk) -> None:
    key = a_first_key(new_desk)
    for _ in range(3):
        assert Person(new_desk).open(f"/first?key={key}").status_code == 200


@pytest.mark.parametrize("query", ["", "?key=", "?key=wrong", "?key=" + "x" * 4000, "?key=%00%ff"])
def test_no_other_address_makes_an_administrator(new_desk: OpenDesk, query: str) -> None:
    a_first_key(new_desk)
    answer = new_desk.stranger(f"/first{query}")
    assert answer.status_code == 404
    assert "prints a new one at each start" in answer.text


def test_an_account_made_elsewhere_voids_the_link(new_desk: OpenDesk) -> None:
    key = a_first_key(new_desk)
    an_account(new_desk)
    assert new_desk.stranger(f"/first?key={key}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"again": "another long word"}, "The two passwords differ"),
        ({"password": "short", "again": "short"}, "fewer than 12 characters"),
        ({"password": "x" * 201, "again": "x" * 201}, "more than 200 characters"),
        ({"name": "  "}, "The name is empty"),
        ({"name": "x" * 61}, "more than 60 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    new_desk: OpenDesk, changes: dict[str, str], sentence: str
) -> None:
    key, person = a_first_key(new_desk), Person(new_desk)
    person.open(f"/first?key={key}")
    answer = person.send("/first", fill(key) | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert changes.get("password", PASSWORD) not in answer.text
    assert users(new_desk) == []
    assert person.send("/first", fill(key)).status_code == 303


def test_the_key_is_sent_to_nobody_and_kept_nowhere(
    new_desk: OpenDesk, caplog: pytest.LogCaptureFixture
) -> None:
    listen(caplog)
    key, person = a_first_key(new_desk), Person(new_desk)
    pages = [person.open(f"/first?key={key}"), person.send("/first", fill(key)), person.open("/first?key=x")]
    for page in pages:
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
    with reading(new_desk.engine) as session:
        journal = str([entry.model_dump() for entry in session.exec(select(JournalEntry)).all()])
    for secret in (key, PASSWORD, person.session or "?", "argon2"):
        assert secret not in caplog.text
        assert secret not in journal
    assert "the one-time link" in journal


def test_until_then_every_page_says_how_to_begin(new_desk: OpenDesk) -> None:
    for path in ("/", "/claims", "/login"):
        answer = new_desk.stranger(path)
        assert answer.status_code == 401
        assert "No account exists yet" in answer.text
        assert "<form" not in answer.text
