"""/rules: who is told of what; a rule as one sentence of controls, tried over history before it is saved."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.agreements.faults import BadForm, Fault
from monitor.agreements.given import check_given, inside_thing
from monitor.agreements.references import name_actors
from monitor.agreements.single_rule import BadRule, check_unsaved_rule
from monitor.agreements.whole import tag_of
from monitor.db import reading
from monitor.ledger.edits import (
    ANY,
    Editor,
    ThingChanged,
    ThingExists,
    UnknownThing,
    add_thing,
    change_thing,
    form_id,
    read_thing,
    remove_thing,
)
from monitor.queries.agreements import list_agreements
from monitor.web.api.editing import UNKNOWN
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import Choices, ChoicesOrdered, Ordered, can_order
from monitor.web.pages.rendering import render
from monitor.web.pages.rule_fields import USUAL, name_field, read_document, write_fields
from monitor.web.pages.rule_view import Edited, fill_list, fill_rule
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor, visitor_of

PAGE = "/rules"
CHANGED = "It was changed since you opened it. Compare before you save: what you see is yours."
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_rules(request: Request, reader: Reader, desk: AtDesk) -> Response:
    with reading(desk.engine) as session:
        page = fill_list(session, desk.now())
    return render(request, "rules.html", **page, can_order=can_order(reader))


@router.get("/rules/new")
def show_new(request: Request, _reader: Reader, desk: AtDesk, agreement: str = "*") -> Response:
    return _show(request, desk, Edited("", {**USUAL, "agreement": [agreement]}))


@router.get("/rules/{id}")
def show_rule(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    document = _find(desk, id)
    return _show(request, desk, Edited(id, write_fields(document), seen=tag_of(document)))


@router.post("/rules/try")
def take_try(request: Request, order: ChoicesOrdered, desk: AtDesk) -> Response:
    """The page as it was filled in, with what the rule would have sent; nothing is saved."""
    edited = Edited(order.first("rule"), order.values, seen=order.first("seen"))
    document = read_document(order.values)
    tried = {key: value for key, value in document.items() if key != "id" and (key != "send_to" or value)}
    try:
        with reading(desk.engine) as session:
            actors = {each.id: name_actors(each.document) for each in list_agreements(session)}
            edited.tried = check_unsaved_rule(tried | ({"id": edited.id} if edited.id else {}), actors)
    except BadRule as bad:
        return _show(request, desk, _with_faults(edited, bad.faults), 422)
    return _show(request, desk, edited)


@router.post(PAGE)
def take_rule(request: Request, order: ChoicesOrdered, desk: AtDesk) -> Response:
    edited = Edited("", order.values)
    try:
        form = check_given("rule", read_document(order.values))
        add_thing(desk.engine, "rule", form, _editor(order, desk))
    except BadForm as bad:
        return _show(request, desk, _with_faults(edited, inside_thing("rule", bad)), 422)
    except ThingExists as taken:
        return _show(request, desk, _with_faults(edited, [Fault(("id",), str(taken))]), 409)
    return RedirectResponse(f"{PAGE}/{form_id('rule', form)}", 303)


@router.post("/rules/{id}")
def take_change(request: Request, order: ChoicesOrdered, desk: AtDesk, id: str) -> Response:
    """Over the version that was seen; who saved since is told, and nothing is lost."""
    edited = Edited(id, order.values, seen=order.first("seen"))
    try:
        form = check_given("rule", read_document(order.values) | {"id": id})
        change_thing(desk.engine, "rule", form, edited.seen, _editor(order, desk))
    except BadForm as bad:
        return _show(request, desk, _with_faults(edited, inside_thing("rule", bad)), 422)
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except ThingChanged as changed:
        edited.seen, edited.conflict = tag_of(changed.current), CHANGED
        edited.tried = form.content.rules[0]
        return _show(request, desk, edited, 409)
    return RedirectResponse(f"{PAGE}/{id}", 303)


@router.post("/rules/{id}/remove")
def take_remove(order: Ordered, desk: AtDesk, id: str) -> Response:
    """It is marked, and what it opened still goes out."""
    try:
        remove_thing(
            desk.engine, "rule", id, order.fields.get("seen") or ANY, Editor(order.actor, desk.now())
        )
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    except ThingChanged as changed:
        raise Problem(409, str(changed)) from None
    return RedirectResponse(PAGE, 303)


def _find(desk: Desk, id: str) -> dict[str, Any]:
    try:
        with reading(desk.engine) as session:
            return read_thing(session, "rule", id)
    except UnknownThing:
        raise Problem(404, "No rule in use has this id.") from None


def _editor(order: Choices, desk: Desk) -> Editor:
    return Editor(order.actor, desk.now())


def _with_faults(edited: Edited, faults: Any) -> Edited:
    """Each sentence at its field; what has none stands above the form."""
    for fault in faults:
        field, what = name_field(fault.path), fault.what.replace(", without quotes", "")
        edited.faults[field] = " ".join(filter(None, (edited.faults.get(field), what)))
    return edited


def _show(request: Request, desk: Desk, edited: Edited, status: int = 200) -> Response:
    visitor = visitor_of(request) or Visitor("viewer")
    with reading(desk.engine) as session:
        page = fill_rule(session, edited, desk.now())
    if page["busy"]:
        status = 503
    return render(request, "rule.html", status, **page, can_order=can_order(visitor))
