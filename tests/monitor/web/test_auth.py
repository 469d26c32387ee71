"""Who may look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.tokens import UnknownRole, find_token, make_token
from monitor.models import Token
from tests.builders import START, a_token
from tests.monitor.web.conftest import OpenDesk


def test_the_api_asks_a_stranger_for_a_token(desk: OpenDesk) -> None:
    answer = desk.stranger("/api/v1/claims")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 401
    assert "ceasewatch token create" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/claims", "/claims/abc", "/login"])
def test_a_page_tells_a_stranger_how_to_get_in(desk: OpenDesk, path: str) -> None:
    answer = desk.stranger(path)
    assert answer.status_code == 401
    assert "You are signed out" in answer.text
    assert "ceasewatch token create --role viewer" in answer.text
    assert "<form" not in answer.text


@pytest.mark.parametrize("given", ["Bearer wrong", "Basic YTpi", "Bearer " + "x" * 999, "nonsense"])
def test_an_unknown_token_opens_nothing(desk: OpenDesk, given: str) -> None:
    assert desk.stranger("/api/v1/claims", Authorization=given).status_code == 401


def test_a_token_with_letters_beyond_ascii_opens_nothing(desk: OpenDesk) -> None:
    answer = desk.client.get("/api/v1/claims", headers=[(b"Authorization", "Bearer жé".encode())])
    assert answer.status_code == 401


def test_a_token_opens_api_and_pages(desk: OpenDesk) -> None:
    assert desk.get("/api/v1/claims").status_code == 200
    assert desk.get("/claims").status_code == 200


def test_a_revoked_token_opens_nothing(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_token(session, "old", revoked_at=START)
    assert desk.stranger("/api/v1/claims", Authorization="Bearer old").status_code == 401


def test_the_last_use_is_noted_at_most_once_a_minute(desk: OpenDesk) -> None:
    def last_use() -> object:
        with reading(desk.engine) as session:
            return session.exec(select(Token.used_at).where(Token.role == "viewer")).one()

    desk.get("/api/v1/claims")
    first = last_use()
    assert first is not None
    desk.get("/api/v1/claims")
    assert last_use() == first
    long_ago = clock.wall() - timedelta(minutes=2)
    with writing(desk.engine) as session:
        session.exec(select(Token).where(Token.role == "viewer")).one().used_at = long_ago
    desk.get("/api/v1/claims")
    assert last_use() > long_ago  # type: ignore[operator]


def test_a_desk_that_is_open_to_read_lets_anybody_look(make_desk: Callable[..., OpenDesk]) -> None:
    desk = make_desk(open_to_read=True)
    assert desk.stranger("/api/v1/claims").status_code == 200
    assert desk.stranger("/claims").status_code == 200


def test_a_made_token_is_kept_only_as_its_hash(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        text = make_token(session, "reviewer", START, "token create")
        other = make_token(session, "reviewer", START, "token create")
    assert text != other
    assert len(text) >= 40
    with reading(desk.engine) as session:
        found = find_token(session, text)
        assert found is not None
        assert found.role == "reviewer"
        assert text not in str(found.model_dump())


def test_a_role_that_does_not_exist_is_refused_by_name(desk: OpenDesk) -> None:
    with writing(desk.engine) as session, pytest.raises(UnknownRole, match="'king'"):
        make_token(session, "king", START, "token create")
