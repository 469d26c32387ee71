"""People, tokens, journal and system over the API: all that their pages do, for administrators' tokens."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from monitor.db import writing
from monitor.web.api.access_forms import (
    JournalForm,
    LinkForm,
    MadeTokenForm,
    PeopleForm,
    SystemForm,
    TokensForm,
)
from tests.builders import a_token
from tests.monitor.web.conftest import EDITOR, TOKEN, OpenDesk
from tests.monitor.web.person import Person, an_account

ADMIN = "an-administrators-token"
READ = ("/api/v1/people", "/api/v1/tokens", "/api/v1/journal", "/api/v1/system")


@pytest.fixture
def desk(desk: OpenDesk) -> OpenDesk:
    with writing(desk.engine) as session:
        a_token(session, ADMIN, "admin")
    return desk


def get(desk: OpenDesk, path: str) -> Any:
    answer = desk.get(path, {"Authorization": f"Bearer {ADMIN}"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def post(desk: OpenDesk, path: str, body: object = None) -> httpx.Response:
    return desk.post(path, token=ADMIN, json=body)


@pytest.mark.parametrize("path", READ)
def test_only_an_administrator_reads_it(desk: OpenDesk, path: str) -> None:
    assert desk.get(path).status_code == 403
    assert desk.get(path, {"Authorization": f"Bearer {EDITOR}"}).status_code == 403
    assert desk.stranger(path).status_code == 401
    get(desk, path)


@pytest.mark.parametrize(
    "path", ["/api/v1/people", "/api/v1/tokens", "/api/v1/people/x/disable", "/api/v1/tokens/x/revoke"]
)
def test_only_an_administrator_orders_it(desk: OpenDesk, path: str) -> None:
    body = {"name": "Ben", "role": "admin"} if path.endswith("people") else {"role": "admin"}
    assert desk.post(path, token=EDITOR, json=body).status_code == 403
    assert desk.post(path, token=TOKEN, json=body).status_code == 403


def test_a_signed_in_administrator_without_a_form_key_orders_nothing(desk: OpenDesk) -> None:
    an_account(desk, role="admin")
    anna = Person(desk)
    anna.sign_in()
    answer = anna.client.post("/api/v1/tokens", json={"role": "admin"})
    assert answer.status_code == 401


def test_a_person_is_added_and_their_link_is_told_once(desk: OpenDesk) -> None:
    an_account(desk, role="admin")
    answer = post(desk, "/api/v1/people", {"name": "Ben", "role": "viewer"})
    assert answer.status_code == 201
    made = LinkForm.model_validate(answer.json())
    assert made.link.startswith("https://desk.example/password?key=")
    people = get(desk, "/api/v1/people")
    PeopleForm.model_validate(people)
    assert {person["name"]: person["has_password"] for person in people["items"]} == {
        "Anna": True,
        "Ben": False,
    }
    assert made.link.partition("=")[2] not in str(people)
    again = post(desk, f"/api/v1/people/{made.person.id}/password").json()
    assert again["link"] != made.link


def test_roles_change_and_people_are_kept_out_and_let_in(desk: OpenDesk) -> None:
    an_account(desk, role="admin")
    id = post(desk, "/api/v1/people", {"name": "Ben", "role": "viewer"}).json()["person"]["id"]
    assert post(desk, f"/api/v1/people/{id}/role", {"role": "reviewer"}).json()["role"] == "reviewer"
    assert post(desk, f"/api/v1/people/{id}/disable").json()["disabled_at"] is not None
    assert post(desk, f"/api/v1/people/{id}/enable").json()["disabled_at"] is None


def test_the_last_administrator_stays(desk: OpenDesk) -> None:
    an_account(desk, role="admin")
    (anna,) = get(desk, "/api/v1/people")["items"]
    assert post(desk, f"/api/v1/people/{anna['id']}/disable").status_code == 409
    assert post(desk, f"/api/v1/people/{anna['id']}/role", {"role": "viewer"}).status_code == 409


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/people", {"name": "Anna", "role": "viewer"}, 422),
        ("/api/v1/people", {"name": "Ben", "role": "king"}, 422),
        ("/api/v1/people", {"name": "Ben", "role": "viewer", "extra": 1}, 422),
        ("/api/v1/people", {"name": " ", "role": "viewer"}, 422),
        ("/api/v1/people/nobody/role", {"role": "viewer"}, 404),
        ("/api/v1/people/nobody/password", None, 404),
        ("/api/v1/tokens", {"role": "king"}, 422),
        ("/api/v1/tokens/none/revoke", None, 404),
    ],
)
def test_what_can_not_be_done_is_said(desk: OpenDesk, path: str, body: object, status: int) -> None:
    an_account(desk, role="admin")
    answer = post(desk, path, body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_is_made_works_and_is_revoked(desk: OpenDesk) -> None:
    answer = post(desk, "/api/v1/tokens", {"role": "viewer"})
    assert answer.status_code == 201
    made = MadeTokenForm.model_validate(answer.json())
    bearer = {"Authorization": f"Bearer {made.token}"}
    assert desk.stranger("/api/v1/claims", **bearer).status_code == 200
    listed = get(desk, "/api/v1/tokens")
    TokensForm.model_validate(listed)
    assert made.token not in str(listed)
    assert post(desk, f"/api/v1/tokens/{made.id}/revoke").json()["revoked_at"] is not None
    assert desk.stranger("/api/v1/claims", **bearer).status_code == 401


def test_the_journal_has_what_was_ordered_and_by_whom(desk: OpenDesk) -> None:
    post(desk, "/api/v1/tokens", {"role": "viewer"})
    page = get(desk, "/api/v1/journal?kind=token&limit=1")
    JournalForm.model_validate(page)
    (entry,) = page["items"]
    assert entry["actor"].startswith("token:")
    older = get(desk, f"/api/v1/journal?kind=token&cursor={page['next']}")["items"]
    assert all(each["number"] < entry["number"] for each in older)
    assert desk.get("/api/v1/journal?from=soon", {"Authorization": f"Bearer {ADMIN}"}).status_code == 422


def test_the_system_says_what_doctor_says(desk: OpenDesk) -> None:
    found = get(desk, "/api/v1/system")
    SystemForm.model_validate(found)
    states = {check["part"]: check["state"] for check in found["checks"]}
    assert (states["database"], states["mail"], found["ok"]) == ("ok", "note", True)
