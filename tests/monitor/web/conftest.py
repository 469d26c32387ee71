"""A desk on a real port, and a client that is signed in."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from starlette.types import ASGIApp

from monitor.clock import wall
from monitor.db import open_engine, writing
from monitor.models import Claim
from monitor.settings import Settings
from monitor.web.app import create_app
from tests.builders import a_heartbeat, a_published_claim, a_token, minutes_after
from tests.monitor.web.browsers import PROGRAM
from tests.servers import wait_until

FILLED_UNTIL = datetime(2020, 10, 12, 0, 0, tzinfo=UTC)
TOKEN = "a-viewer-token"
EDITOR = "a-reviewer-token"


class Running:
    """An ASGI application behind a real socket on loopback."""

    def __init__(self, app: ASGIApp) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def start(self) -> None:
        self._thread.start()
        wait_until(lambda: self._server.started)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()


@pytest.fixture
def serve() -> Iterator[Callable[[ASGIApp], Running]]:
    """Starts applications, each on a port of its own."""
    running: list[Running] = []

    def start(app: ASGIApp) -> Running:
        running.append(Running(app))
        running[-1].start()
        return running[-1]

    yield start
    for each in running:
        each.stop()


@dataclass
class OpenDesk:
    """A running desk; `get` and `page` are signed in, `stranger` and `client` are not."""

    url: str
    engine: Engine
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        # Plain HTTP only: reading the machine's certificates would take longer than most tests.
        self.client = httpx.Client(base_url=self.url, verify=False, timeout=20)

    def get(self, path: str, headers: Mapping[str, str] | None = None, **options: Any) -> httpx.Response:
        signed = {"Authorization": f"Bearer {TOKEN}", **(headers or {})}
        return self.client.get(path, headers=signed, **options)

    def post(self, path: str, token: str = EDITOR, **options: Any) -> httpx.Response:
        return self.client.post(path, headers={"Authorization": f"Bearer {token}"}, **options)

    def page(self, path: str) -> str:
        answer = self.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def stranger(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=headers)

    def claim(self, *args: Any, **columns: Any) -> Claim:
        """A published claim, committed."""
        with writing(self.engine) as session:
            return a_published_claim(session, *args, **columns)


@pytest.fixture
def make_desk(
    sqlite_engine: Engine, serve: Callable[[ASGIApp], Running], tmp_path: Path
) -> Iterator[Callable[..., OpenDesk]]:
    desks: list[OpenDesk] = []

    def start(**options: Any) -> OpenDesk:
        base_url = options.pop("base_url", "https://desk.example")
        settings = Settings(home=tmp_path, base_url=base_url, **options.pop("settings", {}))
        probe = options.pop("queue_probe", lambda: True)
        app = create_app(settings, sqlite_engine, lambda: minutes_after(120), probe, **options)
        desks.append(OpenDesk(serve(app).url, sqlite_engine))
        return desks[-1]

    yield start
    for desk in desks:
        desk.client.close()


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """A desk whose tokens are known."""
    desk = make_desk()
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
        a_token(session, EDITOR, "reviewer")
    return desk


@pytest.fixture
def show_copy(serve: Callable[[ASGIApp], Running], tmp_path: Path) -> Iterator[Callable[..., OpenDesk]]:
    """Opens a desk over a copy of a SQLite file; its time stands."""
    desks: list[OpenDesk] = []

    def start(database: Path, now: datetime) -> OpenDesk:
        path = tmp_path / f"copy-{len(desks)}.sqlite3"
        shutil.copyfile(database, path)
        engine = open_engine(f"sqlite:///{path}")
        with writing(engine) as session:
            a_heartbeat(session, wall())
        settings = Settings(home=tmp_path, base_url="http://127.0.0.1:8080")
        desks.append(OpenDesk(serve(create_app(settings, engine, lambda: now, lambda: True)).url, engine))
        return desks[-1]

    yield start
    for desk in desks:
        desk.client.close()
        desk.engine.dispose()


@pytest.fixture
def filled_desk(filled_template: Path, show_copy: Callable[..., OpenDesk]) -> OpenDesk:
    """A desk a few hours after the demonstration's end, with all that it left."""
    return show_copy(filled_template, FILLED_UNTIL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield browser
        browser.close()
