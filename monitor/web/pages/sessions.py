"""/sessions: where I am signed in, and signing out elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.digests import digest
from monitor.ledger.sessions import IDLE, end_other_sessions
from monitor.models import User
from monitor.queries.access import list_sessions
from monitor.queries.agreements import list_agreements
from monitor.web.auth import Reader
from monitor.web.cookies import read_session
from monitor.web.desk import AtDesk
from monitor.web.orders import Sender
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.posting import SignedForm
from monitor.web.problems import Problem

PAGE = "/sessions"
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_sessions(request: Request, reader: Reader, desk: AtDesk) -> Response:
    """A person's; a token has none."""
    if not reader.user_id:
        raise Problem(403, "This page is for who is signed in; a token has no sessions.")
    now = clock.wall()
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        rows = list_sessions(session, reader.user_id, now, now - IDLE)
    own = digest(read_session(request))
    return render(request, "sessions.html", shell=shell, rows=rows, own=own)


@router.post(PAGE)
def take_sign_out(request: Request, sender: Sender, form: SignedForm, desk: AtDesk) -> Response:
    """The session that is named, or all but this one."""
    with writing(desk.engine) as session:
        user = session.get_one(User, sender.user_id)
        end_other_sessions(session, user, read_session(request), clock.wall(), form.get("session", ""))
    return RedirectResponse(PAGE, 303)
