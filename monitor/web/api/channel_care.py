"""What is ordered of a channel: POST /api/v1/channels/{id}/test, rotate, enable, disable, replay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlmodel import Session

from alerts.configuration import hold_channel
from alerts.delivery_log import find_delivery
from alerts.models import Channel
from alerts.rotation import LONGEST_KEEP, Unrotatable
from alerts.unsubscribing import NobodyLeft
from monitor import clock
from monitor.agreements.durations import parse_duration
from monitor.db import reading, writing
from monitor.ledger.channel_care import (
    order_disabling,
    order_enabling,
    order_replay,
    order_rotation,
    order_test,
)
from monitor.web.api.alert_forms import DeliveryForm
from monitor.web.api.channels import send_one
from monitor.web.api.editing import UNKNOWN
from monitor.web.api.forms import problems
from monitor.web.api.telling_forms import ChannelForm, Keep, Reason, ReplayedForm, RotatedForm, Since
from monitor.web.auth import ADMIN, Admin, Editor
from monitor.web.desk import AtDesk, Desk
from monitor.web.parameters import read_start
from monitor.web.problems import Problem
from monitor.wire import record_json, time_json

Done = TypeVar("Done")
router = APIRouter(prefix="/api/v1", tags=["channels"])


@router.post(
    "/channels/{id}/test",
    summary="Send a test message to a channel",
    status_code=202,
    responses={202: {"model": DeliveryForm}, **problems(401, 403, 404, 409)},
)
def test(editor: Editor, desk: AtDesk, id: str) -> JSONResponse:
    """`GET /deliveries/{id}` has what came of it: status and time, never what the receiver wrote."""
    made = obey(desk, id, lambda session, held: order_test(session, held, **_by(editor.actor)).id)
    with reading(desk.engine) as session:
        line = find_delivery(session, made)
    if line is None:
        raise Problem(404, UNKNOWN)
    return JSONResponse(record_json(line), 202)


@router.post(
    "/channels/{id}/rotate",
    summary="Give a webhook a new secret, shown once; the old one signs as well for a while",
    responses={200: {"model": RotatedForm}, **problems(401, 403, 404, 409, 422)},
)
def rotate(keeper: Admin, desk: AtDesk, id: str, wish: Keep) -> JSONResponse:
    kept = read_keep(wish.keep)
    made = obey(desk, id, lambda session, held: order_rotation(session, held, kept, **_by(keeper.actor)))
    until = None if made.until is None else time_json(made.until, UTC)
    return JSONResponse({"channel": id, "secret": made.secret, "previous_until": until})


@router.post(
    "/channels/{id}/enable",
    summary="Use a disabled channel again",
    responses={200: {"model": ChannelForm}, **problems(401, 403, 404, 409)},
)
def enable(editor: Editor, desk: AtDesk, id: str) -> JSONResponse:
    """What it missed is sent by `replay`; `missed_since`, read before, says since when."""
    obey(desk, id, lambda session, held: order_enabling(session, held, **_by(editor.actor)))
    return send_one(desk, id, addresses=editor.role == ADMIN)


@router.post(
    "/channels/{id}/disable",
    summary="Send nothing more to a channel; what waits there is kept",
    responses={200: {"model": ChannelForm}, **problems(401, 403, 404, 422)},
)
def disable(editor: Editor, desk: AtDesk, id: str, why: Reason) -> JSONResponse:
    obey(desk, id, lambda session, held: order_disabling(session, held, why.reason, **_by(editor.actor)))
    return send_one(desk, id, addresses=editor.role == ADMIN)


@router.post(
    "/channels/{id}/replay",
    summary="Send again what is dead or cancelled since a time: the same ids and bytes, in order",
    responses={200: {"model": ReplayedForm}, **problems(401, 403, 404, 409, 422)},
)
def replay(editor: Editor, desk: AtDesk, id: str, wish: Since) -> JSONResponse:
    """A disabled channel is tried again from now on."""
    try:
        since = read_start(wish.since)
    except ValueError as fault:
        raise _refuse("since", str(fault)) from None
    count = obey(
        desk,
        id,
        lambda session, held: order_replay(session, held, since, everything=wish.all, **_by(editor.actor)),
    )
    return JSONResponse({"channel": id, "deliveries": count})


def obey(desk: Desk, id_: str, order: Callable[[Session, Channel], Done]) -> Done:
    """An order on a channel that is held meanwhile; raises Problem where it can't be done."""
    try:
        with writing(desk.engine) as session:
            held = hold_channel(session, id_)
            if held is None:
                raise Problem(404, UNKNOWN)
            return order(session, held)
    except (NobodyLeft, Unrotatable) as refusal:
        raise Problem(409, str(refusal)) from None


def read_keep(text: str) -> timedelta:
    """How long an old secret signs as well; raises Problem."""
    try:
        kept = timedelta(seconds=parse_duration(text))
    except (ValueError, OverflowError) as fault:
        raise _refuse("keep", str(fault)) from None
    if kept > LONGEST_KEEP:
        raise _refuse("keep", f"{text!r} is longer than a year; write at most {LONGEST_KEEP.days}d.")
    return kept


def _by(actor: str) -> dict[str, Any]:
    return {"actor": actor, "now": clock.wall()}


def _refuse(parameter: str, detail: str) -> Problem:
    return Problem(422, f"{parameter}: {detail}", errors=[{"parameter": parameter, "detail": detail}])
