"""Record what a poll came to: the capture, the source's state, baselines, the next turn."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from alerts import leases
from alerts.columns import new_id
from alerts.leases import Lease
from monitor.fetch import Poll
from monitor.ledger.watches import watches_of, window_of
from monitor.ledger.work import CLASSIFY, READ, queue_work
from monitor.models import Agreement, Capture, Reading, Revision, Source, Statement, Watch
from monitor.schedule import next_due
from monitor.terms import SourceState

_ANSWERED = frozenset({SourceState.OK, SourceState.UNCHANGED})


def record_poll(session: Session, lease: Lease, poll: Poll) -> bool:
    """Write a poll down and give the source back; False: the lease had passed on, nothing is written."""
    if not leases.release(session, Source, lease):
        return False
    source = session.get_one(Source, lease.id, populate_existing=True)
    watches = watches_of(session, source.id)
    source.polls += 1
    source.polled_at = poll.at
    if poll.state in _ANSWERED:
        _note_answer(session, source, poll)
        if poll.received is None and source.state != SourceState.BROKEN.value:
            make_baselines(session, source.id, poll.at)
    else:
        source.failures += 1
        set_state(source, poll.state, poll.at, poll.reason)
    source.due_at = _next_turn(source, watches, poll)
    session.add(source)
    return True


def set_state(source: Source, state: SourceState, at: datetime, reason: str | None) -> None:
    """A state keeps the time since which it lasts."""
    if source.state != state.value:
        source.state = state.value
        source.state_since = at
    source.state_reason = reason


def _note_answer(session: Session, source: Source, poll: Poll) -> None:
    source.failures = 0
    source.answered_at = poll.at
    # The same bytes as the last answer that could not be read can't be read now.
    if poll.state is SourceState.OK or source.state != SourceState.BROKEN.value:
        set_state(source, poll.state, poll.at, None)
    if poll.received is None:
        return
    source.etag = _short(poll.received.header("etag"))
    source.last_modified = _short(poll.received.header("last-modified"))
    source.body_sha256 = poll.sha256
    source.changed_at = poll.at
    capture = capture_of(source.id, poll)
    session.add(capture)
    queue_work(session, READ, capture.id, now=poll.at)


def capture_of(source_id: str, poll: Poll) -> Capture:
    """What a poll received, as it is kept."""
    assert poll.received is not None and poll.sha256 is not None  # noqa: S101, PT018 - the caller asked
    return Capture(
        id=new_id(),
        source_id=source_id,
        requested_url=poll.asked.url,
        final_url=poll.received.final_url,
        status=poll.received.status,
        headers=[list(pair) for pair in poll.received.headers],
        media_type=poll.received.header("content-type"),
        body=poll.received.body,
        sha256=poll.sha256,
        received_at=poll.at,
    )


def make_baselines(session: Session, source_id: str, at: datetime) -> None:
    """The first answer after an agreement's start that could be read is its baseline: what stood at
    the source at `at` is known from now on. A page that is no list proves nothing.
    """
    for watch, agreement in watches_of(session, source_id):
        if watch.baseline_at is None and window_of(agreement).is_watched(at):
            watch.baseline_at = at
            session.add(watch)
            _read_what_stands(session, watch, at)


def _read_what_stands(session: Session, watch: Watch, at: datetime) -> None:
    """Statements that an earlier agreement brought in are read for this one too."""
    current = (col(Revision.statement_id) == Statement.id) & (col(Revision.number) == Statement.revision)
    seen = select(Reading.id).where(
        Reading.revision_id == Revision.id, Reading.agreement_id == watch.agreement_id
    )
    unread = (
        select(Revision.id)
        .join(Statement, current)
        .where(Statement.source_id == watch.source_id, ~seen.exists())
        .order_by(col(Revision.published_at))
    )
    for revision_id in session.exec(unread).all():
        queue_work(session, CLASSIFY, revision_id, agreement_id=watch.agreement_id, now=at)


def _next_turn(source: Source, watches: list[tuple[Watch, Agreement]], poll: Poll) -> datetime | None:
    if not source.enabled or source.removed_at is not None:
        return None
    every = source.document.get("every")
    return next_due(
        [window_of(agreement) for _, agreement in watches],
        poll.at,
        every=timedelta(seconds=every) if every else None,
        failures=source.failures,
        retry_after=poll.retry_after,
        jitter=random.random(),  # noqa: S311 - spreading load is no secret
    )


def _short(validator: str | None) -> str | None:
    """A validator is sent back with every poll; an absurdly long one is done without."""
    return validator if validator and len(validator) <= 500 else None
