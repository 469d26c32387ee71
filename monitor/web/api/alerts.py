"""The alerts: GET /api/v1/alerts and /api/v1/alerts/{id}; POST /api/v1/alerts/{id}/acknowledge."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from alerts.acknowledging import AcknowledgedAlready, BadNote
from alerts.alert_log import find_alert, list_alerts
from alerts.delivery_log import UnknownMark
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.replies import acknowledge_alert
from monitor.queries.alerts import get_alert
from monitor.web.api.alert_forms import AlertForm, AlertParameters, AlertsForm, Note, WholeAlertForm
from monitor.web.api.forms import problems
from monitor.web.api.marks import cut_page, refuse_mark
from monitor.web.auth import Editor, Reader
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem
from monitor.wire import record_json

UNKNOWN = "No alert has this id."
router = APIRouter(prefix="/api/v1", tags=["alerts"])


@router.get(
    "/alerts",
    summary="The alerts, the last opened first",
    responses={200: {"model": AlertsForm}, **problems(401, 422)},
)
def send_alerts(_reader: Reader, desk: AtDesk, wishes: Annotated[AlertParameters, Query()]) -> JSONResponse:
    with reading(desk.engine) as session:
        try:
            found = list_alerts(session, wishes.as_filter(), limit=wishes.limit + 1, after=wishes.cursor)
        except UnknownMark:
            raise refuse_mark("alerts") from None
    return JSONResponse(cut_page([record_json(line) for line in found], wishes.limit))


@router.get(
    "/alerts/{id}",
    summary="One alert: what it holds, its thread, its deliveries",
    responses={200: {"model": WholeAlertForm}, **problems(401, 404)},
)
def send_alert(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    """Claims stand as they did when the alert was made; of more than 500 the rest are counted in `more`."""
    with reading(desk.engine) as session:
        alert = get_alert(session, id, desk.settings.base_url)
        if alert is None:
            raise Problem(404, UNKNOWN)
        return JSONResponse(alert.as_json(desk.settings.base_url))


@router.post(
    "/alerts/{id}/acknowledge",
    summary="Say that somebody has seen an alert, once",
    responses={200: {"model": AlertForm}, **problems(401, 403, 404, 409, 422)},
)
def acknowledge(editor: Editor, desk: AtDesk, id: str, note: Note) -> JSONResponse:
    """It changes nothing of what is sent; 409 says who was first."""
    try:
        with writing(desk.engine) as session:
            done = acknowledge_alert(session, id, by=editor.actor, note=note.note, now=clock.wall())
    except BadNote as fault:
        raise Problem(422, str(fault), errors=[{"parameter": "note", "detail": str(fault)}]) from None
    except AcknowledgedAlready as first:
        raise Problem(409, str(first)) from None
    with reading(desk.engine) as session:
        line = find_alert(session, id)
    if done is None or line is None:
        raise Problem(404, UNKNOWN)
    return JSONResponse(record_json(line))
