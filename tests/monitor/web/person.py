"""A person at a browser without scripts: keeps cookies, fills in the forms that pages show."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from monitor.db import writing
from monitor.ledger.accounts import add_user, make_first_key
from monitor.ledger.passwords import hash_password
from monitor.models import User
from tests.builders import START
from tests.monitor.web.conftest import OpenDesk

PASSWORD = "a word long enough"
LOOPBACK = "http://127.0.0.1:8080"


class Person:
    """`open` shows a page; `send` posts a form with the key that the last page carried."""

    def __init__(self, desk: OpenDesk) -> None:
        self.client = httpx.Client(base_url=desk.url, verify=False, timeout=20)
        self.form_key = ""

    def open(self, path: str, **options: Any) -> httpx.Response:
        return self._read(self.client.get(path, **options))

    def send(self, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> httpx.Response:
        filled: dict[str, Any] = {"form_key": self.form_key} | dict(fields or {})
        return self._read(self.client.post(path, data=filled, headers=headers))

    def sign_in(self, name: str = "Anna", password: str = PASSWORD, **more: str) -> httpx.Response:
        self.open("/login")
        return self.send("/login", {"name": name, "password": password, **more})

    def sees_the_log(self) -> bool:
        return self.open("/claims").status_code == 200

    def take_cookie(self, session: str) -> None:
        """Carry this session from now on."""
        self.client.cookies.set("ceasewatch_session", session, domain="127.0.0.1", path="/")

    @property
    def session(self) -> str | None:
        return self.client.cookies.get("ceasewatch_session")

    def _read(self, answer: httpx.Response) -> httpx.Response:
        found = re.search(r'name="form_key" value="([^"]+)"', answer.text)
        self.form_key = found.group(1) if found else self.form_key
        return answer


def listen(caplog: pytest.LogCaptureFixture) -> None:
    """To all that the desk logs, and not to the test's own client."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.WARNING, logger=name)


def an_account(desk: OpenDesk, name: str = "Anna", role: str = "reviewer") -> User:
    """Somebody who may sign in with PASSWORD."""
    hashed = hash_password(PASSWORD)
    with writing(desk.engine) as session:
        return add_user(session, name, hashed, role, START, "user add")


def a_first_key(desk: OpenDesk) -> str:
    with writing(desk.engine) as session:
        key = make_first_key(session, START)
    assert key is not None
    return key
