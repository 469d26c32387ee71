"""The two cookies: who is signed in, and which forms were shown to whom is not.

Both are HttpOnly (no script of a page needs them), for the whole desk, and, when CEASEWATCH_BASE_URL
begins with https, Secure with the `__Host-` prefix, so that no neighbouring host name can plant them.
SameSite is Lax and not Strict: alerts link to claims, and with Strict a reader who follows such a
link from a web mailer would arrive signed out. Lax sends the cookie along only when a person follows
a link (GET, which changes nothing here); what changes anything has its own guard, see `posting`.
Cookies do not tell ports apart: on plain HTTP another program on the same host name receives them.
"""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from monitor.ledger.sessions import LASTS
from monitor.web.desk import desk_of

SESSION = "ceasewatch_session"
FORM = "ceasewatch_form"


def read_session(request: Request) -> str:
    """The text of the session, or nothing."""
    return request.cookies.get(_full_name(request, SESSION), "")


def read_form_seed(request: Request) -> str:
    """What the forms shown to a stranger are bound to, or nothing."""
    return request.cookies.get(_full_name(request, FORM), "")


def set_session(request: Request, response: Response, text: str) -> None:
    _set(request, response, SESSION, text, int(LASTS.total_seconds()))


def drop_session(request: Request, response: Response) -> None:
    _set(request, response, SESSION, "", 0)


def set_form_seed(request: Request, response: Response, text: str) -> None:
    """Until the browser is closed."""
    _set(request, response, FORM, text, None)


def is_secure(request: Request) -> bool:
    """Whether people reach this desk over https."""
    return desk_of(request).settings.base_url.lower().startswith("https://")


def _full_name(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_secure(request) else name


def _set(request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _full_name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
