"""The page that signs in; whatever a signed-out person asked for answers with it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

from monitor.db import reading
from monitor.ledger.accounts import has_user
from monitor.web.cookies import read_form_seed, set_form_seed
from monitor.web.desk import desk_of
from monitor.web.formkeys import make_form_key
from monitor.web.pages.rendering import render

# One slash and then no second one, no backslash, no blank: a browser reads "//x" as another host.
LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,2000}\Z")
ENTRY = ("/login", "/logout", "/first", "/password")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="ceasewatch"'}


def show_sign_in(
    request: Request,
    status: int,
    headers: Mapping[str, str] | None = None,
    *,
    goes_to: str | None = None,
    name: str = "",
    fault: str = "",
) -> Response:
    """The form, or where no account exists yet how to make one (then always 401).

    `goes_to`: where the reader wants to be afterwards; by itself, the page that was asked for.
    """
    with reading(desk_of(request).engine) as session:
        ready = has_user(session)
    target = local_path(goes_to if goes_to is not None else _asked_for(request))
    values = {"ready": ready, "goes_to": target, "name": name, "fault": fault}
    if not ready:
        return render(request, "login.html", 401, {**CHALLENGE, **(headers or {})}, **values)
    return render_form(request, "login.html", status, headers, **values)


def render_form(
    request: Request, name: str, /, status: int, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """A page with a form for a stranger; its key is bound to a cookie, which several open pages share."""
    known = read_form_seed(request)
    seed = known or secrets.token_urlsafe(32)
    answer = render(request, name, status, headers, form_key=make_form_key(seed), **values)
    if not known:
        set_form_seed(request, answer, seed)
    return answer


def local_path(text: str) -> str:
    """The address if it leads to a page of this desk, else its first page."""
    if not LOCAL.match(text) or text.partition("?")[0] in ENTRY:
        return "/"
    return text


def _asked_for(request: Request) -> str:
    if request.method != "GET":
        return "/"
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")
