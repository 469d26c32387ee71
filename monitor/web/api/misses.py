"""Claims that a person finds in a text: POST /api/v1/statements/{id}/misses, DELETE .../{miss}."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from monitor.db import writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.digests import digest
from monitor.ledger.misses import FoundClaim, record_miss, take_back_miss
from monitor.ledger.reviews import LONGEST_NOTE
from monitor.models import Miss, Revision
from monitor.queries.cursor import ID
from monitor.queries.misses import miss_json
from monitor.terms import Stance, ViolationType
from monitor.web.api.forms import MissForm, problems
from monitor.web.api.review_forms import NO_NUL, Actor
from monitor.web.auth import Editor
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["statements"])
Key = Annotated[
    str | None,
    Header(max_length=200, description="Names the request: sent again with the same, nothing is added."),
]
Place = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]


class MissRequest(BaseModel):
    """What the text says there, as the person reads it."""

    model_config = ConfigDict(extra="forbid")

    agreement: Actor | None = Field(None, description="Needed where the statement is read for several.")
    revision: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    field: Literal["title", "text"] = "text"
    start: Place = Field(description="In code points, as the offsets of a claim's evidence.")
    end: Place
    stance: Stance = Stance.ACCUSATION
    by: Actor
    against: Actor | None = None
    types: list[ViolationType] = Field(min_length=1, max_length=20)
    note: str = Field("", max_length=LONGEST_NOTE, pattern=NO_NUL)


@router.post(
    "/statements/{id}/misses",
    status_code=201,
    summary="Say that a text makes a claim which was not read from it",
    responses={201: {"model": MissForm}, **problems(400, 401, 403, 404, 422)},
)
def receive_miss(
    editor: Editor, desk: AtDesk, id: str, sent: MissRequest, idempotency_key: Key = None
) -> JSONResponse:
    """It is kept beside the claims with its author, counts in no figure of the log and raises no alert."""
    key = digest(f"{editor.actor}\n{idempotency_key}") if idempotency_key else None
    found = FoundClaim(statement_id=id, author=editor.actor, request_key=key, **sent.model_dump(mode="json"))
    try:
        with writing(desk.engine) as session:
            miss = record_miss(session, found, desk.now()) if ID.fullmatch(id) else None
            form = miss_json(miss, session.get_one(Revision, miss.revision_id)) if miss else None
    except BadReview as error:
        faults = [{"parameter": error.field, "detail": error.sentence}]
        raise Problem(422, str(error), errors=faults) from None
    if form is None:
        raise Problem(404, "No statement has this id and this revision.")
    return JSONResponse(form, 201)


@router.delete(
    "/statements/{id}/misses/{miss}",
    status_code=204,
    summary="Take back that a text makes such a claim",
    responses=problems(401, 403, 404),
)
def drop_miss(editor: Editor, desk: AtDesk, id: str, miss: str) -> Response:
    """It stays in the records and in the journal."""
    with writing(desk.engine) as session:
        known = session.get(Miss, miss) if ID.fullmatch(miss) else None
        if known is None or known.statement_id != id:
            raise Problem(404, "The statement has no such miss.")
        take_back_miss(session, miss, editor.actor, desk.now())
    return Response(status_code=204)
