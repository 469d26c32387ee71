"""Accounts: the first administrator through a one-time key, everybody after by order; each in the journal."""

from __future__ import annotations

import ipaddress
import secrets
import unicodedata
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.ledger.digests import digest
from monitor.ledger.journal import append_entry
from monitor.ledger.tokens import ROLES, UnknownRole
from monitor.models import FirstKey, User

LONGEST_NAME = 60
LONGEST_KEY = 200
_THE_ROW = "first"
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class BadName(ValueError):
    """A name that can't be taken; its text is one sentence for the person who chose it."""


class UsedKey(ValueError):
    """The one-time key is not known, was used, or an account exists already."""


def make_first_key(session: Session, now: datetime) -> str | None:
    """A new key for the one-time link, in place of the last one; None when an account exists.

    It is a row, not a value of the process, because the desk may run in another process than the
    one that printed the link. The row goes when it is used, and is worth nothing beside any account.
    """
    if has_user(session):
        return None
    text = secrets.token_urlsafe(32)
    session.merge(FirstKey(id=_THE_ROW, sha256=digest(text), made_at=now))
    session.flush()
    return text


def is_first_key(session: Session, text: str) -> bool:
    """Whether the key would make the first administrator now; asking uses nothing up."""
    if not text or len(text) > LONGEST_KEY or has_user(session):
        return False
    row = session.get(FirstKey, _THE_ROW)
    return row is not None and secrets.compare_digest(row.sha256, digest(text))


def make_first_admin(session: Session, key: str, name: str, hashed: str, now: datetime) -> User:
    """Use the key up and make the administrator; raises UsedKey or BadName, and then nothing is changed.

    Of two requests with one key the row goes to one: the other finds it gone.
    """
    used = session.execute(
        delete(FirstKey).where(col(FirstKey.id) == _THE_ROW, col(FirstKey.sha256) == digest(key))
    )
    if used.rowcount != 1 or has_user(session):  # type: ignore[attr-defined]  # a DELETE counts its rows
        raise UsedKey("The link was used already, or a later start of Ceasewatch replaced it.")
    return _make_user(session, name, hashed, "admin", now, "the one-time link")


def add_user(session: Session, name: str, hashed: str, role: str, now: datetime, by: str) -> User:
    """An account of a role; raises BadName or UnknownRole. It ends the one-time link."""
    check_role(role)
    session.execute(delete(FirstKey).where(col(FirstKey.id) == _THE_ROW))
    return _make_user(session, name, hashed, role, now, by)


def find_user(session: Session, name: str) -> User | None:
    """Who has the name and may sign in; case does not matter."""
    try:
        read_name(name)
    except BadName:
        return None
    return session.exec(
        select(User).where(User.name_key == name_key(name), col(User.disabled_at).is_(None))
    ).first()


def has_user(session: Session) -> bool:
    """Whether any account was ever made."""
    return session.exec(select(User.id).limit(1)).first() is not None


def doubt_host(session: Session, host: str) -> str | None:
    """None when the desk may listen on `host`, else a sentence that says what to do first.

    Without an administrator the first stranger who comes by could not be told from the operator.
    """
    if _is_loopback(host):
        return None
    admins = select(User.id).where(User.role == "admin", col(User.disabled_at).is_(None)).limit(1)
    if session.exec(admins).first() is not None:
        return None
    return (
        f"The desk does not listen on {host or 'every address'}, beyond this machine, while it has no"
        " administrator; make one with `ceasewatch user add NAME --role admin`, then start it again."
    )


def read_name(text: str) -> str:
    """The name as it is kept: blanks joined, in one Unicode form; raises BadName."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not name:
        raise BadName("The name is empty; write one.")
    if len(name) > LONGEST_NAME:
        raise BadName(f"The name has more than {LONGEST_NAME} characters; choose a shorter one.")
    if any(unicodedata.category(letter) in _UNSEEN for letter in name):
        raise BadName("The name has a character that nobody can see; write it with letters and figures.")
    return name


def name_key(text: str) -> str:
    """The same for every way of writing a name: case, blanks and Unicode form do not matter."""
    return unicodedata.normalize("NFKC", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def check_role(role: str) -> None:
    """Raises UnknownRole."""
    if role not in ROLES:
        raise UnknownRole(f"role: {role!r} does not exist; choose one of {', '.join(ROLES)}.")


def _make_user(session: Session, name: str, hashed: str, role: str, now: datetime, by: str) -> User:
    name = read_name(name)
    taken = BadName(f"The name {name!r} is taken; choose another.")
    key = name_key(name)
    if session.exec(select(User.id).where(User.name_key == key)).first() is not None:
        raise taken
    user = User(id=new_id(), name=name, name_key=key, password_hash=hashed, role=role, made_at=now)
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # somebody else took it since we looked
        raise taken from None
    details = {"name": name, "role": role}
    append_entry(session, kind="account", subject=f"user:{user.id}", actor=by, now=now, details=details)
    return user


def _is_loopback(host: str) -> bool:
    """An empty host means every interface; only one name is loopback wherever it is looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
