"""The web server inside a process of ours."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from statistics import median

import pytest
from fastapi import FastAPI

from monitor.clock import monotonic
from workers.desk import DeskServer

HELD_BACK = 0.04


@pytest.fixture
def server() -> Iterator[DeskServer]:
    app = FastAPI()
    app.get("/")(lambda: "here")
    server = DeskServer("127.0.0.1", 0)
    server.start(app)
    yield server
    server.stop()


def test_an_answer_on_a_kept_connection_is_not_held_back_until_its_head_is_acknowledged(
    server: DeskServer,
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)

    def ask() -> float:
        begun = monotonic()
        connection.request("GET", "/")
        assert connection.getresponse().read() == b'"here"'
        return monotonic() - begun

    try:
        assert any(median(ask() for _ in range(9)) < HELD_BACK / 2 for _ in range(20))
    finally:
        connection.close()
