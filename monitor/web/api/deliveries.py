"""The delivery log: GET /api/v1/deliveries and /{id}; POST /{id}/retry and /{id}/cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from sqlmodel import Session

from alerts.deliveries import Settled
from alerts.delivery_log import UnknownMark, find_delivery, list_deliveries
from alerts.models import Delivery
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.sendings import order_cancel, order_retry
from monitor.web.api.alert_forms import DeliveriesForm, DeliveryForm, DeliveryParameters
from monitor.web.api.forms import problems
from monitor.web.api.marks import cut_page, refuse_mark
from monitor.web.auth import Editor, Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.problems import Problem
from monitor.wire import record_json

UNKNOWN = "No delivery has this id."
router = APIRouter(prefix="/api/v1", tags=["deliveries"])


@router.get(
    "/deliveries",
    summary="The delivery log, the newest first, each with its tries",
    responses={200: {"model": DeliveriesForm}, **problems(401, 422)},
)
def send_deliveries(
    _reader: Reader, desk: AtDesk, wishes: Annotated[DeliveryParameters, Query()]
) -> JSONResponse:
    with reading(desk.engine) as session:
        try:
            found = list_deliveries(session, wishes.as_filter(), limit=wishes.limit + 1, after=wishes.cursor)
        except UnknownMark:
            raise refuse_mark("deliveries") from None
    return JSONResponse(cut_page([record_json(line) for line in found], wishes.limit))


@router.get(
    "/deliveries/{id}",
    summary="One delivery with each of its tries",
    responses={200: {"model": DeliveryForm}, **problems(401, 404)},
)
def send_delivery(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    return JSONResponse(_read(desk, id))


@router.post(
    "/deliveries/{id}/retry",
    summary="Send a dead or cancelled delivery again, or a waiting one now",
    responses={200: {"model": DeliveryForm}, **problems(401, 403, 404, 409)},
)
def retry(editor: Editor, desk: AtDesk, id: str) -> JSONResponse:
    """The same id and the same bytes, a new ladder of tries; a disabled channel is tried again."""
    return _order(desk, lambda session: order_retry(session, id, actor=editor.actor, now=clock.wall()), id)


@router.post(
    "/deliveries/{id}/cancel",
    summary="Send no more of a delivery that waits or is dead",
    responses={200: {"model": DeliveryForm}, **problems(401, 403, 404, 409)},
)
def cancel(editor: Editor, desk: AtDesk, id: str) -> JSONResponse:
    """It is kept, with who cancelled it, and `retry` sends it after all."""
    return _order(desk, lambda session: order_cancel(session, id, actor=editor.actor, now=clock.wall()), id)


def _order(desk: Desk, order: Callable[[Session], Delivery | None], id: str) -> JSONResponse:
    try:
        with writing(desk.engine) as session:
            found = order(session)
    except Settled as refusal:
        raise Problem(409, str(refusal)) from None
    if found is None:
        raise Problem(404, UNKNOWN)
    return JSONResponse(_read(desk, id))


def _read(desk: Desk, id: str) -> dict[str, object]:
    with reading(desk.engine) as session:
        line = find_delivery(session, id)
    if line is None:
        raise Problem(404, UNKNOWN)
    return record_json(line)
