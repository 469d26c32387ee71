"""A statement with all that became of it: GET /api/v1/statements/{id}."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor.db import reading
from monitor.queries.misses import list_misses, miss_json
from monitor.queries.statements import get_statement
from monitor.web.api.claims import claim_form
from monitor.web.api.forms import StatementForm, problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["statements"])


@router.get(
    "/statements/{id}",
    summary="A statement with all its texts, and how each was read",
    responses={200: {"model": StatementForm}, **problems(401, 404)},
)
def send_statement(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    """Its claims stand below the reading that found them."""
    with reading(desk.engine) as session:
        history = get_statement(session, id)
        if history is None:
            raise Problem(404, "No statement has this id.")
        form = history.as_json()
        for read in form["readings"]:
            rows = history.claims.get(read["id"], [])
            read["claims"] = [claim_form(row, desk.settings.base_url, with_versions=True) for row in rows]
        form["misses"] = [miss_json(*found) for found in list_misses(session, id)]
    return JSONResponse(form)
