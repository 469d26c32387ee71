"""People and their accounts: /api/v1/people, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
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
from monitor.models import User
from monitor.queries.access import PersonLine, list_people
from monitor.web.api.access_forms import LinkForm, PeopleForm, PersonForm, PersonRequest, RoleRequest
from monitor.web.api.forms import problems
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk, Desk
from monitor.web.problems import Problem
from monitor.wire import time_json

router = APIRouter(prefix="/api/v1", tags=["access"])


@router.get(
    "/people",
    summary="Every account, with its role and last use",
    responses={200: {"model": PeopleForm}, **problems(401, 403)},
)
def send_people(_admin: Admin, desk: AtDesk) -> JSONResponse:
    with reading(desk.engine) as session:
        return JSONResponse({"items": [write_person(line) for line in list_people(session)]})


@router.post(
    "/people",
    status_code=201,
    summary="Add a person",
    responses={201: {"model": LinkForm}, **problems(401, 403, 422)},
)
def add_person(admin: Admin, desk: AtDesk, sent: PersonRequest) -> JSONResponse:
    """An account without a password; who has the link of the answer chooses one."""
    try:
        with writing(desk.engine) as session:
            user, key = invite_user(session, sent.name, sent.role, clock.wall(), admin.actor)
    except BadName as fault:
        detail = str(fault).removeprefix("name: ")
        raise Problem(422, str(fault), errors=[{"parameter": "name", "detail": detail}]) from None
    return JSONResponse(_write_link(desk, user.id, key), 201)


@router.post(
    "/people/{id}/role",
    summary="Give a person another role",
    responses={200: {"model": PersonForm}, **problems(401, 403, 404, 409, 422)},
)
def give_role(admin: Admin, desk: AtDesk, id: str, sent: RoleRequest) -> JSONResponse:
    """It holds from their next request on; the last administrator stays one."""
    return _obey(desk, id, lambda session: change_role(session, id, sent.role, clock.wall(), admin.actor))


@router.post(
    "/people/{id}/disable",
    summary="Sign a person out everywhere and keep them out",
    responses={200: {"model": PersonForm}, **problems(401, 403, 404, 409)},
)
def disable(admin: Admin, desk: AtDesk, id: str) -> JSONResponse:
    return _obey(desk, id, lambda session: disable_user(session, id, clock.wall(), admin.actor))


@router.post(
    "/people/{id}/enable",
    summary="Let a person in again, with the role and the password that they had",
    responses={200: {"model": PersonForm}, **problems(401, 403, 404, 409)},
)
def enable(admin: Admin, desk: AtDesk, id: str) -> JSONResponse:
    return _obey(desk, id, lambda session: enable_user(session, id, clock.wall(), admin.actor))


@router.post(
    "/people/{id}/password",
    status_code=201,
    summary="Make a link by which a person sets a new password",
    responses={201: {"model": LinkForm}, **problems(401, 403, 404)},
)
def make_link(admin: Admin, desk: AtDesk, id: str) -> JSONResponse:
    """It replaces the link before it."""
    try:
        with writing(desk.engine) as session:
            key = make_password_key(session, id, clock.wall(), admin.actor)
    except UnknownPerson as fault:
        raise Problem(404, str(fault)) from None
    return JSONResponse(_write_link(desk, id, key), 201)


def write_person(line: PersonLine) -> dict[str, Any]:
    """An account without what is secret."""
    user = line.user
    times = {"made_at": user.made_at, "disabled_at": user.disabled_at, "seen_at": line.seen_at}
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role,
        "has_password": user.password_hash != NO_PASSWORD,
        **{name: time_json(at, UTC) if at else None for name, at in times.items()},
    }


def _obey(desk: Desk, id: str, order: Callable[[Session], User]) -> JSONResponse:
    try:
        with writing(desk.engine) as session:
            order(session)
    except UnknownPerson as fault:
        raise Problem(404, str(fault)) from None
    except LastAdministrator as refusal:
        raise Problem(409, str(refusal)) from None
    return JSONResponse(_read(desk, id))


def _read(desk: Desk, id: str) -> dict[str, Any]:
    with reading(desk.engine) as session:
        return next(write_person(line) for line in list_people(session) if line.user.id == id)


def _write_link(desk: Desk, id: str, key: str) -> dict[str, Any]:
    return {"person": _read(desk, id), "link": f"{desk.settings.base_url}/password?key={key}"}
