"""Errors as RFC 9457 problem details for programs; people get the same sentence as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.pages.login_form import CHALLENGE, show_sign_in
from monitor.web.pages.rendering import render

MEDIA_TYPE = "application/problem+json"
PAGES = (
    *("/claims", "/captures", "/statements", "/views"),
    *("/login", "/logout", "/first", "/acknowledge", "/unsubscribe"),
    *("/agreements", "/sources", "/entries", "/quality", "/deliveries", "/alerts"),
    *("/silences", "/rules", "/channels"),
    *("/password", "/people", "/tokens", "/sessions", "/audit", "/system", "/exports"),
)


class Problem(HTTPException):
    """Why a request can't be answered: one plain sentence, and what else a program may want to know."""

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.more = more


class NotSignedIn(Problem):
    """Neither a session nor a token, or one that is not known."""

    def __init__(self, detail: str) -> None:
        super().__init__(401, detail, CHALLENGE)


def answer_problem(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """A page where pages answer, else application/problem+json."""
    title = HTTPStatus(status).phrase
    if wants_page(request):
        if status == 401:
            return show_sign_in(request, status, headers)
        return render(request, "problem.html", status, headers, title=title, detail=detail)
    form = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(form | more, status, dict(headers or {}), MEDIA_TYPE)


def answer_http_error(request: Request, error: Exception) -> Response:
    """Whatever was raised as an HTTP error, here or inside the framework."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    more = error.more if isinstance(error, Problem) else {}
    return answer_problem(request, error.status_code, _sentence(request, error), error.headers, **more)


def answer_bad_parameters(request: Request, error: Exception) -> Response:
    """422 with every parameter that is wrong, by name."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    faults = list_faults(error.errors())
    detail = " ".join(f"{fault['parameter']}: {fault['detail']}." for fault in faults)
    return answer_problem(request, 422, detail, errors=faults)


def list_faults(errors: Any) -> list[dict[str, str]]:
    """What is wrong with each parameter; an unknown one is said to be unknown."""
    return [
        {
            "parameter": _name_fault(error["loc"]),
            "detail": "is not a parameter of this address"
            if error["type"] == "extra_forbidden"
            else error["msg"].removeprefix("Value error, ").rstrip("."),
        }
        for error in errors
    ]


def _name_fault(place: Sequence[Any]) -> str:
    """A parameter by its name; a field of a body by the way to it, such as changes.types."""
    if place[0] == "body":
        return ".".join(str(step) for step in place[1:] if isinstance(step, str)) or "body"
    return str(place[1] if len(place) > 1 else place[0])


def wants_page(request: Request) -> bool:
    """Pages answer as pages; any other address outside the API does when a browser asks."""
    path = request.url.path
    if path == "/" or any(path == page or path.startswith(f"{page}/") for page in PAGES):
        return True
    return not path.startswith(("/api", "/openapi.json")) and "text/html" in request.headers.get("accept", "")


def _sentence(request: Request, error: HTTPException) -> str:
    if error.status_code == 404 and error.detail == "Not Found":
        return "Nothing is kept at this address."
    if error.status_code == 405:
        return f"{request.method} is not answered at this address."
    return error.detail
