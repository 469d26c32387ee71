"""What is ordered of a channel on its page: test, rotate, enable, disable, replay."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor import clock
from monitor.ledger.channel_care import (
    order_disabling,
    order_enabling,
    order_replay,
    order_rotation,
    order_test,
)
from monitor.web.api.channel_care import obey, read_keep
from monitor.web.desk import AtDesk
from monitor.web.orders import AdminOrdered, Order, Ordered
from monitor.web.pages.channels import PAGE, show_secret
from monitor.web.parameters import read_start
from monitor.web.problems import Problem

router = APIRouter(include_in_schema=False)


@router.post("/channels/{id}/test")
def take_test(order: Ordered, desk: AtDesk, id: str) -> Response:
    """Status and time stand in its row; what the receiver wrote is kept nowhere."""
    obey(desk, id, lambda session, held: order_test(session, held, **_by(order)))
    return _back(order, id)


@router.post("/channels/{id}/rotate")
def take_rotation(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    """The new secret stands on this answer, and nowhere afterwards."""
    kept = read_keep(order.fields.get("keep", "").strip() or "24h")
    made = obey(desk, id, lambda session, held: order_rotation(session, held, kept, **_by(order)))
    return show_secret(request, desk, id, made.secret)


@router.post("/channels/{id}/enable")
def take_enabling(order: Ordered, desk: AtDesk, id: str) -> Response:
    obey(desk, id, lambda session, held: order_enabling(session, held, **_by(order)))
    return _back(order, id)


@router.post("/channels/{id}/disable")
def take_disabling(order: Ordered, desk: AtDesk, id: str) -> Response:
    reason = order.fields.get("reason", "")
    obey(desk, id, lambda session, held: order_disabling(session, held, reason, **_by(order)))
    return _back(order, id)


@router.post("/channels/{id}/replay")
def take_replay(order: Ordered, desk: AtDesk, id: str) -> Response:
    """The same ids and bytes, in their order."""
    try:
        since = read_start(order.fields.get("since", "").strip())
    except ValueError as fault:
        raise Problem(422, f"since: {fault}") from None
    everything = order.fields.get("all") == "true"
    obey(
        desk,
        id,
        lambda session, held: order_replay(session, held, since, everything=everything, **_by(order)),
    )
    return _back(order, id)


def _back(order: Order, id: str) -> Response:
    return RedirectResponse(order.back(f"{PAGE}/{id}#tries"), 303)


def _by(order: Order) -> dict[str, Any]:
    return {"actor": order.actor, "now": clock.wall()}
