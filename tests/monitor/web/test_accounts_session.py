"""Signing in and out: sessions, cookies, where one lands, how often one may try."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.throttling import PER_NAME
from monitor.models import DeskSession, JournalEntry, User
from monitor.web.pages.login_form import local_path
from tests.builders import START, a_token
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.person import LOOPBACK, PASSWORD, Person, an_account, listen


@pytest.fixture
def anna_desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """A desk over plain HTTP where Anna, a reviewer, has an account."""
    desk = make_desk(base_url=LOOPBACK)
    an_account(desk)
    return desk


@pytest.fixture
def person(anna_desk: OpenDesk) -> Person:
    return Person(anna_desk)


def test_a_name_and_its_password_open_the_desk(person: Person) -> None:
    assert not person.sees_the_log()
    assert person.sign_in("ANNA").status_code == 303
    page = person.open("/claims")
    assert page.status_code == 200
    assert "Anna</bdi>, reviewer" in page.text
    assert "Sign out" in page.text


@pytest.mark.parametrize(
    ("name", "password"), [("Anna", "a word long enougH"), ("Ben", PASSWORD), ("", ""), ("a\x00", "\x00")]
)
def test_a_wrong_pair_opens_nothing_and_does_not_say_which_half(
    person: Person, name: str, password: str
) -> None:
    answer = person.sign_in(name, password)
    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert PASSWORD not in answer.text
    assert person.session is None
    assert not person.sees_the_log()


def test_the_page_that_was_asked_for_is_where_one_lands(person: Person) -> None:
    asked = person.open("/claims?q=%D5%84&stance=denial")
    assert asked.status_code == 401
    assert 'name="next" value="/claims?q=%D5%84&amp;stance=denial"' in asked.text
    assert person.sign_in(next="/claims?q=%D5%84").headers["Location"] == "/claims?q=%D5%84"
    assert person.open("/login?next=/claims/1").headers["Location"] == "/claims/1"


@pytest.mark.parametrize(
    "foreign",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example"),
        *(
            "javascript:alert(1)",
            "evil.example",
            " //evil.example",
            "/ok\r\nX: y",
            "",
            "/é",
            "/" + "x" * 9999,
        ),
        *("/login?next=/login", "/logout", "/first?key=x"),
    ],
)
def test_no_address_leads_anywhere_else(person: Person, foreign: str) -> None:
    assert local_path(foreign) == "/"
    assert person.sign_in(next=foreign).headers["Location"] == "/"


def test_a_session_that_was_planted_beforehand_opens_nothing(person: Person, anna_desk: OpenDesk) -> None:
    person.take_cookie("planted-by-somebody-else")
    assert person.sign_in().status_code == 303
    assert person.sees_the_log()
    assert person.session != "planted-by-somebody-else"
    planter = Person(anna_desk)
    planter.take_cookie("planted-by-somebody-else")
    assert not planter.sees_the_log()


def test_signing_in_ends_the_session_that_the_browser_had(person: Person, anna_desk: OpenDesk) -> None:
    planter = Person(anna_desk)
    planter.sign_in()
    person.open("/login")
    person.take_cookie(planter.session or "")
    assert person.send("/login", {"name": "Anna", "password": PASSWORD}).status_code == 303
    assert person.session != planter.session
    assert person.sees_the_log()
    assert not planter.sees_the_log()
    with reading(anna_desk.engine) as session:
        assert len(session.exec(select(DeskSession)).all()) == 1


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(
    person: Person, anna_desk: OpenDesk
) -> None:
    person.sign_in()
    thief = Person(anna_desk)
    thief.take_cookie(person.session or "")
    person.open("/claims")
    assert person.send("/logout").headers["Location"] == "/login"
    assert person.session is None
    assert not person.sees_the_log()
    assert not thief.sees_the_log()


def test_who_is_disabled_is_out_at_once(person: Person, anna_desk: OpenDesk) -> None:
    person.sign_in()
    with writing(anna_desk.engine) as session:
        session.exec(select(User)).one().disabled_at = START
    assert not person.sees_the_log()
    assert person.sign_in().status_code == 401


def test_the_api_may_be_read_with_a_session_and_a_token_counts_before_it(
    person: Person, anna_desk: OpenDesk
) -> None:
    with writing(anna_desk.engine) as session:
        a_token(session, TOKEN)
    assert person.open("/api/v1/claims").status_code == 401
    person.sign_in()
    assert person.open("/api/v1/claims").status_code == 200
    assert person.open("/api/v1/claims", headers={"Authorization": "Bearer wrong"}).status_code == 401
    page = person.open("/claims", headers={"Authorization": f"Bearer {TOKEN}"})
    assert page.status_code == 200
    assert "Anna" not in page.text


def cookies_of(desk: OpenDesk) -> dict[str, dict[str, str]]:
    """What the desk sets when somebody opens the form and signs in, by name."""
    an_account(desk, "Cora")
    person = Person(desk)
    form = person.open("/login")
    jar = SimpleCookie(form.headers["Set-Cookie"])
    sent = {"Cookie": "; ".join(f"{name}={each.value}" for name, each in jar.items())}
    answer = person.send("/login", {"name": "Cora", "password": PASSWORD}, **sent)
    jar.load(answer.headers["Set-Cookie"])
    return {name: dict(each.items()) for name, each in jar.items()}


def test_cookies_are_bound_to_https_and_the_host(make_desk: Callable[..., OpenDesk]) -> None:
    cookies = cookies_of(make_desk(base_url="https://desk.example"))
    assert set(cookies) == {"__Host-ceasewatch_session", "__Host-ceasewatch_form"}
    for flags in cookies.values():
        assert (flags["httponly"], flags["secure"], flags["samesite"]) == (True, True, "lax")
        assert (flags["path"], flags["domain"]) == ("/", "")
    assert cookies["__Host-ceasewatch_session"]["max-age"] == str(14 * 86400)
    assert cookies["__Host-ceasewatch_form"]["max-age"] == ""


def test_over_plain_http_cookies_still_work_and_stay_out_of_scripts(anna_desk: OpenDesk) -> None:
    cookies = cookies_of(anna_desk)
    assert set(cookies) == {"ceasewatch_session", "ceasewatch_form"}
    for flags in cookies.values():
        assert (flags["httponly"], flags["secure"], flags["samesite"]) == (True, "", "lax")


def test_too_many_tries_close_the_name_for_a_while(person: Person, anna_desk: OpenDesk) -> None:
    signed_in = Person(anna_desk)
    signed_in.sign_in()
    for _ in range(PER_NAME):
        assert person.sign_in(password="wrong").status_code == 401
    answer = person.sign_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Too many tries" in answer.text
    assert person.session is None
    assert signed_in.sees_the_log()


def test_neither_log_nor_journal_learns_a_secret(
    person: Person, anna_desk: OpenDesk, caplog: pytest.LogCaptureFixture
) -> None:
    listen(caplog)
    for _ in range(PER_NAME + 1):
        person.sign_in("typed-into-the-wrong-field", PASSWORD)
    person.sign_in()
    with reading(anna_desk.engine) as session:
        entries = session.exec(select(JournalEntry)).all()
    assert [entry.kind for entry in entries] == ["account", *["sign_in_failed"] * 4, "sign_in"]
    for secret in (PASSWORD, "typed-into-the-wrong-field", person.session or "?", "argon2"):
        assert secret not in caplog.text
        assert secret not in str([entry.model_dump() for entry in entries])
    assert "too many tries from 127.0.0.1" in caplog.text
