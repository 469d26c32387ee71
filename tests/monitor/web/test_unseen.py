"""A character that nobody types and PostgreSQL takes nowhere: no id, no form, no kind of entry holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from starlette.types import ASGIApp

from monitor.db import writing
from monitor.settings import Settings
from monitor.web.app import create_app
from tests.builders import a_token, minutes_after
from tests.monitor.web.conftest import OpenDesk, Running
from tests.monitor.web.person import LOOPBACK, Person, an_account

ADMIN = "an-admin-token"


@pytest.fixture
def desk(postgres_engine: Engine, serve: Callable[[ASGIApp], Running], tmp_path: Path) -> Iterator[OpenDesk]:
    settings = Settings(home=tmp_path, base_url=LOOPBACK)
    app = create_app(settings, postgres_engine, lambda: minutes_after(120), lambda: True)
    desk = OpenDesk(serve(app).url, postgres_engine)
    with writing(postgres_engine) as session:
        a_token(session, ADMIN, "admin")
    yield desk
    desk.client.close()


def test_a_nul_in_an_address_is_a_malformed_id(desk: OpenDesk) -> None:
    asked = httpx.Headers({"Authorization": f"Bearer {ADMIN}", "If-Match": "*"})
    for noun in ("agreements", "sources", "channels", "rules"):
        path = f"/api/v1/{noun}/a%00b"
        for method in ("GET", "DELETE"):
            assert desk.client.request(method, path, headers=asked).status_code == 404
        assert desk.client.put(path, headers=asked, json={}).status_code == 404
    for path in ("alerts/%00", "deliveries/%00", "claims/%00", "statements/%00"):
        assert desk.client.get(f"/api/v1/{path}", headers=asked).status_code == 404
    for path in ("sources/%00/poll", "deliveries/%00/retry", "people/%00/disable", "tokens/%00/revoke"):
        assert desk.client.post(f"/api/v1/{path}", headers=asked).status_code == 404


def test_a_nul_in_a_form_is_dropped(desk: OpenDesk) -> None:
    an_account(desk)
    anna = Person(desk)
    assert anna.sign_in("An\0na").status_code == 303
    anna.open("/claims")
    assert anna.send("/views", {"name": "mine\0", "back": "/claims?stance=denial"}).status_code == 303


def test_a_nul_is_no_kind_of_entry(desk: OpenDesk) -> None:
    asked = {"Authorization": f"Bearer {ADMIN}"}
    assert desk.stranger("/api/v1/stream?follow=false&kind=%00", **asked).status_code == 422


def test_a_nul_in_a_reason_is_refused(desk: OpenDesk) -> None:
    channel = {"id": "desk", "kind": "email", "to": ["desk@example.org"]}
    assert desk.post("/api/v1/channels", ADMIN, json=channel).status_code == 201
    answer = desk.post("/api/v1/channels/desk/disable", ADMIN, json={"reason": "a\0b"})
    assert answer.status_code == 422
