"""/agreements/new and /agreements/{id}/edit: an agreement written as a form, as YAML, or as both."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.agreements.draft import read_draft, with_faults, write_draft
from monitor.agreements.export import write_agreement
from monitor.agreements.faults import BadForm, Fault
from monitor.agreements.presets import list_presets, read_preset_text
from monitor.agreements.whole import tag_of
from monitor.db import reading
from monitor.ledger.edits import (
    Editor,
    ThingChanged,
    ThingExists,
    UnknownThing,
    add_thing,
    change_thing,
    form_id,
    read_thing,
)
from monitor.queries.agreements import get_agreement
from monitor.queries.savings import list_savings
from monitor.readers import known_kinds
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import DocumentOrdered, Order
from monitor.web.pages.agreement_orders import carry_out, read_page, read_wish
from monitor.web.pages.agreement_page import Conflict, EditPage, show_page
from monitor.web.pages.text_lines import compare_texts
from monitor.web.problems import Problem

NOUN: Final = "agreement"
UNKNOWN = "No agreement of this id is watched."
ADDED = "Saved. Its sources are polled from its start on."
SAVED = "Saved. What was read before is read anew, without alerts."
router = APIRouter(include_in_schema=False)


@router.get("/agreements/{id}/edit")
def show_edit(
    request: Request, _admin: Admin, desk: AtDesk, id: str, saved: Annotated[str, Query(max_length=8)] = ""
) -> Response:
    """As it stands; `saved` says what was done just now."""
    note = {"new": ADDED, "yes": SAVED}.get(saved, "")
    return show_page(request, desk, replace(_open(desk, id), note=note))


@router.post("/agreements/{id}/edit")
def take_edit(request: Request, order: DocumentOrdered, desk: AtDesk, id: str) -> Response:
    wish = read_wish(order.fields)
    _open(desk, id)
    page = read_page(order.fields, wish, id)
    if wish.verb == "save" and page.filled is None:
        return _save(request, desk, order, page)
    return show_page(request, desk, carry_out(desk, page, wish))


def open_new(text: str, origin: str) -> EditPage:
    """A page for an agreement that is not saved yet, from a preset's text, or from nothing."""
    draft = read_draft(text, known_kinds()) if text else write_draft({}, known_kinds())
    return EditPage(draft, origin=origin, is_fresh=not text)


def read_origin(origin: str) -> str:
    """The text of a preset; nothing for `nothing`. Raises Problem."""
    if origin == "nothing":
        return ""
    if origin not in list_presets():
        raise Problem(404, "There is no preset of this name.")
    return read_preset_text(origin)


@router.post("/agreements/new")
def take_new(request: Request, order: DocumentOrdered, desk: AtDesk) -> Response:
    wish = read_wish(order.fields)
    page = read_page(order.fields, wish, "")
    if wish.verb == "save" and page.filled is None:
        return _save(request, desk, order, page)
    return show_page(request, desk, carry_out(desk, page, wish))


def _open(desk: Desk, id_: str) -> EditPage:
    with reading(desk.engine) as session:
        text = write_agreement(session, id_)
        if text is None:
            raise Problem(404, UNKNOWN)
        seen = tag_of(read_thing(session, NOUN, id_))
    return EditPage(read_draft(text, known_kinds()), id_, seen)


def _save(request: Request, desk: Desk, order: Order, page: EditPage) -> Response:
    """422 with what is wrong; 409 where somebody saved meanwhile, with both versions and nothing lost."""
    form = page.draft.form
    if form is None:
        return show_page(request, desk, page, 422)
    editor = Editor(order.actor, desk.now())
    try:
        if not page.id:
            add_thing(desk.engine, NOUN, form, editor)
            return RedirectResponse(f"/agreements/{form_id(NOUN, form)}/edit?saved=new", 303)
        if form_id(NOUN, form) != page.id:
            return _refuse(request, desk, page, ("id",), f"is not {page.id}; an id can't be changed.")
        change_thing(desk.engine, NOUN, form, page.seen, editor)
    except ThingExists as refusal:
        return _refuse(request, desk, page, ("id",), str(refusal))
    except BadForm as bad:
        return show_page(request, desk, replace(page, draft=with_faults(page.draft, bad)), 422)
    except ThingChanged:
        return show_page(request, desk, _meet(desk, page), 409)
    except UnknownThing:
        raise Problem(404, UNKNOWN) from None
    return RedirectResponse(f"{page.address}?saved=yes", 303)


def _refuse(request: Request, desk: Desk, page: EditPage, path: tuple[str, ...], what: str) -> Response:
    draft = replace(page.draft, form=None, faults=[Fault(path, what)])
    return show_page(request, desk, replace(page, draft=draft), 422)


def _meet(desk: Desk, page: EditPage) -> EditPage:
    """Both versions: what stands is theirs, what was written stays in the form, over their version's tag."""
    with reading(desk.engine) as session:
        theirs = write_agreement(session, page.id) or ""
        seen = tag_of(read_thing(session, NOUN, page.id))
        by, at = _last_saving(session, page.id)
    conflict = Conflict(by, at, compare_texts(theirs, page.draft.text))
    return replace(page, seen=seen, conflict=conflict)


def _last_saving(session: Session, id_: str) -> tuple[str, str]:
    newest = list_savings(session, id_)[:1]
    agreement = get_agreement(session, id_)
    zone = agreement.timezone if agreement else "UTC"
    return (newest[0].by, write_stamp(newest[0].at, zone)) if newest else ("Somebody", "")
