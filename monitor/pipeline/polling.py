"""The first step: poll one source and record what came."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlmodel import Session

from alerts import leases
from alerts.leases import Lease
from monitor import clock
from monitor.db import writing
from monitor.fetch import Asked, Poll, ask, enter_host, leave_host, stay_at_host
from monitor.ledger.listings import queue_revisits
from monitor.ledger.polls import record_poll
from monitor.models import Source
from monitor.pipeline.facts import source_facts
from monitor.pipeline.tools import Tools, say_unforeseen
from monitor.readers import reader_for
from monitor.terms import SourceState

log = logging.getLogger(__name__)


def fetch_source(tools: Tools, lease: Lease) -> None:
    """Poll one source and record what came."""
    with writing(tools.engine) as session:
        asked = _begin_poll(session, tools, lease)
    if asked is None:
        return
    poll = ask(tools.client, asked, tools.now())
    with writing(tools.engine) as session:
        leave_host(session, session.get_one(Source, lease.id), clock.wall())
        record_poll(session, lease, poll)
        queue_revisits(session, lease.id, tools.now())
    if poll.reason:
        log.warning("%s", poll.reason, extra={"source": lease.id})


def note_failed_poll(tools: Tools, lease: Lease, error: Exception) -> None:
    """A poll failed in a way that none of the rooms foresaw: the source shows it and falls due again."""
    with writing(tools.engine) as session:
        source = session.get_one(Source, lease.id)
        reason = say_unforeseen(error)
        leave_host(session, source, clock.wall())
        record_poll(
            session, lease, Poll(Asked(source.id, source.url), SourceState.BROKEN, tools.now(), reason)
        )


def stay_at_host_of(tools: Tools, lease: Lease) -> None:
    """Renew the leave of a poll that takes longer than a lease; a commit of its own, so that no two rows
    are ever locked the other way round than at a poll's end.
    """
    with writing(tools.engine) as session:
        stay_at_host(session, session.get_one(Source, lease.id), clock.wall())


def _begin_poll(session: Session, tools: Tools, lease: Lease) -> Asked | None:
    """Leave from the source's host, or the time to come back."""
    source = session.get_one(Source, lease.id)
    settings = tools.settings
    gap = timedelta(seconds=settings.host_gap)
    wait = enter_host(session, source, clock.wall(), gap=gap, most=settings.host_concurrency)
    if wait is not None:
        source.due_at = tools.now() + wait
        session.add(source)
        session.flush()
        leases.release(session, Source, lease)
        return None
    address = reader_for(source.kind).address(source_facts(session, source))
    return Asked(source.id, address, source.etag, source.last_modified, source.body_sha256)
