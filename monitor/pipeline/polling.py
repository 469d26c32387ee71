"""The first step: poll one source and record what came."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from alerts import leases
from alerts.leases import Lease
from monitor import clock
from monitor.db import reading, writing
from monitor.fetch import Asked, Caller, Poll, ask, leave_host, stay_at_host
from monitor.fetch.robots import Wish
from monitor.ledger.listings import queue_revisits
from monitor.ledger.polls import record_poll
from monitor.models import Source
from monitor.pipeline.facts import source_facts
from monitor.pipeline.leave import learn_robots, seek_leave
from monitor.pipeline.tools import Tools, say_unforeseen
from monitor.readers import Unreadable, reader_for
from monitor.terms import SourceState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A poll that may be made; `robots`: once the host's robots.txt is known."""

    asked: Asked
    robots: bool

    @property
    def caller(self) -> Caller:
        return Caller(self.asked.source_id, self.asked.url)


def fetch_source(tools: Tools, lease: Lease) -> None:
    """Poll one source and record what came."""
    turn = _begin(tools, lease)
    if turn is not None and turn.robots:
        learn_robots(tools, turn.caller)
        turn = _begin(tools, lease, learnt=True)
    if turn is None:
        return
    began = clock.monotonic()
    poll = ask(tools.client, turn.asked, tools.now())
    _record(tools, lease, replace(poll, took_ms=round((clock.monotonic() - began) * 1000)))
    with writing(tools.engine) as session:
        queue_revisits(session, lease.id, tools.now())


def note_failed_poll(tools: Tools, lease: Lease, error: Exception) -> None:
    """A poll failed in a way that none of the rooms foresaw: the source shows it and falls due again."""
    asked = Asked(lease.id, _address_of(tools, lease))
    _record(tools, lease, Poll(asked, SourceState.BROKEN, tools.now(), say_unforeseen(error)))


def stay_at_host_of(tools: Tools, lease: Lease) -> None:
    """Renew the leave of a poll that takes longer than a lease; a commit of its own, so that no two rows
    are ever locked the other way round than at a poll's end.
    """
    caller = Caller(lease.id, _address_of(tools, lease))
    with writing(tools.engine) as session:
        stay_at_host(session, caller, clock.wall())


def _begin(tools: Tools, lease: Lease, *, learnt: bool = False) -> _Turn | None:
    """Leave from the host of the source's address; None: it is to come back, or the poll is over already."""
    with writing(tools.engine) as session:
        source = session.get_one(Source, lease.id)
        try:
            address = reader_for(source.kind).address(source_facts(session, source))
        except Unreadable as refusal:
            asked = Asked(source.id, source.url)
            record_poll(session, lease, Poll(asked, SourceState.BROKEN, tools.now(), str(refusal)))
            return None
        asked = Asked(source.id, address, source.etag, source.last_modified, source.body_sha256)
        leave = seek_leave(session, tools, Caller(source.id, address), learnt=learnt)
        if leave.refusal is not None:
            record_poll(session, lease, _refused(asked, leave.refusal, tools.now()))
            return None
        if leave.wait is not None:
            _come_back(session, lease, source, tools.now() + leave.wait)
            return None
        return _Turn(asked, leave.robots)


def _refused(asked: Asked, wish: Wish, now: datetime) -> Poll:
    return Poll(asked, wish.state, now, wish.reason, retry_after=wish.again)


def _come_back(session: Session, lease: Lease, source: Source, due_at: datetime) -> None:
    source.due_at = due_at
    session.add(source)
    session.flush()
    leases.release(session, Source, lease)


def _record(tools: Tools, lease: Lease, poll: Poll) -> None:
    with writing(tools.engine) as session:
        leave_host(session, Caller(lease.id, poll.asked.url), clock.wall())
        record_poll(session, lease, poll)
    if poll.reason:
        log.warning("%s", poll.reason, extra={"source": lease.id})


def _address_of(tools: Tools, lease: Lease) -> str:
    """What is requested of a source; its own address when its reader knows none."""
    with reading(tools.engine) as session:
        source = session.get_one(Source, lease.id)
        try:
            return reader_for(source.kind).address(source_facts(session, source))
        except Unreadable:
            return source.url
