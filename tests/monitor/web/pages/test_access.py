"""People, tokens, sessions and the audit log as pages: for administrators, but one's own sessions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.journal import append_entry
from monitor.models import DeskSession, Token, User
from tests.builders import a_token, minutes_after
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import LOOPBACK, PASSWORD, Person, an_account

PAGES = ("/people", "/tokens", "/audit", "/system")


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    desk = make_desk(base_url=LOOPBACK)
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
    return desk


@pytest.fixture
def anna(desk: OpenDesk) -> Person:
    """An administrator who is signed in."""
    an_account(desk, role="admin")
    person = Person(desk)
    person.sign_in()
    return person


def id_of(desk: OpenDesk, name: str) -> str:
    with reading(desk.engine) as session:
        return session.exec(select(User.id).where(User.name == name)).one()


def link_on(page: str) -> str:
    return html.unescape(re.findall(r"/password\?key=[^<]+", page)[0])


@pytest.mark.parametrize("page", PAGES)
def test_only_an_administrator_sees_it(desk: OpenDesk, anna: Person, page: str) -> None:
    assert anna.open(page).status_code == 200
    assert desk.get(page).status_code == 403
    assert desk.stranger(page).status_code == 401
    an_account(desk, "Ben", "reviewer")
    ben = Person(desk)
    ben.sign_in("Ben")
    answer = ben.open(page)
    assert answer.status_code == 403
    assert "for an administrator" in answer.text
    assert f'href="{page}"' not in ben.open("/claims").text


@pytest.mark.parametrize(
    "address",
    ["/people", "/people/x/role", "/people/x/disable", "/people/x/password", "/tokens", "/tokens/x/revoke"],
)
def test_no_order_is_taken_from_another_role_or_without_the_key(
    desk: OpenDesk, anna: Person, address: str
) -> None:
    fields = {"name": "Mallory", "role": "admin"}
    assert anna.send(address, fields | {"form_key": "wrong"}).status_code == 403
    assert desk.post(address, TOKEN, data=fields).status_code == 403
    an_account(desk, "Ben", "reviewer")
    ben = Person(desk)
    ben.sign_in("Ben")
    ben.open("/sessions")
    assert ben.send(address, fields).status_code == 403
    with reading(desk.engine) as session:
        assert len(session.exec(select(User)).all()) == 2
        assert len(session.exec(select(Token)).all()) == 1


def test_a_person_is_added_and_sets_a_password_by_the_link(desk: OpenDesk, anna: Person) -> None:
    anna.open("/people")
    page = anna.send("/people", {"name": "<b>Cara</b>", "role": "reviewer"}).text
    assert "<b>Cara" not in page
    link = link_on(page)
    assert link not in anna.open("/people").text
    assert "no password yet" in words(anna.open("/people").text)
    cara = Person(desk)
    shown = cara.open(link)
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    key = link.partition("=")[2]
    assert cara.send("/password", {"key": key, "password": PASSWORD, "again": "other"}).status_code == 422
    assert cara.send("/password", {"key": key, "password": "short", "again": "short"}).status_code == 422
    done = cara.send("/password", {"key": key, "password": PASSWORD, "again": PASSWORD}, Origin="null")
    assert done.status_code == 303
    assert cara.sees_the_log()
    assert Person(desk).open(link).status_code == 404
    assert Person(desk).sign_in("<b>Cara</b>").status_code == 303


def test_what_is_wrong_with_a_new_person_is_said(anna: Person) -> None:
    anna.open("/people")
    answer = anna.send("/people", {"name": "ANNA", "role": "viewer"})
    assert (answer.status_code, "is taken" in answer.text) == (422, True)
    assert anna.send("/people", {"name": "Ben", "role": "king"}).status_code == 422


def test_a_role_is_changed_and_an_account_disabled_and_enabled(desk: OpenDesk, anna: Person) -> None:
    an_account(desk, "Ben")
    ben, id = Person(desk), id_of(desk, "Ben")
    ben.sign_in("Ben")
    anna.open("/people")
    assert anna.send(f"/people/{id}/role", {"role": "viewer"}).status_code == 303
    assert "Ben</bdi>, viewer" in ben.open("/claims").text
    assert anna.send(f"/people/{id}/disable").status_code == 303
    assert not ben.sees_the_log()
    assert anna.send(f"/people/{id}/password").status_code == 404
    assert anna.send(f"/people/{id}/enable").status_code == 303
    assert ben.sign_in("Ben").status_code == 303
    assert anna.send("/people/nobody/disable").status_code == 404


def test_the_last_administrator_can_t_be_removed(desk: OpenDesk, anna: Person) -> None:
    anna.open("/people")
    for order, fields in (("disable", {}), ("role", {"role": "viewer"})):
        answer = anna.send(f"/people/{id_of(desk, 'Anna')}/{order}", fields)
        assert answer.status_code == 409
        assert "make another one first" in answer.text
    assert anna.open("/people").status_code == 200


def test_a_token_is_shown_once_and_opens_until_it_is_revoked(desk: OpenDesk, anna: Person) -> None:
    anna.open("/tokens")
    text = re.findall(r"<pre><code>([^<]+)", anna.send("/tokens", {"role": "viewer"}).text)[0]
    signed = {"Authorization": f"Bearer {text}"}
    assert desk.client.get("/claims", headers=signed).status_code == 200
    assert text not in anna.open("/tokens").text
    with reading(desk.engine) as session:
        token = session.exec(select(Token).where(Token.used_at.is_not(None))).one()  # type: ignore[union-attr]
    assert anna.send(f"/tokens/{token.id}/revoke").status_code == 303
    assert desk.client.get("/claims", headers=signed).status_code == 401
    assert "revoked" in words(anna.open("/tokens").text)
    assert anna.send("/tokens/nobody/revoke").status_code == 404
    kinds = words(anna.open("/audit?kind=token").text)
    assert all(f"action: {action}" in kinds for action in ("create", "first use", "revoke"))


def test_one_signs_out_elsewhere_and_of_nobody_else(desk: OpenDesk, anna: Person) -> None:
    an_account(desk, "Ben", "viewer")
    ben, there, third = Person(desk), Person(desk), Person(desk)
    for person in (ben, there, third):
        person.sign_in("Ben")
    with reading(desk.engine) as session:
        annas = session.exec(select(DeskSession.id).where(DeskSession.user_id == id_of(desk, "Anna"))).one()
    page = ben.open("/sessions").text
    assert (page.count("This one"), page.count("Elsewhere"), annas in page) == (1, 2, False)
    assert ben.send("/sessions", {"session": annas}).status_code == 303
    assert anna.sees_the_log()
    ben.send("/sessions", {"session": re.findall(r'name="session" value="([^"]+)"', page)[0]})
    assert sorted([there.sees_the_log(), third.sees_the_log()]) == [False, True]
    ben.send("/sessions")
    assert [person.sees_the_log() for person in (ben, there, third)] == [True, False, False]
    assert desk.get("/sessions").status_code == 403


def test_the_journal_is_filtered_and_paged(desk: OpenDesk, anna: Person) -> None:
    with writing(desk.engine) as session:
        for number in range(150):
            append_entry(
                session,
                kind="review",
                subject=f"claim:{number}",
                actor="Ben <script>",
                now=minutes_after(number),
                details={"verdict": "confirmed"},
            )
    first = anna.open("/audit?kind=review&actor=Ben+%3Cscript%3E").text
    assert (first.count("claim:"), "<script>" in first) == (100, False)
    later = anna.open(html.unescape(re.findall(r'href="(/audit[^"]+)" rel="next"', first)[0])).text
    assert (later.count("claim:"), "claim:49" in later, "claim:50" in later) == (50, True, False)
    assert anna.open("/audit?subject=claim:14").text.count("claim:14") == 12  # 14, 140 to 149; the field too
    assert "claim:3<" in anna.open("/audit?kind=review&to=2020-10-10T08:04:00Z").text
    assert "claim:4<" not in anna.open("/audit?kind=review&to=2020-10-10T08:04:00Z").text
    assert anna.open("/audit?kind=review&actor=").headers["Location"] == "/audit?kind=review"
    assert "No entry matches" in anna.open("/audit?actor=nobody").text
    for wrong in ("cursor=x", "from=yesterday", "colour=red", "cursor=-1"):
        assert anna.open(f"/audit?{wrong}").status_code == 422


def test_a_disabled_person_s_link_and_a_made_up_one_lead_nowhere(desk: OpenDesk, anna: Person) -> None:
    for query in ("", "?key=", "?key=x", "?key=" + "x" * 999):
        answer = Person(desk).open(f"/password{query}")
        assert (answer.status_code, "An administrator makes a new one" in answer.text) == (404, True)
