"""The way in: the first page, and how to get in for who is not signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.web.auth import Reader
from monitor.web.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def open_desk(_role: Reader) -> Response:
    """The log is the only page about several claims so far."""
    return RedirectResponse("/claims", 303)


@router.get("/login")
def show_login(request: Request) -> Response:
    """Answered as signed out: no page of this version signs anybody in."""
    return render(request, "login.html", 401, {"WWW-Authenticate": 'Bearer realm="ceasewatch"'})
