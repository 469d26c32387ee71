"""The way in: all agreements on one page, or the overview of the only one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.db import reading
from monitor.queries.agreements import list_agreements
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell

router = APIRouter(include_in_schema=False)


@router.get("/")
def open_desk(request: Request, _reader: Reader, desk: AtDesk) -> Response:
    with reading(desk.engine) as session:
        agreements = list_agreements(session)
        if len(agreements) == 1:
            return RedirectResponse(f"/agreements/{agreements[0].id}", 303)
        shell = make_shell(agreements, desk.now())
        return render(request, "agreements.html", shell=shell, agreements=agreements)
