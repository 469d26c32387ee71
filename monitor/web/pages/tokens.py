"""/tokens: what lets programs in; made and shown once, revoked, with the last use."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.tokens import ROLES, UnknownRole, UnknownToken, make_token, revoke_token
from monitor.queries.access import list_tokens
from monitor.queries.agreements import list_agreements
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import AdminOrdered
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.problems import Problem

PAGE = "/tokens"
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_tokens(request: Request, _admin: Admin, desk: AtDesk) -> Response:
    return _show(request, desk)


@router.post(PAGE)
def take_token(request: Request, order: AdminOrdered, desk: AtDesk) -> Response:
    """The text of the new token stands on this answer, and nowhere afterwards."""
    role = order.fields.get("role", "")
    try:
        with writing(desk.engine) as session:
            text = make_token(session, role, clock.wall(), order.actor)
    except UnknownRole as fault:
        raise Problem(422, str(fault)) from None
    return _show(request, desk, text, role)


@router.post("/tokens/{id}/revoke")
def take_revoke(order: AdminOrdered, desk: AtDesk, id: str) -> Response:
    try:
        with writing(desk.engine) as session:
            revoke_token(session, id, clock.wall(), order.actor)
    except UnknownToken as fault:
        raise Problem(404, str(fault)) from None
    return RedirectResponse(PAGE, 303)


def _show(request: Request, desk: Desk, text: str = "", role: str = "") -> Response:
    with reading(desk.engine) as session:
        shell, tokens = make_shell(list_agreements(session), desk.now()), list_tokens(session)
    return render(request, "tokens.html", shell=shell, tokens=tokens, text=text, text_role=role, roles=ROLES)
