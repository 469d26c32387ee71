"""/channels: where alerts go, whether anything arrives there, and what a person orders of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.configuration import find_channel
from alerts.delivery_log import DeliveryFilter, list_deliveries
from alerts.models import PENDING
from alerts.replaying import find_missing_since
from alerts.standing import list_channels
from monitor import clock
from monitor.agreements.faults import BadForm, Fault
from monitor.agreements.given import check_given, inside_thing
from monitor.agreements.whole import tag_of, whole_channel
from monitor.db import reading
from monitor.ledger.edits import (
    ANY,
    Editor,
    ThingChanged,
    ThingExists,
    ThingNeeded,
    UnknownThing,
    add_thing,
    change_thing,
    remove_thing,
)
from monitor.queries.agreements import list_agreements
from monitor.queries.versions import list_versions
from monitor.web.api.editing import UNKNOWN
from monitor.web.auth import ADMIN, Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import AdminOrdered, Order, can_order
from monitor.web.pages.channel_fields import (
    MAKE,
    list_kinds,
    list_ways,
    name_field,
    read_written,
    write_fields,
)
from monitor.web.pages.rendering import render
from monitor.web.pages.sendings import make_rows
from monitor.web.pages.shell import make_shell
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor, visitor_of
from monitor.wire import time_json

PAGE = "/channels"
MOST_SENDINGS = 10
CHANGED = "It was changed since you opened it. Save again to write over that version."
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_channels(request: Request, reader: Reader, desk: AtDesk) -> Response:
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        lines = list_channels(session, clock.wall())
        last = {line.id: _list_rows(session, line.id, shell.zone, 1) for line in lines}
    page: dict[str, Any] = {"shell": shell, "channels": lines, "last": last}
    return render(request, "channels.html", **page, can_order=can_order(reader))


@router.get("/channels/new")
def show_new(request: Request, _reader: Reader, desk: AtDesk, kind: str = "email") -> Response:
    known = kind if kind in list_kinds() else "email"
    return _show(request, desk, "", {"kind": known, "how": MAKE if known == "webhook" else "text"})


@router.get("/channels/{id}")
def show_channel(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    return _show(request, desk, id)


@router.post(PAGE)
def take_channel(request: Request, order: AdminOrdered, desk: AtDesk) -> Response:
    """A secret that was made here stands on this answer, and nowhere afterwards."""
    id_ = order.fields.get("id", "").strip()
    written = read_written(order.fields, id_)
    try:
        form = check_given("channel", written.document)
        add_thing(desk.engine, "channel", form, _editor(order, desk))
    except BadForm as bad:
        return _refuse(request, desk, "", order.fields, inside_thing("channel", bad))
    except ThingExists as taken:
        return _refuse(request, desk, "", order.fields, [Fault(("id",), str(taken))], 409)
    return _answer(request, desk, id_, written.secret)


@router.post("/channels/{id}")
def take_change(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    """Over the version that was seen; the secret that is kept stays unless another one is given."""
    written = read_written(order.fields, id)
    try:
        form = check_given("channel", written.document)
        change_thing(desk.engine, "channel", form, order.fields.get("seen", ""), _editor(order, desk))
    except BadForm as bad:
        return _refuse(request, desk, id, order.fields, inside_thing("channel", bad))
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except ThingChanged as changed:
        fields = {**order.fields, "seen": tag_of(changed.current)}
        return _refuse(request, desk, id, fields, [Fault((), CHANGED)], 409)
    return _answer(request, desk, id, written.secret)


@router.post("/channels/{id}/remove")
def take_remove(order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    """What waits there is cancelled, and kept."""
    try:
        remove_thing(desk.engine, "channel", id, order.fields.get("seen") or ANY, _editor(order, desk))
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except (ThingChanged, ThingNeeded) as refusal:
        raise Problem(409, str(refusal)) from None
    return RedirectResponse(PAGE, 303)


def show_secret(request: Request, desk: Desk, id: str, secret: str) -> Response:
    """The page of a channel with its new secret: shown here, and never again."""
    return _show(request, desk, id, secret=secret)


def _answer(request: Request, desk: Desk, id_: str, secret: str) -> Response:
    return show_secret(request, desk, id_, secret) if secret else RedirectResponse(f"{PAGE}/{id_}", 303)


def _refuse(
    request: Request, desk: Desk, id: str, fields: Mapping[str, str], faults: Any, status: int = 422
) -> Response:
    """Each sentence at its field. A secret that was written stands in no answer."""
    told: dict[str, str] = {}
    for fault in faults:
        field = name_field(fault.path, fields.get("kind", ""))
        told[field] = " ".join(filter(None, (told.get(field), fault.what)))
    kept = {**fields, "secret": ""} if fields.get("how") == "text" else dict(fields)
    return _show(request, desk, id, kept, told, status)


def _show(
    request: Request,
    desk: Desk,
    id: str,
    fields: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
    secret: str = "",
) -> Response:
    visitor = visitor_of(request) or Visitor("viewer")
    with reading(desk.engine) as session:
        page = _fill(session, desk, id, fields)
    more: dict[str, Any] = {"faults": faults or {}, "secret": secret}
    more |= {"can_keep": visitor.form_key != "" and visitor.role == ADMIN, "can_order": can_order(visitor)}
    return render(request, "channel.html", status, **page, **more)


def _fill(session: Session, desk: Desk, id: str, given: Mapping[str, str] | None) -> dict[str, Any]:
    channel = find_channel(session, id) if id else None
    if id and channel is None:
        raise Problem(404, "No channel in use has this id.")
    shell, wall = make_shell(list_agreements(session), desk.now()), clock.wall()
    lines = list_channels(session, wall)
    document = whole_channel(channel) if channel else None
    stands = {"seen": tag_of(document), **write_fields(document)} if document else {}
    fields = stands | dict(given or {})
    missed = find_missing_since(session, channel) if channel else None
    rows = _list_rows(session, id, shell.zone, MOST_SENDINGS) if channel else []
    return {
        "shell": shell,
        "channels": lines,
        "id": id,
        "line": next((line for line in lines if line.id == id), None),
        "fields": fields,
        "kinds": list_kinds(),
        "keepings": list_ways(fields["kind"], is_new=channel is None),
        "unsubscribed": list(channel.unsubscribed) if channel else [],
        "since": time_json(missed or wall - timedelta(days=1), UTC),
        "rows": rows,
        "awaited": any(row.line.type == "test" and row.line.state == PENDING for row in rows),
        "versions": list_versions(session, "channel", id)[:20] if channel else [],
    }


def _list_rows(session: Session, id: str, zone: Any, limit: int) -> list[Any]:
    lines = list_deliveries(session, DeliveryFilter(channels=(id,)), limit=limit)
    return make_rows(session, lines, zone, clock.wall())


def _editor(order: Order, desk: Desk) -> Editor:
    return Editor(order.actor, desk.now())
