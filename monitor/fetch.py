"""From a source to what it answered: conditional GET, politeness towards its host, the poll's state."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from alerts.leases import LEASE
from alerts.retry import read_retry_after
from monitor import clock, http
from monitor.models import Host
from monitor.terms import SourceState

_BUSY = timedelta(milliseconds=200)


@dataclass(frozen=True, slots=True)
class Asked:
    """One poll to be made: the address and what the source last told us of its state."""

    source_id: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to; `received` only when the body differs from the last one."""

    asked: Asked
    state: SourceState
    at: datetime
    reason: str | None = None
    received: http.Received | None = None
    sha256: str | None = None
    retry_after: timedelta | None = None
    status: int | None = None


class Guest(Protocol):
    """Who asks leave at a host: a source, or the page of a single statement."""

    @property
    def id(self) -> str: ...

    @property
    def url(self) -> str: ...


def ask(client: httpx.Client, asked: Asked, now: datetime) -> Poll:
    """Poll once; every failure is a state with a sentence, never an exception."""
    headers = {"If-None-Match": asked.etag, "If-Modified-Since": asked.last_modified}
    try:
        received = http.get(client, asked.url, {name: value for name, value in headers.items() if value})
    except http.Unanswered as failure:
        return Poll(asked, SourceState.UNREACHABLE, now, str(failure))
    if received.status == httpx.codes.NOT_MODIFIED:
        return Poll(asked, SourceState.UNCHANGED, now)
    if received.status != httpx.codes.OK:
        return _refused(asked, received, now)
    sha256 = hashlib.sha256(received.body).hexdigest()
    if sha256 == asked.body_sha256:
        return Poll(asked, SourceState.UNCHANGED, now, received=None, sha256=sha256)
    return Poll(asked, SourceState.OK, now, received=received, sha256=sha256, status=received.status)


def _refused(asked: Asked, received: http.Received, now: datetime) -> Poll:
    blocked = received.status in (401, 403, 407, 429, 451)
    state = SourceState.BLOCKED if blocked else SourceState.BROKEN
    wall = clock.wall()
    until = read_retry_after(received.header("retry-after"), wall)
    wait = max(until - wall, timedelta(0)) if until else None
    reason = f"{asked.url} answered {received.status}."
    return Poll(asked, state, now, reason, retry_after=wait, status=received.status)


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
    """A leave still counts; one beyond a lease was given before the machine's clock was put back."""
    return wall < datetime.fromisoformat(until) <= wall + LEASE


def _host_row(session: Session, id: str, wall: datetime) -> Host:
    """The host's row, locked; several workers may come to a new host at once, as at a truce's start."""
    row = session.get(Host, id, with_for_update=True)
    if row is not None:
        return row
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(Host).values(id=id, free_at=wall, in_flight={})
    session.execute(new.on_conflict_do_nothing())
    return session.get_one(Host, id, with_for_update=True)
