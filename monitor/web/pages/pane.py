"""Parts of the log that its scripts ask for: one claim beside the list, and how many claims have arrived."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from alerts.wording import write_stamp
from monitor.db import reading
from monitor.queries.arrivals import count_arrivals
from monitor.queries.claim_history import list_reviews
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.orders import can_order
from monitor.web.pages.claim import cut_evidence, find_claim, write_sentence
from monitor.web.pages.judging import claim_url, list_filters, make_judging_beside
from monitor.web.pages.reasons import list_fields
from monitor.web.pages.rendering import render
from monitor.web.pages.reviews import view_reviews
from monitor.web.pages.rows import ClaimRow
from monitor.web.pages.shell import make_shell
from monitor.web.parameters import FilterParameters

router = APIRouter(include_in_schema=False)


class ArrivalParameters(FilterParameters):
    """The filters of the log, and the number of the journal's entry up to which it was read."""

    after: int = Field(0, ge=0, le=2**62)


@router.get("/claims/arrived")
def send_arrivals(
    _reader: Reader, desk: AtDesk, wishes: Annotated[ArrivalParameters, Query()]
) -> JSONResponse:
    """For a log that is open: the list itself does not move until its reader asks."""
    with reading(desk.engine) as session:
        found = count_arrivals(session, wishes.as_filter(), wishes.after)
    return JSONResponse({"count": found.count, "number": found.number})


@router.get("/claims/{id}/pane")
def show_pane(
    request: Request, reader: Reader, desk: AtDesk, id: str, wishes: Annotated[FilterParameters, Query()]
) -> Response:
    """The claim beside the list, and its row as it is now."""
    pairs = list_filters(wishes)
    with reading(desk.engine) as session:
        row = find_claim(session, id)
        shell = make_shell([row.agreement], desk.now())
        fields, zone = list_fields(row), shell.zone.key
        return render(
            request,
            "pane.html",
            view=ClaimRow(row, shell.zone),
            sentence=write_sentence(row),
            title=cut_evidence(row, "title", fields),
            text=cut_evidence(row, "text", fields),
            fields=fields,
            published=write_stamp(row.revision.published_at, zone),
            received=write_stamp(row.statement.first_seen_at, zone),
            url=claim_url(id, pairs),
            query=request.url.query,
            history=view_reviews(row, list_reviews(session, row.lineage.id), zone),
            judging=make_judging_beside(row, reader, pairs),
            judge=reader.form_key if can_order(reader) else "",
        )
