"""/login and /logout: a session for who knows a name and its password, and its end."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor import clock
from monitor.db import writing
from monitor.ledger.sessions import end_session
from monitor.web.auth import find_person
from monitor.web.cookies import drop_session, read_session, set_session
from monitor.web.desk import AtDesk
from monitor.web.pages.login_form import local_path, show_sign_in
from monitor.web.posting import SignedForm, StrangersForm
from monitor.web.signing_in import TooManyTries, WrongPair, sign_in

WRONG = "This name and this password do not belong together. Check both; capitals count in the password."
router = APIRouter(include_in_schema=False)


@router.get("/login")
def show_login(request: Request, desk: AtDesk) -> Response:
    """Who is signed in already goes on; before the first administrator exists, answered as signed out."""
    goes_to = request.query_params.get("next", "/")
    if find_person(desk, read_session(request), clock.wall()) is not None:
        return RedirectResponse(local_path(goes_to), 303)
    return show_sign_in(request, 200, goes_to=goes_to)


@router.post("/login")
def take_login(request: Request, desk: AtDesk, form: StrangersForm) -> Response:
    """A session and on to where the reader wanted to be; else the form again, without the password.

    Tries count for the address that connects; uvicorn puts the client's in its place when a proxy on
    loopback (or one named in FORWARDED_ALLOW_IPS) says it. Behind any other proxy all share one.
    """
    now, name, goes_to = clock.wall(), form.get("name", ""), form.get("next", "/")
    address = request.client.host if request.client else "unknown"
    try:
        text = sign_in(
            desk.engine,
            name,
            form.get("password", ""),
            address=address,
            old=read_session(request),
            now=now,
        )
    except WrongPair:
        return show_sign_in(request, 401, goes_to=goes_to, name=name, fault=WRONG)
    except TooManyTries as refusal:
        seconds = max(1, round((refusal.until - now).total_seconds()))
        fault = f"Too many tries. The next one may be at {refusal.until:%H:%M:%S} UTC."
        wait = {"Retry-After": str(seconds)}
        return show_sign_in(request, 429, wait, goes_to=goes_to, name=name, fault=fault)
    answer = RedirectResponse(local_path(goes_to), 303)
    set_session(request, answer, text)
    return answer


@router.post("/logout")
def take_logout(request: Request, desk: AtDesk, _form: SignedForm) -> Response:
    """The session ends here and in the database."""
    with writing(desk.engine) as session:
        end_session(session, read_session(request), clock.wall())
    answer = RedirectResponse("/login", 303)
    drop_session(request, answer)
    return answer
