"""The agreements: GET and POST /api/v1/agreements; GET, PUT and DELETE /{id}; GET /{id}/versions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from monitor.agreements.export import write_agreement
from monitor.agreements.stored import load_stored
from monitor.db import reading
from monitor.ledger.edits import add_thing, change_thing, form_id, read_thing, remove_thing
from monitor.models import Agreement
from monitor.queries.agreements import list_agreements, name_phase
from monitor.queries.savings import list_savings
from monitor.web.api.configuration_forms import (
    AgreementDocument,
    AgreementListForm,
    SavingsForm,
    WholeAgreementForm,
)
from monitor.web.api.editing import UNKNOWN, ByAdmin, Seen, answer_thing, plain_refusals, read_document
from monitor.web.api.forms import problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.problems import Problem
from monitor.wire import time_json

NOUN: Final = "agreement"
YAML = "application/yaml"
UNASKED = {"version", "state", "updated_at"}
router = APIRouter(prefix="/api/v1", tags=["agreements"])


@router.get(
    "/agreements",
    summary="The agreements that are watched",
    responses={200: {"model": AgreementListForm}, **problems(401)},
)
def send_agreements(_reader: Reader, desk: AtDesk) -> JSONResponse:
    with reading(desk.engine) as session:
        stored = load_stored(session)
        items = [
            {"id": row.id, "name": row.name, **_columns(row, desk.now())}
            | {
                "starts_at": row.document["starts_at"],
                "ends_at": row.document["ends_at"],
                "timezone": row.timezone,
                "sources": [watch.source_id for watch in stored.live_watches(row.id)],
            }
            for row in list_agreements(session)
        ]
    return JSONResponse({"items": items})


@router.post(
    "/agreements",
    summary="Watch a further agreement",
    status_code=201,
    responses={201: {"model": WholeAgreementForm}, **problems(401, 403, 409, 422)},
)
def add_agreement(editor: ByAdmin, desk: AtDesk, document: AgreementDocument) -> JSONResponse:
    """Sources that are given in full are made or changed with it; a bad document changes nothing."""
    with plain_refusals(NOUN):
        form = read_document(NOUN, document, None, UNASKED)
        add_thing(desk.engine, NOUN, form, editor)
        id_ = form_id(NOUN, form)
        return _send(desk, id_, 201, Location=f"/api/v1/agreements/{id_}")


@router.get(
    "/agreements/{id}",
    summary="An agreement with its sources, and the ETag that changing it asks for",
    responses={200: {"model": WholeAgreementForm}, **problems(401, 404)},
)
def send_agreement(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with plain_refusals(NOUN):
        return _send(desk, id)


@router.put(
    "/agreements/{id}",
    summary="Save an agreement over the version that was read",
    responses={200: {"model": WholeAgreementForm}, **problems(401, 403, 404, 412, 422, 428)},
)
def change_agreement(
    editor: ByAdmin, desk: AtDesk, id: str, document: AgreementDocument, seen: Seen
) -> JSONResponse:
    """The whole document: what it leaves out is taken out. Statements are read anew, without alerts."""
    with plain_refusals(NOUN):
        _find(desk, id)
        change_thing(desk.engine, NOUN, read_document(NOUN, document, id, UNASKED), seen, editor)
        return _send(desk, id)


@router.delete(
    "/agreements/{id}",
    summary="Watch an agreement no more; what was recorded stays",
    status_code=204,
    responses=problems(401, 403, 404, 409, 412, 428),
)
def remove_agreement(editor: ByAdmin, desk: AtDesk, id: str, seen: Seen) -> Response:
    with plain_refusals(NOUN):
        remove_thing(desk.engine, NOUN, id, seen, editor)
    return Response(status_code=204)


@router.get(
    "/agreements/{id}/versions",
    summary="Who saved what of an agreement and its sources, and when",
    responses={200: {"model": SavingsForm}, **problems(401, 404)},
)
def send_versions(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with plain_refusals(NOUN), reading(desk.engine) as session:
        read_thing(session, NOUN, id)
        items = [
            {
                "at": time_json(saving.at, UTC),
                "by": saving.by,
                "changes": [
                    {"noun": one.noun, "id": one.id, "version": one.version, "fields": one.fields}
                    for one in saving.things
                ],
            }
            for saving in list_savings(session, id)
        ]
    return JSONResponse({"items": items})


@router.get(
    "/agreements/{id}/yaml",
    summary="An agreement with its sources as YAML, which `ceasewatch apply` takes",
    response_class=Response,
    responses={200: {"content": {YAML: {"schema": {"type": "object"}}}}, **problems(401, 404)},
)
def send_yaml(_reader: Reader, desk: AtDesk, id: str) -> Response:
    """Without its rules and channels."""
    with reading(desk.engine) as session:
        text = write_agreement(session, id)
    if text is None:
        raise Problem(404, UNKNOWN)
    return Response(text, media_type=f"{YAML}; charset=utf-8")


def _find(desk: Desk, id_: str) -> None:
    """An unknown id is said before the body is looked at."""
    with reading(desk.engine) as session:
        read_thing(session, NOUN, id_)


def _send(desk: Desk, id_: str, status: int = 200, **headers: str) -> JSONResponse:
    with reading(desk.engine) as session:
        document = read_thing(session, NOUN, id_)
        row = session.get_one(Agreement, id_)
        body = document | _columns(row, desk.now())
    return answer_thing(body, document, status, **headers)


def _columns(row: Agreement, now: datetime) -> dict[str, Any]:
    return {
        "state": name_phase(row, now),
        "version": row.version,
        "updated_at": time_json(row.updated_at, UTC),
    }
