"""GET /api/v1/claims and /api/v1/claims/{id}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from monitor.db import reading
from monitor.models.claim import LogRow
from monitor.queries.claims import BadCursor, get_claim, list_claims
from monitor.web.api.forms import ClaimForm, ClaimsForm, problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.parameters import ListParameters
from monitor.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["claims"])


@router.get(
    "/claims",
    summary="The accusation log, a page at a time",
    responses={200: {"model": ClaimsForm}, **problems(401, 422)},
)
def send_claims(_reader: Reader, desk: AtDesk, wishes: Annotated[ListParameters, Query()]) -> JSONResponse:
    """Current claims, the newest publication first; filters in one list widen, together they narrow."""
    with reading(desk.engine) as session:
        try:
            page = list_claims(session, wishes.as_filter(), wishes.limit, wishes.cursor)
        except BadCursor as error:
            faults = [{"parameter": "cursor", "detail": str(error)}]
            raise Problem(422, str(error), errors=faults) from None
        with_versions = wishes.versions == "all"
        items = [claim_form(row, desk.settings.base_url, with_versions=with_versions) for row in page.items]
    return JSONResponse({"items": items, "next": page.next})


@router.get(
    "/claims/{id}",
    summary="One claim, current or not",
    responses={200: {"model": ClaimForm}, **problems(401, 404)},
)
def send_claim(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with reading(desk.engine) as session:
        row = get_claim(session, id)
        if row is None:
            raise Problem(404, "No claim has this id.")
        form = claim_form(row, desk.settings.base_url, with_versions=True)
        return JSONResponse(form, headers={"ETag": claim_tag(row)})


def claim_tag(row: LogRow) -> str:
    """The claim with the review that counts: sent back as If-Match, neither may have changed."""
    return f'"{row.claim.id}/{row.review.id if row.review else ""}"'


def claim_form(row: LogRow, base_url: str, *, with_versions: bool) -> dict[str, Any]:
    """The contract's claim with an address for people; on request whether it still stands."""
    form = row.as_json()
    form["url"] = base_url + form["url"]
    if with_versions:
        form["current"] = row.lineage.claim_id == row.claim.id
        form["superseded_by"] = row.superseded_by
    return form
