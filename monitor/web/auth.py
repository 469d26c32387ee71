"""Who may look: a bearer token of any role; in a demo, whoever reaches the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.tokens import find_token, needs_note, note_use
from monitor.web.desk import AtDesk, Desk
from monitor.web.problems import NotSignedIn

_bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="`ceasewatch token create` makes one."
)


def require_reader(
    desk: AtDesk, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> str:
    """The role of the reader; raises NotSignedIn."""
    role = _role_of(desk, given.credentials) if given else None
    if role is not None:
        return role
    if desk.open_to_read:
        return "viewer"
    if given is None:
        raise NotSignedIn("No token was sent; `ceasewatch token create --role viewer` makes one.")
    raise NotSignedIn("The token is not known, or it was revoked.")


def _role_of(desk: Desk, text: str) -> str | None:
    now = clock.wall()
    with reading(desk.engine) as session:
        token = find_token(session, text)
        if token is None:
            return None
        id, role, stale = token.id, token.role, needs_note(token, now)
    if stale:
        with writing(desk.engine) as session:
            note_use(session, id, now)
    return role


Reader = Annotated[str, Depends(require_reader)]
