"""/first?key=...: the one-time link, which makes the first administrator.

The key stands in the address because the link must work without a script. So the page sends no
referrer, is kept by no cache, and hands the key on in the form: the POST's address is bare.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor import clock
from monitor.db import reading
from monitor.ledger.accounts import BadName, UsedKey, is_first_key
from monitor.ledger.passwords import LONGEST, SHORTEST, BadPassword
from monitor.web.cookies import read_session, set_session
from monitor.web.desk import AtDesk, Desk
from monitor.web.pages.login_form import render_form
from monitor.web.posting import StrangersForm
from monitor.web.problems import Problem
from monitor.web.signing_in import found_desk

NO_REFERRER = {"Referrer-Policy": "no-referrer"}
VOID = (
    "This link makes no administrator: it was used already, or a later start of Ceasewatch replaced it."
    " `ceasewatch run` prints a new one at each start while there is no account."
)
UNEQUAL = "The two passwords differ; type the same one twice."
router = APIRouter(include_in_schema=False)


@router.get("/first")
def show_first(request: Request, desk: AtDesk, key: str = "") -> Response:
    """Looking uses nothing up: mail programs and chats open links of their own accord."""
    _need_key(desk, key)
    return _show(request, 200, key)


@router.post("/first")
def take_first(request: Request, desk: AtDesk, form: StrangersForm) -> Response:
    """The administrator is made, signed in, and sees the desk."""
    key, name, password = form.get("key", ""), form.get("name", ""), form.get("password", "")
    _need_key(desk, key)
    if password != form.get("again", ""):
        return _show(request, 422, key, name, {"password": UNEQUAL})
    try:
        text = found_desk(desk.engine, key, name, password, old=read_session(request), now=clock.wall())
    except BadName as fault:
        return _show(request, 422, key, name, {"name": str(fault)})
    except BadPassword as fault:
        return _show(request, 422, key, name, {"password": str(fault)})
    except UsedKey:
        raise Problem(404, VOID, NO_REFERRER) from None
    answer = RedirectResponse("/", 303, NO_REFERRER)
    set_session(request, answer, text)
    return answer


def _need_key(desk: Desk, key: str) -> None:
    with reading(desk.engine) as session:
        if not is_first_key(session, key):
            raise Problem(404, VOID, NO_REFERRER)


def _show(
    request: Request, status: int, key: str, name: str = "", faults: dict[str, str] | None = None
) -> Response:
    return render_form(
        request,
        "first.html",
        status,
        NO_REFERRER,
        key=key,
        name=name,
        faults=faults or {},
        shortest=SHORTEST,
        longest=LONGEST,
    )
