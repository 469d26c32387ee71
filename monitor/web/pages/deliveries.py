"""/deliveries: what went where, each try; sent again or cancelled by who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.deliveries import Settled
from alerts.delivery_log import UnknownMark, list_channel_ids, list_deliveries, list_rule_ids
from alerts.models import Delivery
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.sendings import order_cancel, order_retry
from monitor.queries.agreements import list_agreements
from monitor.web.api.alert_forms import DeliveryParameters
from monitor.web.api.deliveries import UNKNOWN
from monitor.web.api.marks import refuse_mark
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import Order, Ordered, can_order
from monitor.web.pages.filters import Box, Pair, Wish, list_pairs, make_box
from monitor.web.pages.rendering import render
from monitor.web.pages.sendings import STATES, make_rows
from monitor.web.pages.shell import make_shell
from monitor.web.problems import Problem

PAGE = "/deliveries"
TROUBLE = (("", "any"), ("true", "failed or given up"))
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_deliveries(
    request: Request, reader: Reader, desk: AtDesk, wishes: Annotated[DeliveryParameters, Query()]
) -> Response:
    if "" in request.query_params.values():  # a form sends what was left alone; the address stays short
        return RedirectResponse(_write_url(list_pairs(wishes)), 303)
    with reading(desk.engine) as session:
        page = _fill(session, wishes, desk)
    return render(request, "deliveries.html", **page, can_order=can_order(reader))


@router.post("/deliveries/{id}/retry")
def take_retry(order: Ordered, desk: AtDesk, id: str) -> Response:
    """The same id and the same bytes, a new ladder of tries."""
    return _obey(desk, order, lambda session: order_retry(session, id, actor=order.actor, now=clock.wall()))


@router.post("/deliveries/{id}/cancel")
def take_cancel(order: Ordered, desk: AtDesk, id: str) -> Response:
    """It is kept, with who cancelled it."""
    return _obey(desk, order, lambda session: order_cancel(session, id, actor=order.actor, now=clock.wall()))


def _obey(desk: Desk, order: Order, write: Callable[[Session], Delivery | None]) -> Response:
    try:
        with writing(desk.engine) as session:
            found = write(session)
    except Settled as refusal:
        raise Problem(409, str(refusal)) from None
    if found is None:
        raise Problem(404, UNKNOWN)
    return RedirectResponse(order.back(PAGE), 303)


def _fill(session: Session, wishes: DeliveryParameters, desk: Desk) -> dict[str, Any]:
    shell = make_shell(list_agreements(session), desk.now())
    try:
        found = list_deliveries(session, wishes.as_filter(), limit=wishes.limit + 1, after=wishes.cursor)
    except UnknownMark:
        raise refuse_mark("deliveries") from None
    pairs, lines = list_pairs(wishes), found[: wishes.limit]
    boxes = _list_boxes(session, pairs)
    is_more = len(found) > wishes.limit
    here = [*pairs, ("cursor", wishes.cursor)] if wishes.cursor else pairs
    return {
        "shell": shell,
        "rows": make_rows(session, lines, shell.zone, clock.wall()),
        "boxes": boxes,
        "asked": _list_wishes(pairs, boxes),
        "hidden": [pair for pair in pairs if pair[0] not in {box.name for box in boxes}],
        "here": _write_url(here),
        "next_url": _write_url([*pairs, ("cursor", lines[-1].id)]) if is_more else "",
        "first_url": _write_url(pairs) if wishes.cursor else "",
    }


def _list_boxes(session: Session, chosen: list[Pair]) -> list[Box]:
    channels = [(id, id) for id in list_channel_ids(session)]
    rules = [(id, id) for id in list_rule_ids(session)]
    return [
        make_box("channel", "Channel", "checkbox", channels, chosen),
        make_box("state", "State", "checkbox", list(STATES.items()), chosen),
        make_box("rule", "Rule", "checkbox", rules, chosen),
        make_box("failed", "Trouble", "radio", TROUBLE, chosen),
    ]


def _list_wishes(pairs: list[Pair], boxes: list[Box]) -> list[Wish]:
    """Every filter that is set, with the address without it; how many rows a page has is none."""
    values = {box.name: box.value for box in boxes}
    return [
        Wish(name, values.get(name, value), _write_url([pair for pair in pairs if pair[0] != name]))
        for name, value in dict(pairs).items()
        if name != "limit"
    ]


def _write_url(pairs: list[Pair]) -> str:
    return f"{PAGE}?{urlencode(pairs)}" if pairs else PAGE
