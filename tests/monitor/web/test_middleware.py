"""What holds for every answer: inert text, known hosts, bounded requests, an id for a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from monitor.db import writing
from monitor.web.middleware import DeskRules
from tests.monitor.web.conftest import OpenDesk, Running

EVERYWHERE = ["/claims", "/api/v1/claims", "/healthz", "/nothing", "/openapi.json", "/login"]


def test_every_answer_forbids_scripts_of_others_frames_and_guessing(desk: OpenDesk) -> None:
    for path in EVERYWHERE:
        check_headers(desk.get(path).headers)


def check_headers(headers: httpx.Headers) -> None:
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["img-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["frame-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_foreign_name_that_was_rebound_to_loopback_is_refused(desk: OpenDesk) -> None:
    for host in ("evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[", ""):
        assert desk.stranger("/api/v1/claims", Host=host).status_code in (400, 421)
        assert desk.stranger("/healthz", Host=host).status_code in (400, 421)


def test_loopback_and_the_own_name_are_known(desk: OpenDesk) -> None:
    for host in ("localhost", "127.0.0.1:8080", "[::1]:8080", "desk.example"):
        assert desk.stranger("/healthz", Host=host).status_code == 200


def test_a_query_without_end_is_refused(desk: OpenDesk) -> None:
    assert desk.get("/api/v1/claims?q=" + "x" * 10_000).status_code == 414


def test_a_body_that_is_announced_too_large_is_refused(desk: OpenDesk) -> None:
    answer = desk.client.post("/api/v1/claims", content=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413


def test_a_body_that_grows_too_large_is_refused(serve: Callable[[ASGIApp], Running]) -> None:
    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    app = DeskRules(
        Starlette(routes=[Route("/", echo, methods=["POST"])]), "http://x.example", loopback_only=True
    )

    def pieces(number: int) -> Iterator[bytes]:
        yield from (b"x" * 65536 for _ in range(number))

    url = serve(app).url
    assert httpx.post(url, content=pieces(4)).text == str(4 * 65536)
    assert httpx.post(url, content=pieces(17)).status_code == 413


def test_a_failure_is_a_problem_with_an_id_and_no_inner_detail(desk: OpenDesk) -> None:
    desk.claim()
    with writing(desk.engine) as session:
        session.execute(text("DROP TABLE log_line"))
    answer = desk.get("/api/v1/claims")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["id"] in answer.json()["detail"]
    assert "log_line" not in answer.text
    page = desk.get("/claims")
    assert page.status_code == 500
    assert "<h1>Internal Server Error</h1>" in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_unknown_address_is_a_problem_for_programs_and_a_page_for_people(desk: OpenDesk) -> None:
    program = desk.get("/nothing")
    assert program.headers["Content-Type"] == "application/problem+json"
    assert program.json()["detail"] == "Nothing is kept at this address."
    person = desk.get("/nothing", headers={"Accept": "text/html"})
    assert person.status_code == 404
    assert "<h1>Not Found</h1>" in person.text


def test_a_method_that_is_not_answered_says_so(desk: OpenDesk) -> None:
    answer = desk.client.delete("/api/v1/claims")
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Allow"] == "GET"
    assert answer.json()["detail"] == "DELETE is not answered at this address."
