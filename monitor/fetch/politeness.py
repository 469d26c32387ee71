"""Politeness towards one host, held across processes: a gap between requests, few of them at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from alerts.leases import LEASE, SKEW
from monitor.models import Host

_BUSY = timedelta(milliseconds=200)


class Guest(Protocol):
    """Who asks leave at a host: a source, or the page of a single statement."""

    @property
    def id(self) -> str: ...

    @property
    def url(self) -> str: ...


class Caller(NamedTuple):
    """A guest as plain values."""

    id: str
    url: str


def enter_host(
    session: Session, guest: Guest, wall: datetime, *, gap: timedelta, most: int
) -> timedelta | None:
    """Ask leave to request from the guest's host; None is leave, else how long to wait before asking again.

    Holds across processes: the host's row is locked, the gap between requests and the
    number in flight stand in it. Leave must be given back by `leave_host`; it lapses with
    the lease of a worker that died.
    """
    host = _host_row(session, host_of(guest.url), wall)
    in_flight = {id: until for id, until in host.in_flight.items() if _lasts(until, wall)}
    if host.free_at > wall:
        return min(host.free_at - wall, gap)  # further off only when the machine's clock was put back
    if len(in_flight) >= most:
        return _BUSY
    host.in_flight = in_flight | {guest.id: (wall + LEASE).isoformat()}
    host.free_at = wall + gap
    session.add(host)
    return None


def stay_at_host(session: Session, guest: Guest, wall: datetime) -> None:
    """Renew the leave of a request that is still under way."""
    host = _host_row(session, host_of(guest.url), wall)
    if guest.id in host.in_flight:
        host.in_flight = host.in_flight | {guest.id: (wall + LEASE).isoformat()}
        session.add(host)


def leave_host(session: Session, guest: Guest, wall: datetime) -> None:
    """Give leave back."""
    host = _host_row(session, host_of(guest.url), wall)
    host.in_flight = {id: until for id, until in host.in_flight.items() if id != guest.id}
    session.add(host)


def host_of(url: str) -> str:
    """`host:port`, the unit of politeness."""
    parts = urlsplit(url)
    port = parts.port or {"https": 443}.get(parts.scheme, 80)
    return f"{(parts.hostname or '').lower()}:{port}"


def _lasts(until: str, wall: datetime) -> bool:
    """A leave still counts; one far beyond a lease was given before the machine's clock was put back."""
    return wall < datetime.fromisoformat(until) <= wall + LEASE + SKEW


def _host_row(session: Session, id: str, wall: datetime) -> Host:
    """The host's row, locked; several workers may come to a new host at once, as at a truce's start."""
    row = session.get(Host, id, with_for_update=True)
    if row is not None:
        return row
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(Host).values(id=id, free_at=wall, in_flight={})
    session.execute(new.on_conflict_do_nothing())
    return session.get_one(Host, id, with_for_update=True)
