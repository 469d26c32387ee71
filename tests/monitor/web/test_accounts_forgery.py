"""Nothing is changed by a form that stood anywhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from monitor.db import reading
from monitor.models import DeskSession, User
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, PASSWORD, Person, a_first_key, an_account

PAIR = {"name": "Anna", "password": PASSWORD}


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    desk = make_desk(base_url=LOOPBACK)
    an_account(desk)
    return desk


@pytest.fixture
def person(desk: OpenDesk) -> Person:
    """With the form to sign in before them."""
    person = Person(desk)
    person.open("/login")
    return person


def test_a_form_without_its_key_or_with_another_is_refused(person: Person, desk: OpenDesk) -> None:
    elsewhere = Person(desk)
    elsewhere.open("/login")
    for key in ("", "wrong", "é", elsewhere.form_key):
        answer = person.send("/login", PAIR | {"form_key": key})
        assert answer.status_code == 403
        assert "open it again" in answer.text
    assert person.session is None


def test_a_form_without_its_cookie_is_refused(person: Person) -> None:
    person.client.cookies.clear()
    assert person.send("/login", PAIR).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": LOOPBACK},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Origin": "["},
    ],
)
def test_a_form_that_stood_elsewhere_is_refused_even_with_its_key(
    person: Person, headers: dict[str, str]
) -> None:
    assert person.send("/login", PAIR, **headers).status_code == 403
    assert person.session is None


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": LOOPBACK}, {"Origin": "own"}]
)
def test_a_form_of_the_desk_is_taken(person: Person, desk: OpenDesk, headers: dict[str, str]) -> None:
    sent = {name: desk.url if value == "own" else value for name, value in headers.items()}
    assert person.send("/login", PAIR, **sent).status_code == 303


def test_nobody_is_signed_out_by_another_page(person: Person, desk: OpenDesk) -> None:
    strangers_key = person.form_key
    person.send("/login", PAIR)
    for headers in ({}, {"Sec-Fetch-Site": "same-origin"}):
        assert person.send("/logout", {"form_key": strangers_key}, **headers).status_code == 403
    person.open("/claims")
    assert person.send("/logout", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert person.sees_the_log()


def test_the_page_of_the_one_time_link_sends_no_origin_and_is_taken(
    make_desk: Callable[..., OpenDesk],
) -> None:
    desk = make_desk(base_url=LOOPBACK)
    key, person = a_first_key(desk), Person(desk)
    person.open(f"/first?key={key}")
    form = {"key": key, "again": PASSWORD} | PAIR
    assert person.send("/first", form | {"form_key": "wrong"}, Origin="null").status_code == 403
    assert person.send("/first", form, Origin="https://evil.example").status_code == 403
    with reading(desk.engine) as session:
        assert session.exec(select(User)).all() == []
    assert person.send("/first", form, Origin="null").status_code == 303


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"name=Anna", "text/plain", 415),
        (b"name=" + b"x" * 17_000, "application/x-www-form-urlencoded", 413),
        (b"&".join([b"a=1"] * 30), "application/x-www-form-urlencoded", 400),
        ("name=é".encode(), "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_is_refused_with_its_reason(
    person: Person, desk: OpenDesk, body: bytes, media_type: str, status: int
) -> None:
    answer = person.client.post("/login", content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    with reading(desk.engine) as session:
        assert session.exec(select(DeskSession)).all() == []


def test_signing_out_is_no_link(person: Person) -> None:
    assert person.open("/logout").status_code == 405
