"""/password?key=...: the one-time link by which a person chooses a password; kept as bare as /first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor import clock
from monitor.db import reading
from monitor.ledger.accounts import UsedKey
from monitor.ledger.passwords import LONGEST, SHORTEST, BadPassword
from monitor.ledger.people import find_by_key
from monitor.web.cookies import read_session, set_session
from monitor.web.desk import AtDesk, Desk
from monitor.web.pages.first import NO_REFERRER, UNEQUAL
from monitor.web.pages.login_form import render_form
from monitor.web.posting import StrangersForm
from monitor.web.problems import Problem
from monitor.web.signing_in import choose_password

VOID = (
    "This link sets no password: it was used already, a newer one replaced it, or it is older than two days."
    " An administrator makes a new one."
)
router = APIRouter(include_in_schema=False)


@router.get("/password")
def show_password(request: Request, desk: AtDesk, key: str = "") -> Response:
    """Looking uses nothing up."""
    return _show(request, 200, key, _need_name(desk, key))


@router.post("/password")
def take_password(request: Request, desk: AtDesk, form: StrangersForm) -> Response:
    """The password is set, its owner signed in here and signed out everywhere else."""
    key, password = form.get("key", ""), form.get("password", "")
    name = _need_name(desk, key)
    if password != form.get("again", ""):
        return _show(request, 422, key, name, UNEQUAL)
    try:
        text = choose_password(desk.engine, key, password, old=read_session(request), now=clock.wall())
    except BadPassword as fault:
        return _show(request, 422, key, name, str(fault))
    except UsedKey:
        raise Problem(404, VOID, NO_REFERRER) from None
    answer = RedirectResponse("/", 303, NO_REFERRER)
    set_session(request, answer, text)
    return answer


def _need_name(desk: Desk, key: str) -> str:
    with reading(desk.engine) as session:
        user = find_by_key(session, key, clock.wall())
    if user is None:
        raise Problem(404, VOID, NO_REFERRER)
    return user.name


def _show(request: Request, status: int, key: str, name: str, fault: str = "") -> Response:
    return render_form(
        request,
        "password.html",
        status,
        NO_REFERRER,
        key=key,
        name=name,
        fault=fault,
        shortest=SHORTEST,
        longest=LONGEST,
    )
