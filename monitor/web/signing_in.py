"""Signing in: count the try, look at the password, start a session."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Engine

from monitor.db import reading, writing
from monitor.ledger.accounts import find_user, make_first_admin
from monitor.ledger.passwords import hash_password, is_right
from monitor.ledger.people import set_password
from monitor.ledger.sessions import note_failure, start_session
from monitor.ledger.throttling import count_failure, forget_failures, forget_tries, take_try

log = logging.getLogger(__name__)


class WrongPair(Exception):
    """Name and password do not belong together; which of them is wrong is not said."""


class TooManyTries(Exception):
    """The address or the name was tried too often; `until` is when the next try may be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until


def sign_in(engine: Engine, name: str, password: str, *, address: str, old: str, now: datetime) -> str:
    """The text of a new session in place of `old`; raises WrongPair or TooManyTries.

    An unknown name costs the same work as a known one. Nothing of what was typed is logged: people
    type passwords into the wrong field.
    """
    with writing(engine) as session:
        until = take_try(session, address, name, now)
    if until is not None:
        log.warning("sign-in refused: too many tries from %s or at one name", address)
        raise TooManyTries(until)
    with reading(engine) as session:
        user = find_user(session, name)
    if not is_right(password, user.password_hash if user else None):
        with writing(engine) as session:
            note_failure(session, user, count_failure(session, user.id if user else "", now), now)
        raise WrongPair
    with writing(engine) as session:
        user = find_user(session, name)  # they may have been disabled meanwhile
        if user is None:
            raise WrongPair
        forget_tries(session, address, name)
        return start_session(session, user, now, old, forget_failures(session, user.id))


def found_desk(engine: Engine, key: str, name: str, password: str, *, old: str, now: datetime) -> str:
    """Make the first administrator and sign them in; raises UsedKey, BadName or BadPassword."""
    hashed = hash_password(password)
    with writing(engine) as session:
        user = make_first_admin(session, key, name, hashed, now)
        return start_session(session, user, now, old)


def choose_password(engine: Engine, key: str, password: str, *, old: str, now: datetime) -> str:
    """Set the password that the key is for and sign its owner in; raises UsedKey or BadPassword."""
    hashed = hash_password(password)
    with writing(engine) as session:
        user = set_password(session, key, hashed, now)
        return start_session(session, user, now, old)
