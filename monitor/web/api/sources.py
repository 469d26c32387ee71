"""The sources: GET and POST /api/v1/sources; GET, PUT and DELETE /{id}; POST /{id}/poll."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from monitor.db import reading, writing
from monitor.ledger.edits import UnknownThing, add_thing, change_thing, form_id, read_thing, remove_thing
from monitor.ledger.poll_orders import NotPolled, order_poll
from monitor.queries.sources import find_source, list_sources
from monitor.web.api.configuration_forms import (
    SourceDocument,
    SourceListForm,
    SourceStateForm,
    WholeSourceForm,
)
from monitor.web.api.editing import UNKNOWN, ByAdmin, Seen, answer_thing, plain_refusals, read_document
from monitor.web.api.forms import problems
from monitor.web.auth import Editor, Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.parameters import Name, Parameters
from monitor.web.problems import Problem

NOUN: Final = "source"
UNASKED = {SourceStateForm.model_fields[name].alias or name for name in SourceStateForm.model_fields} - {
    "id",
    "publisher",
    "kind",
    "url",
    "enabled",
}
router = APIRouter(prefix="/api/v1", tags=["sources"])


class SourceParameters(Parameters):
    """Which sources are asked for."""

    agreement: list[Name] = Field([], description="Those of these agreements only.")


@router.get(
    "/sources",
    summary="The sources, how each is and when nobody looked",
    responses={200: {"model": SourceListForm}, **problems(401, 422)},
)
def send_sources(_reader: Reader, desk: AtDesk, wishes: Annotated[SourceParameters, Query()]) -> JSONResponse:
    with reading(desk.engine) as session:
        views = list_sources(session, desk.now(), wishes.agreement)
        return JSONResponse({"items": [view.as_json() for view in views]})


@router.post(
    "/sources",
    summary="Add a source, for agreements to watch",
    status_code=201,
    responses={201: {"model": WholeSourceForm}, **problems(401, 403, 409, 422)},
)
def add_source(editor: ByAdmin, desk: AtDesk, document: SourceDocument) -> JSONResponse:
    """It is polled once an agreement watches it; an agreement's document may also bring its sources along."""
    with plain_refusals(NOUN):
        form = read_document(NOUN, document, None, UNASKED)
        add_thing(desk.engine, NOUN, form, editor)
        id_ = form_id(NOUN, form)
        return _send(desk, id_, 201, Location=f"/api/v1/sources/{id_}")


@router.get(
    "/sources/{id}",
    summary="A source, with all times since the start in which nobody looked, and its document's ETag",
    responses={200: {"model": WholeSourceForm}, **problems(401, 404)},
)
def send_source(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with plain_refusals(NOUN):
        return _send(desk, id)


@router.put(
    "/sources/{id}",
    summary="Save a source over the version that was read",
    responses={200: {"model": WholeSourceForm}, **problems(401, 403, 404, 412, 422, 428)},
)
def change_source(
    editor: ByAdmin, desk: AtDesk, id: str, document: SourceDocument, seen: Seen
) -> JSONResponse:
    """For every agreement that watches it. `enabled: false` lets it rest."""
    with plain_refusals(NOUN):
        with reading(desk.engine) as session:
            read_thing(session, NOUN, id)
        change_thing(desk.engine, NOUN, read_document(NOUN, document, id, UNASKED), seen, editor)
        return _send(desk, id)


@router.delete(
    "/sources/{id}",
    summary="Use a source no more; what was recorded stays",
    status_code=204,
    responses=problems(401, 403, 404, 409, 412, 428),
)
def remove_source(editor: ByAdmin, desk: AtDesk, id: str, seen: Seen) -> Response:
    """409 while an agreement watches it."""
    with plain_refusals(NOUN):
        remove_thing(desk.engine, NOUN, id, seen, editor)
    return Response(status_code=204)


@router.post(
    "/sources/{id}/poll",
    summary="Poll a source now, before its turn",
    status_code=202,
    responses={202: {"model": WholeSourceForm}, **problems(401, 403, 404, 409)},
)
def poll(editor: Editor, desk: AtDesk, id: str) -> JSONResponse:
    """409 while no agreement that watches it is in force or ended less than 72 hours ago."""
    try:
        with writing(desk.engine) as session:
            found = order_poll(session, id, by=editor.actor, now=desk.now())
    except NotPolled as refusal:
        raise Problem(409, str(refusal)) from None
    if not found:
        raise Problem(404, UNKNOWN)
    return _send(desk, id, 202)


def _send(desk: Desk, id_: str, status: int = 200, **headers: str) -> JSONResponse:
    with reading(desk.engine) as session:
        view = find_source(session, id_, desk.now())
        if view is None:
            raise UnknownThing(id_)
        document = read_thing(session, NOUN, id_)
    body: dict[str, Any] = document | view.as_json()
    return answer_thing(body, document, status, **headers)
