"""The rules: GET and POST /api/v1/rules; GET, PUT and DELETE /{id}; GET /{id}/versions."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from monitor.db import reading
from monitor.ledger.edits import UnknownThing, add_thing, change_thing, form_id, read_thing, remove_thing
from monitor.queries.telling import RULE_COLUMNS, show_rules
from monitor.queries.versions import list_versions
from monitor.web.api.editing import ByEditor, Seen, plain_refusals, quote, read_document
from monitor.web.api.forms import problems
from monitor.web.api.telling_forms import RuleDocument, RuleForm, RulesForm, VersionsForm
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.wire import record_json

NOUN: Final = "rule"
router = APIRouter(prefix="/api/v1", tags=["rules"])


@router.get(
    "/rules",
    summary="The rules in use: who is told of what",
    responses={200: {"model": RulesForm}, **problems(401)},
)
def send_rules(_reader: Reader, desk: AtDesk) -> JSONResponse:
    with reading(desk.engine) as session:
        return JSONResponse({"items": [shown.body for shown in show_rules(session)]})


@router.post(
    "/rules",
    summary="Add a rule",
    status_code=201,
    responses={201: {"model": RuleForm}, **problems(401, 403, 409, 422)},
)
def add_rule(editor: ByEditor, desk: AtDesk, document: RuleDocument) -> JSONResponse:
    """It looks at what is noticed from now on; `/rules/preview` says what it would have sent until now."""
    with plain_refusals(NOUN):
        form = read_document(NOUN, document, None, RULE_COLUMNS)
        add_thing(desk.engine, NOUN, form, editor)
        id_ = form_id(NOUN, form)
        return _send(desk, id_, 201, Location=f"/api/v1/rules/{id_}")


@router.get(
    "/rules/{id}",
    summary="One rule, and the ETag that changing it asks for",
    responses={200: {"model": RuleForm}, **problems(401, 404)},
)
def send_rule(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with plain_refusals(NOUN):
        return _send(desk, id)


@router.put(
    "/rules/{id}",
    summary="Save a rule over the version that was read",
    responses={200: {"model": RuleForm}, **problems(401, 403, 404, 412, 422, 428)},
)
def change_rule(editor: ByEditor, desk: AtDesk, id: str, document: RuleDocument, seen: Seen) -> JSONResponse:
    """The whole rule: what it leaves out is at its default again. Alerts that are open go out as planned."""
    with plain_refusals(NOUN):
        with reading(desk.engine) as session:
            read_thing(session, NOUN, id)
        change_thing(desk.engine, NOUN, read_document(NOUN, document, id, RULE_COLUMNS), seen, editor)
        return _send(desk, id)


@router.delete(
    "/rules/{id}",
    summary="Use a rule no more; what it opened still goes out",
    status_code=204,
    responses=problems(401, 403, 404, 412, 428),
)
def remove_rule(editor: ByEditor, desk: AtDesk, id: str, seen: Seen) -> Response:
    with plain_refusals(NOUN):
        remove_thing(desk.engine, NOUN, id, seen, editor)
    return Response(status_code=204)


@router.get(
    "/rules/{id}/versions",
    summary="Who saved what of a rule, and when",
    responses={200: {"model": VersionsForm}, **problems(401, 404)},
)
def send_rule_versions(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    """Those of a removed rule, too."""
    with plain_refusals(NOUN), reading(desk.engine) as session:
        lines = list_versions(session, NOUN, id)
        if not lines:
            raise UnknownThing(id)
    return JSONResponse({"items": [record_json(line) for line in lines]})


def _send(desk: Desk, id_: str, status: int = 200, **headers: str) -> JSONResponse:
    with reading(desk.engine) as session:
        found = show_rules(session, [id_])
    if not found:
        raise UnknownThing(id_)
    return JSONResponse(found[0].body, status, {"ETag": quote(found[0].tag), **headers})
