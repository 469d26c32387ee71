"""Who may look: a person who is signed in, a token of any role; in a demo, whoever reaches the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger import sessions, tokens, uses
from monitor.web.cookies import read_session
from monitor.web.desk import AtDesk, Desk
from monitor.web.formkeys import make_form_key
from monitor.web.problems import NotSignedIn, Problem
from monitor.web.visitor import Visitor, remember_visitor

LOOKING = ("GET", "HEAD")
EDITORS = ("reviewer", "admin")
ADMIN = "admin"
_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="`ceasewatch token create` makes one. A browser that is signed in may read without it.",
)


def require_reader(
    request: Request, desk: AtDesk, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Visitor:
    """Who reads; raises NotSignedIn. A token that is sent counts, whatever cookie comes with it.

    A session is proof enough for looking only: what changes anything asks for a form's key as well.
    """
    visitor = find_token(desk, given.credentials) if given else None
    if given is None and request.method in LOOKING:
        visitor = find_person(desk, read_session(request), clock.wall())
    if visitor is None and desk.open_to_read:
        visitor = Visitor("viewer")
    if visitor is not None:
        return remember_visitor(request, visitor)
    if given is None:
        raise NotSignedIn("No token was sent; `ceasewatch token create --role viewer` makes one.")
    raise NotSignedIn("The token is not known, or it was revoked.")


def find_person(desk: Desk, text: str, now: datetime) -> Visitor | None:
    """The person behind a session's text."""
    if not text:
        return None
    with reading(desk.engine) as session:
        found = sessions.find_session(session, text, now)
        if found is None:
            return None
        row, user = found
        visitor = Visitor(user.role, user.name, user.id, make_form_key(text))
    if uses.needs_note(row, now):
        with writing(desk.engine) as session:
            uses.note_use(session, row, now)
    return visitor


def find_token(desk: Desk, text: str) -> Visitor | None:
    """The role behind a token's text."""
    now = clock.wall()
    with reading(desk.engine) as session:
        token = tokens.find_token(session, text)
        if token is None:
            return None
    if uses.needs_note(token, now):
        with writing(desk.engine) as session:
            uses.note_use(session, token, now)
    return Visitor(token.role, token_id=token.id)


Reader = Annotated[Visitor, Depends(require_reader)]


def require_editor(visitor: Reader) -> Visitor:
    """Who may change what goes out; raises Problem for a role that only looks."""
    if visitor.role not in EDITORS:
        raise Problem(
            403, f"A {visitor.role} may look and change nothing; this takes a {' or '.join(EDITORS)}."
        )
    return visitor


Editor = Annotated[Visitor, Depends(require_editor)]


def require_admin(visitor: Reader) -> Visitor:
    """Who keeps the desk: people, tokens, the journal; raises Problem for another role."""
    if visitor.role != ADMIN:
        raise Problem(403, f"This page is for an administrator; you are signed in as {visitor.role}.")
    return visitor


Admin = Annotated[Visitor, Depends(require_admin)]
