"""/sources/{id}: one outlet, its last polls, and what may be ordered of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session, select

from monitor.agreements.faults import BadForm
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.given import check_given
from monitor.agreements.whole import tag_of
from monitor.db import reading, writing
from monitor.ledger.edits import (
    Editor,
    ThingChanged,
    ThingNeeded,
    UnknownThing,
    change_thing,
    read_thing,
    remove_thing,
)
from monitor.ledger.moves import NoMove, approve_move
from monitor.ledger.poll_orders import NotPolled, order_poll, say_why_not
from monitor.models import Source, Watch
from monitor.queries.agreements import list_agreements
from monitor.queries.sources import SourceView, find_source
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import AdminOrdered, Order, Ordered, can_order
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.sources import make_rows
from monitor.web.pages.try_results import TryResult, make_result
from monitor.web.problems import Problem
from monitor.web.trying import Refusal, read_facts, try_now
from monitor.web.visitor import Visitor, visitor_of

NOUN: Final = "source"
UNKNOWN = "No source in use has this id."
MOST_BLANKS = 30
router = APIRouter(include_in_schema=False)


@router.get("/sources/{id}")
def show_source(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    return _show(request, desk, id)


@router.post("/sources/{id}/try")
def take_try(request: Request, _order: Ordered, desk: AtDesk, id: str) -> Response:
    """Fetched once and shown beside what is known; nothing is recorded."""
    with reading(desk.engine) as session:
        view = _find(session, desk, id)
        document = read_thing(session, NOUN, id)
        agreement, speaker = _find_reader(session, view)
    facts = read_facts(document, agreement.timezone if agreement else "UTC")
    if isinstance(facts, Refusal):
        return _show(request, desk, id, 422, tried=facts)
    trial = try_now(desk.engine, desk.settings, facts, desk.now())
    zone = agreement.timezone if agreement else "UTC"
    return _show(request, desk, id, tried=make_result(trial, agreement, speaker, desk.now(), zone))


@router.post("/sources/{id}/poll")
def take_poll(request: Request, order: Ordered, desk: AtDesk, id: str) -> Response:
    try:
        with writing(desk.engine) as session:
            found = order_poll(session, id, by=order.actor, now=desk.now())
    except NotPolled as refusal:
        return _show(request, desk, id, 409, note=str(refusal))
    return _go_back(id, found=found)


@router.post("/sources/{id}/enable")
def take_enable(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    return _switch(request, desk, order, id, {"enabled": True})


@router.post("/sources/{id}/disable")
def take_disable(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    """It is polled no more until it is enabled; what was recorded stays."""
    return _switch(request, desk, order, id, {"enabled": False})


@router.post("/sources/{id}/approve")
def take_approval(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    """Whoever answers at the new host speaks for the publisher from now on."""
    try:
        with writing(desk.engine) as session:
            approve_move(session, id, desk.now(), order.actor)
    except NoMove as refusal:
        return _show(request, desk, id, 409, note=str(refusal))
    return _go_back(id)


@router.post("/sources/{id}/remove")
def take_removal(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    seen, editor = order.fields.get("seen", ""), Editor(order.actor, desk.now())
    try:
        remove_thing(desk.engine, NOUN, id, seen, editor)
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except (ThingChanged, ThingNeeded) as refusal:
        return _show(request, desk, id, 409, note=str(refusal))
    return RedirectResponse("/sources", 303)


def _switch(request: Request, desk: Desk, order: Order, id_: str, change: Mapping[str, Any]) -> Response:
    try:
        with reading(desk.engine) as session:
            document = read_thing(session, NOUN, id_)
        form = check_given(NOUN, {**document, **change})
        change_thing(desk.engine, NOUN, form, order.fields.get("seen", ""), Editor(order.actor, desk.now()))
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except ThingChanged as refusal:
        return _show(request, desk, id_, 409, note=str(refusal))
    except BadForm as bad:
        return _show(request, desk, id_, 422, note=" ".join(fault.what for fault in bad.faults))
    return _go_back(id_)


def _go_back(id_: str, *, found: bool = True) -> Response:
    if not found:
        raise Problem(404, UNKNOWN)
    return RedirectResponse(f"/sources/{id_}", 303)


def _show(
    request: Request,
    desk: Desk,
    id_: str,
    status: int = 200,
    *,
    note: str = "",
    tried: TryResult | Refusal | None = None,
) -> Response:
    visitor = visitor_of(request) or Visitor("viewer")
    with reading(desk.engine) as session:
        view = _find(session, desk, id_)
        shell = make_shell(list(view.agreements) or list_agreements(session), desk.now())
        (row,) = make_rows(session, [view], shell.zone.key, desk.now(), MOST_BLANKS)
        page: dict[str, Any] = {
            "shell": shell,
            "row": row,
            "seen": tag_of(read_thing(session, NOUN, id_)),
            "why_not": say_why_not(session, session.get_one(Source, id_), desk.now()),
        }
    return render(
        request, "source.html", status, **page, note=note, tried=tried, can_order=can_order(visitor)
    )


def _find(session: Session, desk: Desk, id_: str) -> SourceView:
    view = find_source(session, id_, desk.now())
    if view is None:
        raise Problem(404, UNKNOWN)
    return view


def _find_reader(session: Session, view: SourceView) -> tuple[AgreementForm | None, str | None]:
    """The first agreement that watches it, and whose outlet it is there."""
    if not view.agreements:
        return None, None
    first = view.agreements[0]
    mine = (Watch.agreement_id == first.id, Watch.source_id == view.source.id)
    watch = session.exec(select(Watch).where(*mine)).one()
    return AgreementForm.model_validate(first.document), watch.speaker
