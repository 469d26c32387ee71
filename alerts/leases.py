"""Leases: any number of workers, and each row worked on by one of them.

Both floors take work by the same conditional updates, so they stand on the lower one.
A table that can be leased has the columns `id`, `lease_token` and `lease_until`. Every
time here is the machine's own, never a replay's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, SQLModel

from alerts.columns import new_id

LEASE = timedelta(seconds=15)
# The clocks of two machines differ by less; and who asks the time, then waits for SQLite's only
# writer, is not behind by more: a lease given meanwhile must not look as if it came from the future.
SKEW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lease:
    """A row that one worker may work on; the token changes hands with every taker."""

    id: str
    token: str


def claim_due(
    session: Session,
    table: type[SQLModel],
    due: ColumnElement[bool],
    order: Any,
    *,
    wall: datetime,
    limit: int,
) -> list[Lease]:
    """Lease up to `limit` due rows of a table with `id`, `lease_token` and `lease_until`.

    Two claimers never get the same row: PostgreSQL skips rows that another one holds,
    SQLite has one writer at a time.
    """
    columns: Any = table
    # A lease far beyond its longest term was given before the machine's clock was put back.
    from_the_future = columns.lease_until > wall + LEASE + SKEW
    free = columns.lease_until.is_(None) | (columns.lease_until <= wall) | from_the_future
    found = select(columns.id).where(due, free).order_by(order).limit(limit).with_for_update(skip_locked=True)
    ids = list(session.execute(found).scalars())
    leases = [Lease(id, new_id()) for id in ids]
    for lease in leases:
        values = {"lease_token": lease.token, "lease_until": wall + LEASE}
        session.execute(update(table).where(columns.id == lease.id).values(**values))
    return leases


def take_over(session: Session, table: type[SQLModel], lease: Lease, wall: datetime) -> Lease | None:
    """Make a handed-on lease one's own; None when it was taken by somebody else meanwhile."""
    own = Lease(lease.id, new_id())
    return own if _swap(session, table, lease, own.token, wall + LEASE) else None


def renew(session: Session, table: type[SQLModel], leases: Sequence[Lease], wall: datetime) -> None:
    """Hold leases for another term."""
    for lease in leases:
        _swap(session, table, lease, lease.token, wall + LEASE)


def release(session: Session, table: type[SQLModel], lease: Lease) -> bool:
    """Give a row back; False when the lease had passed to another worker, whose word counts then."""
    return _swap(session, table, lease, None, None)


def free_all(session: Session, table: type[SQLModel]) -> None:
    """Free every lease of a table: for a process that knows it is alone."""
    columns: Any = table
    session.execute(
        update(table).where(columns.lease_token.is_not(None)).values(lease_token=None, lease_until=None)
    )


def _swap(
    session: Session, table: type[SQLModel], lease: Lease, token: str | None, until: datetime | None
) -> bool:
    columns: Any = table
    held = (columns.id == lease.id) & (columns.lease_token == lease.token)
    result: Any = session.execute(update(table).where(held).values(lease_token=token, lease_until=until))
    return bool(result.rowcount)
