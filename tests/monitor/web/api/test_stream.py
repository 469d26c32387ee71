"""The journal as server-sent events: in order, from where one left off, until one signs out."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from monitor.db import writing
from monitor.ledger.journal import append_entry
from monitor.ledger.people import change_role
from monitor.web import listening
from monitor.web.visitor import Visitor
from tests.builders import a_token, minutes_after
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.person import LOOPBACK, Person, an_account
from tests.servers import wait_until


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk], monkeypatch: pytest.MonkeyPatch) -> OpenDesk:
    monkeypatch.setattr(listening, "LOOKS_EVERY", 0.05)
    desk = make_desk(base_url=LOOPBACK)
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
        a_token(session, "an-admin-token", "admin")
    return desk


def note(desk: OpenDesk, kind: str = "reading", **details: Any) -> None:
    with writing(desk.engine) as session:
        append_entry(
            session,
            kind=kind,
            subject="a-statement",
            actor="classifier",
            now=minutes_after(9),
            details=details,
        )


def events(text: str) -> list[dict[str, str]]:
    blocks = [block for block in text.split("\n\n") if "event: " in block]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def told(desk: OpenDesk, query: str = "after=0", token: str = TOKEN, **headers: str) -> list[dict[str, str]]:
    """What is there now."""
    signed = {"Authorization": f"Bearer {token}", **headers}
    answer = desk.client.get(f"/api/v1/stream?follow=false&{query}", headers=signed)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    return events(answer.text)


class Ear:
    """Somebody who listens, in a thread of their own."""

    def __init__(self, client: httpx.Client, path: str, headers: dict[str, str]) -> None:
        self.lines: list[str] = []
        self.status = 0
        self.is_over = False
        self._thread = threading.Thread(target=self._listen, args=(client, path, headers), daemon=True)
        self._thread.start()

    def _listen(self, client: httpx.Client, path: str, headers: dict[str, str]) -> None:
        with suppress(httpx.HTTPError), client.stream("GET", path, headers=headers) as answer:
            self.status = answer.status_code
            for line in answer.iter_lines():
                self.lines.append(line)
        self.is_over = True

    def heard(self, words: str) -> bool:
        return any(words in line for line in self.lines)


@pytest.fixture
def listen(desk: OpenDesk) -> Iterator[Callable[..., Ear]]:
    clients: list[httpx.Client] = []

    def start(path: str = "/api/v1/stream", token: str = TOKEN, cookie: str = "") -> Ear:
        clients.append(httpx.Client(base_url=desk.url, verify=False, timeout=20))
        headers = (
            {"Cookie": f"ceasewatch_session={cookie}"} if cookie else {"Authorization": f"Bearer {token}"}
        )
        ear = Ear(clients[-1], path, headers)
        wait_until(lambda: ear.lines != [] or ear.is_over)
        return ear

    yield start
    for client in clients:
        client.close()


def test_entries_come_in_the_order_of_the_journal_with_their_numbers(desk: OpenDesk) -> None:
    note(desk, new=["one"])
    note(desk, "withdrawal")
    found = told(desk)
    assert [(each["id"], each["event"]) for each in found] == [("1", "reading"), ("2", "withdrawal")]
    data = json.loads(found[0]["data"])
    assert data["details"] == {"new": ["one"]}
    assert data["at"] == "2020-10-10T08:09:00+00:00"


def test_one_goes_on_after_the_last_event_that_was_received(desk: OpenDesk) -> None:
    for _ in range(3):
        note(desk)
    assert [each["id"] for each in told(desk, "after=2")] == ["3"]
    assert [each["id"] for each in told(desk, "after=0", **{"Last-Event-ID": "1"})] == ["2", "3"]
    assert told(desk, "") == []


def test_only_administrators_hear_of_sign_ins_and_configuration(desk: OpenDesk) -> None:
    note(desk, "sign_in")
    note(desk)
    assert [each["event"] for each in told(desk)] == ["reading"]
    assert [each["event"] for each in told(desk, token="an-admin-token")][:2] == ["sign_in", "reading"]
    assert desk.get("/api/v1/stream?kind=sign_in").status_code == 403


def test_who_listens_hears_of_what_happens(desk: OpenDesk, listen: Callable[..., Ear]) -> None:
    ear = listen()
    note(desk, new=["later"])
    wait_until(lambda: ear.heard("later"))
    assert ear.lines[0] == "retry: 3000"


def test_in_silence_a_comment_tells_that_the_desk_is_there(
    desk: OpenDesk, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "BEAT", 0.1)
    ear = listen()
    wait_until(lambda: ear.heard(": here"))


def test_it_ends_when_the_listener_signs_out(desk: OpenDesk, listen: Callable[..., Ear]) -> None:
    an_account(desk)
    anna = Person(desk)
    anna.sign_in()
    ear = listen(cookie=anna.session or "")
    assert ear.status == 200
    anna.open("/claims")
    anna.send("/logout")
    wait_until(lambda: ear.is_over)
    assert ear.heard("event: end")


def test_who_is_an_administrator_no_longer_hears_no_more_of_what_is_theirs(
    desk: OpenDesk, listen: Callable[..., Ear]
) -> None:
    an_account(desk, "Olga", "admin")
    anna = an_account(desk, "Anna", "admin")
    person = Person(desk)
    person.sign_in()
    ear = listen(cookie=person.session or "")
    with writing(desk.engine) as session:
        change_role(session, anna.id, "viewer", minutes_after(5), "Olga")
    note(desk, "sign_in", name="Olga")
    wait_until(lambda: ear.is_over)
    assert ear.heard("event: end")
    assert not ear.heard("Olga")


def test_who_goes_before_the_answer_begins_leaves_no_place_taken() -> None:
    async def look() -> int:
        return 0

    async def come_and_go() -> None:
        all_of_them = listening.Listening(look)
        for _ in range(listening.MOST_EACH + 1):
            all_of_them.enter(Visitor("viewer", token_id="one"))

    asyncio.run(come_and_go())


def test_a_stranger_hears_nothing(desk: OpenDesk) -> None:
    assert desk.stranger("/api/v1/stream").status_code == 401


def test_nobody_holds_more_connections_than_their_share(
    desk: OpenDesk, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_EACH", 2)
    for _ in range(2):
        listen()
    refused = desk.get("/api/v1/stream")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "30"
    assert listen(token="an-admin-token").status == 200


def test_a_place_is_free_again_when_a_listener_goes(
    desk: OpenDesk, listen: Callable[..., Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST", 1)
    monkeypatch.setattr(listening, "BEAT", 0.1)
    with desk.client.stream("GET", "/api/v1/stream", headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert answer.status_code == 200
        assert desk.get("/api/v1/stream").status_code == 503
    wait_until(lambda: listen().status == 200)
