"""How often somebody may try to sign in: counted per address and per name, in the database.

A try is counted before the password is looked at, so that many at once get no further than one
after the other, and every process of the desk counts together. A window is not prolonged by
tries within it. Whoever knows a name can close it for the rest of a window to those who are not
signed in; sessions and tokens go on. A network of IPv6 (/64) is one address.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from monitor.ledger.accounts import name_key
from monitor.ledger.digests import digest
from monitor.models import SignInTries

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 30
PER_NAME = 10
_SWEPT_AT_ONCE = 200


def take_try(session: Session, address: str, name: str, now: datetime) -> datetime | None:
    """Count a try; None when it may go on, else when the next one may. Commit it before the look.

    A refused address counts against no name: otherwise one machine could close every name.
    """
    _sweep(session, now)
    for key, limit in ((_address_key(address), PER_ADDRESS), (_name_key(name), PER_NAME)):
        tries, until = _count(session, key, now)
        if tries > limit:
            return until
    return None


def forget_tries(session: Session, address: str, name: str) -> None:
    """The name was proven: its tries are forgotten, and the address gets this one back, no more.

    Otherwise an account of one's own would buy endless tries at others.
    """
    one_back = update(SignInTries).where(
        col(SignInTries.key) == _address_key(address), col(SignInTries.tries) > 0
    )
    session.execute(one_back.values(tries=SignInTries.tries - 1))
    session.execute(delete(SignInTries).where(col(SignInTries.key) == _name_key(name)))


def count_failure(session: Session, user_id: str, now: datetime) -> int:
    """How many tries failed at an account within the window, this one included; "" for unknown names."""
    return _count(session, digest(f"failed:{user_id}"), now)[0]


def forget_failures(session: Session, user_id: str) -> int:
    """The account was opened: how many tries had failed there before within the window."""
    row = session.get(SignInTries, digest(f"failed:{user_id}"))
    if row is None:
        return 0
    session.delete(row)
    return row.tries


def _count(session: Session, key: str, now: datetime) -> tuple[int, datetime]:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    over = col(SignInTries.until) <= now
    statement = (
        insert(SignInTries)
        .values(key=key, tries=1, until=now + WINDOW)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "tries": case((over, 1), else_=col(SignInTries.tries) + 1),
                "until": case((over, now + WINDOW), else_=col(SignInTries.until)),
            },
        )
        .returning(col(SignInTries.tries), col(SignInTries.until))
    )
    tries, until = session.execute(statement).one()
    return int(tries), until


def _sweep(session: Session, now: datetime) -> None:
    over = select(SignInTries.key).where(col(SignInTries.until) <= now).limit(_SWEPT_AT_ONCE)
    # Two processes that sweep at once must not wait for each other's rows in opposite orders.
    session.execute(
        delete(SignInTries).where(col(SignInTries.key).in_(over.with_for_update(skip_locked=True)))
    )


def _address_key(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return digest(f"address:{address}")
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is None:
        return digest(f"address:{ipaddress.ip_network((ip, 64), strict=False)}")
    return digest(f"address:{getattr(ip, 'ipv4_mapped', None) or ip}")


def _name_key(name: str) -> str:
    return digest(f"name:{name_key(name)}")
