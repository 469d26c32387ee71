"""/agreements/{id}: one agreement at a glance."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.db import reading
from monitor.queries.agreements import get_agreement
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.windows import write_window_line
from monitor.web.problems import Problem

UNKNOWN = "No agreement of this id is watched."
router = APIRouter(include_in_schema=False)


@router.get("/agreements/{id}")
def show_overview(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    with reading(desk.engine) as session:
        agreement = get_agreement(session, id)
        if agreement is None:
            raise Problem(404, UNKNOWN)
        shell = make_shell([agreement], desk.now())
        window = write_window_line(agreement, shell.now)
        return render(request, "overview.html", shell=shell, agreement=agreement, window=window)
