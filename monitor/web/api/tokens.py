"""The tokens of programs: /api/v1/tokens, for administrators."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.tokens import UnknownToken, find_token, make_token, revoke_token
from monitor.models import Token
from monitor.queries.access import list_tokens
from monitor.web.api.access_forms import MadeTokenForm, RoleRequest, TokenForm, TokensForm
from monitor.web.api.forms import problems
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem
from monitor.wire import time_json

router = APIRouter(prefix="/api/v1", tags=["access"])


@router.get(
    "/tokens",
    summary="Every token, with its role and last use",
    responses={200: {"model": TokensForm}, **problems(401, 403)},
)
def send_tokens(_admin: Admin, desk: AtDesk) -> JSONResponse:
    with reading(desk.engine) as session:
        return JSONResponse({"items": [write_token(token) for token in list_tokens(session)]})


@router.post(
    "/tokens",
    status_code=201,
    summary="Make a token",
    responses={201: {"model": MadeTokenForm}, **problems(401, 403, 422)},
)
def add_token(admin: Admin, desk: AtDesk, sent: RoleRequest) -> JSONResponse:
    """Its text is in this answer, and kept nowhere."""
    with writing(desk.engine) as session:
        text = make_token(session, sent.role, clock.wall(), admin.actor)
        made = find_token(session, text)
        if made is None:
            raise Problem(404, "The token was revoked meanwhile.")
        return JSONResponse(write_token(made) | {"token": text}, 201)


@router.post(
    "/tokens/{id}/revoke",
    summary="Let a token in no more",
    responses={200: {"model": TokenForm}, **problems(401, 403, 404)},
)
def revoke(admin: Admin, desk: AtDesk, id: str) -> JSONResponse:
    try:
        with writing(desk.engine) as session:
            revoke_token(session, id, clock.wall(), admin.actor)
            return JSONResponse(write_token(session.get_one(Token, id)))
    except UnknownToken as fault:
        raise Problem(404, str(fault)) from None


def write_token(token: Token) -> dict[str, Any]:
    """A token without its hash."""
    times = {"made_at": token.made_at, "used_at": token.used_at, "revoked_at": token.revoked_at}
    written = {name: time_json(at, UTC) if at else None for name, at in times.items()}
    return {"id": token.id, "role": token.role, **written}
