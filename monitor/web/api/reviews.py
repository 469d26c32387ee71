"""What people say of claims: POST /api/v1/claims/{id}/reviews."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse

from monitor.db import reading, writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.digests import digest
from monitor.ledger.reviews import Opinion, StaleClaim, record_review
from monitor.models.claim import LogRow
from monitor.queries.claims import get_claim
from monitor.queries.cursor import ID
from monitor.web.api.claims import claim_form, claim_tag
from monitor.web.api.forms import ClaimForm, problems
from monitor.web.api.review_forms import ReviewRequest
from monitor.web.auth import Editor
from monitor.web.desk import AtDesk, Desk
from monitor.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["claims"])
_TAG = re.compile(r'"([A-Za-z0-9_.:-]{1,100})/([A-Za-z0-9_.:-]{0,100})"')
Key = Annotated[
    str | None,
    Header(max_length=200, description="Names the request: sent again with the same, nothing is added."),
]
Seen = Annotated[
    str | None,
    Header(max_length=300, description="The claim's ETag: the review that was seen must still count."),
]


@router.post(
    "/claims/{id}/reviews",
    status_code=201,
    summary="Say whether the text says what was read",
    responses={201: {"model": ClaimForm}, **problems(400, 401, 403, 404, 409, 412, 422)},
)
def receive_review(
    editor: Editor,
    desk: AtDesk,
    id: str,
    sent: ReviewRequest,
    idempotency_key: Key = None,
    if_match: Seen = None,
) -> JSONResponse:
    """The id names the version of the claim that was seen; one that has changed since is refused with 409."""
    opinion = Opinion(
        claim_id=id,
        verdict=sent.verdict,
        made_by=editor.actor,
        changes=sent.list_changes(),
        note=sent.note,
        seen_review=_read_tag(if_match, id),
        request_key=digest(f"{editor.actor}\n{idempotency_key}") if idempotency_key else None,
    )
    row = _record(desk, opinion)
    form = claim_form(row, desk.settings.base_url, with_versions=True)
    return JSONResponse(form, 201, {"ETag": claim_tag(row)})


def _record(desk: Desk, opinion: Opinion) -> LogRow:
    try:
        with writing(desk.engine) as session:
            found = ID.fullmatch(opinion.claim_id) and record_review(session, opinion, desk.now())
    except BadReview as error:
        faults = [{"parameter": error.field, "detail": error.sentence}]
        raise Problem(422, str(error), errors=faults) from None
    except StaleClaim as error:
        more: dict[str, Any] = {"claim": error.claim_id}
        raise Problem(412 if error.is_reviewed else 409, str(error), **more) from None
    with reading(desk.engine) as session:
        row = get_claim(session, opinion.claim_id) if found else None
    if row is None:
        raise Problem(404, "No claim has this id.")
    return row


def _read_tag(tag: str | None, claim_id: str) -> str | None:
    """The review that was seen; a tag of something else matches nothing."""
    if tag is None or tag.strip() == "*":
        return None
    found = _TAG.fullmatch(tag.strip())
    if found is None or found[1] != claim_id:
        raise Problem(412, "If-Match is not the ETag of this claim; read the claim again.")
    return found[2]
