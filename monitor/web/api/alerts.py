"""The alerts: GET /api/v1/alerts and /api/v1/alerts/{id}; POST /api/v1/alerts/{id}/acknowledge."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from sqlmodel import Session

from alerts.acknowledging import AcknowledgedAlready, BadNote
from alerts.alert_log import AlertLine, find_alert, list_alerts, list_notices, list_thread
from alerts.body import claim_of
from alerts.contents import link_alert
from alerts.delivery_log import DeliveryFilter, UnknownMark, list_deliveries
from alerts.grouping import name_alert_type
from alerts.message import Entry
from alerts.models import Notice
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.replies import acknowledge_alert
from monitor.web.api.alert_forms import AlertForm, AlertParameters, AlertsForm, Note, WholeAlertForm
from monitor.web.api.forms import problems
from monitor.web.api.marks import cut_page, refuse_mark
from monitor.web.auth import Editor, Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.problems import Problem
from monitor.wire import record_json, time_json

MOST_ENTRIES = 500
MOST_DELIVERIES = 500
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
    line = _find(desk, id)
    with reading(desk.engine) as session:
        return JSONResponse(_write_whole(session, line, desk.settings.base_url))


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
    if done is None:
        raise Problem(404, UNKNOWN)
    return JSONResponse(record_json(_find(desk, id)))


def _find(desk: Desk, id: str) -> AlertLine:
    with reading(desk.engine) as session:
        line = find_alert(session, id)
    if line is None:
        raise Problem(404, UNKNOWN)
    return line


def _write_whole(session: Session, line: AlertLine, base_url: str) -> dict[str, Any]:
    notices = list_notices(session, line.id, MOST_ENTRIES)
    alert_type = line.type or name_alert_type([notice.kind for notice in notices])
    sent = list_deliveries(session, DeliveryFilter(alert=line.id), limit=MOST_DELIVERIES)
    return record_json(line) | {
        "entries": [_write_entry(notice, base_url) for notice in notices],
        "more": line.entry_count - len(notices),
        "url": link_alert(session, line.id, alert_type, base_url),
        "thread": [record_json(each) for each in list_thread(session, line)],
        "deliveries": [record_json(each) for each in sent],
    }


def _write_entry(notice: Notice, base_url: str) -> dict[str, Any]:
    form: dict[str, Any] = {"kind": notice.kind, "made_at": time_json(notice.made_at, UTC)}
    if "claim" in notice.facts:
        entry = Entry(notice.kind, notice.facts)
        return form | {"claim": claim_of(entry, base_url, mixed=False)}
    return form | {name: notice.facts[name] for name in ("source", "system") if name in notice.facts}
