"""/people: who may sign in, as what; accounts made, changed, disabled, and links to a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.accounts import BadName
from monitor.ledger.people import (
    NO_PASSWORD,
    LastAdministrator,
    UnknownPerson,
    change_role,
    disable_user,
    enable_user,
    invite_user,
    make_password_key,
)
from monitor.ledger.tokens import ROLES, UnknownRole
from monitor.models import User
from monitor.queries.access import list_people
from monitor.queries.agreements import list_agreements
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import AdminOrdered
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.problems import Problem

PAGE = "/people"
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_people(request: Request, _admin: Admin, desk: AtDesk) -> Response:
    return _show(request, desk, 200)


@router.post(PAGE)
def take_person(request: Request, order: AdminOrdered, desk: AtDesk) -> Response:
    """An account without a password, and the link that sets one: shown here, and never again."""
    name, role = order.fields.get("name", ""), order.fields.get("role", "")
    try:
        with writing(desk.engine) as session:
            user, key = invite_user(session, name, role, clock.wall(), order.actor)
    except (BadName, UnknownRole) as fault:
        return _show(request, desk, 422, fault=str(fault), name=name)
    return _show(request, desk, 200, about=user, key=key)


@router.post("/people/{id}/role")
def take_role(order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    role = order.fields.get("role", "")
    return _obey(desk, lambda session: change_role(session, id, role, clock.wall(), order.actor))


@router.post("/people/{id}/disable")
def take_disable(order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    return _obey(desk, lambda session: disable_user(session, id, clock.wall(), order.actor))


@router.post("/people/{id}/enable")
def take_enable(order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    return _obey(desk, lambda session: enable_user(session, id, clock.wall(), order.actor))


@router.post("/people/{id}/password")
def take_password_link(request: Request, order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    """A new link in place of the last one: shown here, and never again."""
    try:
        with writing(desk.engine) as session:
            key = make_password_key(session, id, clock.wall(), order.actor)
            user = session.get_one(User, id)
    except UnknownPerson as fault:
        raise Problem(404, str(fault)) from None
    return _show(request, desk, 200, about=user, key=key)


def _obey(desk: Desk, write: Callable[[Session], User]) -> Response:
    try:
        with writing(desk.engine) as session:
            write(session)
    except UnknownPerson as fault:
        raise Problem(404, str(fault)) from None
    except LastAdministrator as refusal:
        raise Problem(409, str(refusal)) from None
    except UnknownRole as fault:
        raise Problem(422, str(fault)) from None
    return RedirectResponse(PAGE, 303)


def _show(
    request: Request,
    desk: Desk,
    status: int,
    *,
    fault: str = "",
    name: str = "",
    about: User | None = None,
    key: str = "",
) -> Response:
    with reading(desk.engine) as session:
        values: dict[str, Any] = {
            "shell": make_shell(list_agreements(session), desk.now()),
            "people": list_people(session),
        }
    link = f"{desk.settings.base_url}/password?key={key}" if key else ""
    more: dict[str, Any] = {"about": about, "link": link, "roles": ROLES, "no_password": NO_PASSWORD}
    return render(request, "people.html", status, fault=fault, name=name, **values, **more)
