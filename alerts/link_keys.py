"""The key that signs the links of this installation's mails: made on first use, once."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from alerts.models import SigningKey

LINKS = "links"


def take_link_key(session: Session, wall: datetime) -> bytes:
    """The key; made when there is none. Of two processes at once the second waits and takes the first's."""
    found = find_link_key(session)
    if found is not None:
        return found
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"purpose": LINKS, "key": secrets.token_urlsafe(32), "made_at": wall}
    session.execute(insert(SigningKey).values(**values).on_conflict_do_nothing())
    return session.get_one(SigningKey, LINKS).key.encode()


def find_link_key(session: Session) -> bytes | None:
    """The key; None while no mail was written, so that every link is a forged one."""
    row = session.get(SigningKey, LINKS)
    return row.key.encode() if row is not None else None
