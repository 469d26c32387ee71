"""POST /api/v1/rules/preview: a rule is tried over history before it is saved."""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from monitor.agreements.faults import Fault, write_path
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.references import name_actors
from monitor.agreements.single_rule import BadRule, check_unsaved_rule
from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.previews import preview_rule
from monitor.web.api.forms import problems
from monitor.web.auth import Editor
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem

PATIENCE = 3.0
EXAMPLE = {
    "agreement": "karabakh-2020",
    "when": {"types": ["shelling"], "more_than": {"count": 5, "within": "1h", "per": "against"}},
    "group_by": ["by", "against"],
}
router = APIRouter(prefix="/api/v1", tags=["rules"])
_turn = Lock()


class DayForm(BaseModel):
    """The messages of one local day; days without any stand between."""

    day: date
    messages: int


class PreviewedAlertForm(BaseModel):
    """An alert that would have gone out, unless a silence had kept it; `follows`: whose thread it continues.

    `statements` are those of the entries that its message shows.
    """

    id: str
    at: datetime
    opened_at: datetime
    rule: str
    type: str
    follows: str | None
    silence: str | None
    subject: str
    entries: int
    notices: list[int]
    statements: list[str]


class PreviewForm(BaseModel):
    """What a rule would have sent; `unbundled`: messages, had each text been told of by itself."""

    notices: int = Field(description="Notices that were looked at.")
    messages: int
    entries: int
    unbundled: int
    silenced: int = Field(description="Alerts that silences would have kept.")
    days: list[DayForm]
    alerts: list[PreviewedAlertForm] = Field(description="The first, in the order of their going out.")


Document = Annotated[
    dict[str, Any],
    Body(description="A rule as the YAML writes it; `id` and `send_to` may be left out.", examples=[EXAMPLE]),
]


@router.post(
    "/rules/preview",
    summary="Try a rule over everything that is stored; nothing is saved or sent",
    responses={200: {"model": PreviewForm}, **problems(401, 403, 422, 503)},
)
def preview(
    _editor: Editor, desk: AtDesk, document: Document, limit: Annotated[int, Query(ge=0, le=500)] = 20
) -> JSONResponse:
    """One at a time, because it reads the whole history; `limit`: how many alerts are listed."""
    with reading(desk.engine) as session:
        rule = _check(session, document)
    if not _turn.acquire(timeout=PATIENCE):
        raise Problem(503, "Another rule is being tried; try again in a moment.", {"Retry-After": "10"})
    try:
        with reading(desk.engine) as session:
            return JSONResponse(preview_rule(session, rule, limit))
    finally:
        _turn.release()


def _check(session: Session, document: dict[str, Any]) -> RuleForm:
    standing = session.exec(select(Agreement).where(col(Agreement.removed_at).is_(None)))
    try:
        return check_unsaved_rule(document, {row.id: name_actors(row.document) for row in standing})
    except BadRule as bad:
        faults = [{"parameter": _name(fault), "detail": fault.what} for fault in bad.faults]
        detail = " ".join(f"{fault['parameter']}: {fault['detail']}" for fault in faults)
        raise Problem(422, detail, errors=faults) from None


def _name(fault: Fault) -> str:
    return write_path(fault.path) or "rule"
