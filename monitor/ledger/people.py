"""What an administrator does to an account: its role, whether it may sign in, a link to a new password."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from monitor.ledger.accounts import LONGEST_KEY, UsedKey, add_user, check_role
from monitor.ledger.digests import digest
from monitor.ledger.journal import append_entry
from monitor.ledger.sessions import end_all_sessions
from monitor.models import FirstKey, User

LINK_LASTS = timedelta(days=2)
NO_PASSWORD = ""  # the hash of none: nothing that is typed fits it
_PREFIX = "password:"


class UnknownPerson(ValueError):
    """No account has this id; its text is one sentence."""


class LastAdministrator(ValueError):
    """Nobody would be left who may do this; its text says the mend."""


def invite_user(session: Session, name: str, role: str, now: datetime, by: str) -> tuple[User, str]:
    """An account without a password, and the key of the link that sets one; raises BadName or UnknownRole."""
    user = add_user(session, name, NO_PASSWORD, role, now, by)
    return user, make_password_key(session, user.id, now, by)


def change_role(session: Session, user_id: str, role: str, now: datetime, by: str) -> User:
    """It holds from the next request on; raises UnknownRole, UnknownPerson or LastAdministrator."""
    check_role(role)
    able = _hold_administrators(session)
    user = _hold(session, user_id)
    if role != user.role:
        _keep_one(able, user)
        before, user.role = user.role, role
        _note(session, user, "role", now, by, before=before)
    return user


def disable_user(session: Session, user_id: str, now: datetime, by: str) -> User:
    """They are signed out everywhere and may not sign in; raises UnknownPerson or LastAdministrator."""
    able = _hold_administrators(session)
    user = _hold(session, user_id)
    if user.disabled_at is None:
        _keep_one(able, user)
        user.disabled_at = now
        end_all_sessions(session, user)
        _drop_key(session, user)
        _note(session, user, "disable", now, by)
    return user


def enable_user(session: Session, user_id: str, now: datetime, by: str) -> User:
    """With the role and the password that they had; raises UnknownPerson."""
    user = _hold(session, user_id)
    if user.disabled_at is not None:
        user.disabled_at = None
        _note(session, user, "enable", now, by)
    return user


def make_password_key(session: Session, user_id: str, now: datetime, by: str) -> str:
    """The key of a link that sets a password, once, within two days; raises UnknownPerson.

    It replaces the link before. The old password goes on until the new one is set.
    """
    user = _hold(session, user_id)
    if user.disabled_at is not None:
        raise UnknownPerson(f"{user.name} is disabled; enable the account first.")
    text = secrets.token_urlsafe(32)
    session.merge(FirstKey(id=f"{_PREFIX}{user.id}", sha256=digest(text), made_at=now))
    session.flush()
    _note(session, user, "password link", now, by)
    return text


def find_by_key(session: Session, text: str, now: datetime) -> User | None:
    """Whose password the key would set now; asking uses nothing up."""
    if not text or len(text) > LONGEST_KEY:
        return None
    found = session.exec(select(FirstKey).where(FirstKey.sha256 == digest(text))).first()
    if found is None or not found.id.startswith(_PREFIX) or found.made_at <= now - LINK_LASTS:
        return None
    user = session.get(User, found.id.removeprefix(_PREFIX))
    return user if user is not None and user.disabled_at is None else None


def set_password(session: Session, key: str, hashed: str, now: datetime) -> User:
    """Use the key up; whoever was signed in as this user no longer is. Raises UsedKey."""
    user = find_by_key(session, key, now)
    used = delete(FirstKey).where(col(FirstKey.sha256) == digest(key))
    if user is None or session.execute(used).rowcount != 1:  # type: ignore[attr-defined]  # a DELETE counts
        raise UsedKey("The link was used already, replaced by a newer one, or is older than two days.")
    user.password_hash = hashed
    end_all_sessions(session, user)
    _note(session, user, "password", now, user.name)
    return user


def _hold(session: Session, user_id: str) -> User:
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise UnknownPerson("No account has this id.")
    return user


def _hold_administrators(session: Session) -> list[str]:
    """The ids of those who can sign in, held before anything else and in one order.

    So two who remove each other at once wait for one another, and the second finds itself the last.
    """
    able = (User.role == "admin", col(User.disabled_at).is_(None), User.password_hash != NO_PASSWORD)
    return [
        user.id for user in session.exec(select(User).where(*able).order_by(col(User.id)).with_for_update())
    ]


def _keep_one(able: list[str], leaving: User) -> None:
    if able == [leaving.id]:
        raise LastAdministrator(
            f"{leaving.name} is the only administrator who can sign in; make another one first."
        )


def _drop_key(session: Session, user: User) -> None:
    session.execute(delete(FirstKey).where(col(FirstKey.id) == f"{_PREFIX}{user.id}"))


def _note(session: Session, user: User, action: str, now: datetime, by: str, **more: str) -> None:
    details = {"action": action, "name": user.name, "role": user.role, **more}
    append_entry(session, kind="account", subject=f"user:{user.id}", actor=by, now=now, details=details)
