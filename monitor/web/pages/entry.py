"""The way in: the first page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from monitor.web.auth import Reader

router = APIRouter(include_in_schema=False)


@router.get("/")
def open_desk(_reader: Reader) -> Response:
    """The log is the only page about several claims so far."""
    return RedirectResponse("/claims", 303)
