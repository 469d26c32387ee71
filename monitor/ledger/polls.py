"""Record what a poll came to: the capture, the source's state, baselines, the next turn."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from alerts import leases
from alerts.leases import Lease
from monitor.fetch import Poll
from monitor.ledger.blanks import end_blank, note_lateness, settle_blanks
from monitor.ledger.captures import keep_capture
from monitor.ledger.moves import note_move
from monitor.ledger.poll_marks import mark_poll
from monitor.ledger.verdicts import note_answered, note_failing
from monitor.ledger.watches import last_accusation, watches_of, window_of
from monitor.ledger.work import queue_work
from monitor.models import Reading, Revision, Source, Statement, Watch
from monitor.models.work import CLASSIFY
from monitor.schedule import Window, find_pace, next_due
from monitor.terms import SourceState


def record_poll(session: Session, lease: Lease, poll: Poll) -> bool:
    """Write a poll down and give the source back; False: the lease had passed on, nothing is written.

    A new answer says nothing of the source until it was read, see ledger.listings.
    """
    if not leases.release(session, Source, lease):
        return False
    source = session.get_one(Source, lease.id, populate_existing=True)
    note_lateness(session, source, poll.at)
    source.polls += 1
    source.polled_at = poll.at
    note_move(session, source, poll)
    mark_poll(source, poll)
    if poll.state is SourceState.UNCHANGED:
        _note_unchanged(session, source, poll)
    elif poll.state is SourceState.OK:
        _note_answer(session, source, poll)
    else:
        note_failing(session, source, poll.state, poll.at, poll.reason)
    plan_turn(session, source, poll.at, poll.retry_after, unread=poll.received is not None)
    session.add(source)
    return True


def plan_turn(
    session: Session,
    source: Source,
    at: datetime,
    retry_after: timedelta | None = None,
    *,
    unread: bool = False,
) -> None:
    """Set a source's pace and its next turn after a poll at `at`; what is `unread` yet is no failure."""
    windows = [window_of(agreement) for _, agreement in watches_of(session, source.id)]
    pace = _pace(session, source, windows, at)
    source.pace = pace.total_seconds()
    source.due_at = None
    if source.enabled and source.removed_at is None:
        ours = source.state == SourceState.OUTAGE.value
        source.due_at = next_due(
            windows,
            at,
            pace=pace,
            failures=0 if unread else min(source.failures, 1) if ours else source.failures,
            blocked=source.state == SourceState.BLOCKED.value,
            retry_after=retry_after,
            jitter=random.random(),  # noqa: S311 - spreading load is no secret
        )
    end_blank(session, source, windows, at)


def _note_unchanged(session: Session, source: Source, poll: Poll) -> None:
    """The same bytes as the last answer that could not be read can't be read now, and prove nothing."""
    readable = source.read_sha256 in (None, source.body_sha256)
    if source.unread_reason is not None:
        note_failing(session, source, SourceState.BROKEN, poll.at, source.unread_reason)
    elif readable:
        may_have_missed = source.failures or source.due_at is None or poll.at > source.due_at
        note_answered(session, source, SourceState.UNCHANGED, poll.at)
        if may_have_missed:
            settle_blanks(session, source, caught_up=True)
        make_baselines(session, source.id, poll.at)


def _note_answer(session: Session, source: Source, poll: Poll) -> None:
    assert poll.received is not None  # noqa: S101 - a new answer
    source.etag = _short(poll.received.header("etag"))
    source.last_modified = _short(poll.received.header("last-modified"))
    source.body_sha256 = poll.sha256
    source.changed_at = poll.at
    keep_capture(session, source.id, poll)


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


def _pace(session: Session, source: Source, windows: list[Window], at: datetime) -> timedelta:
    every = source.document.get("every")
    if every:
        return timedelta(seconds=every)
    rhythm = timedelta(seconds=source.rhythm) if source.rhythm else None
    return find_pace(windows, at, accused_at=last_accusation(session, source.id, at), rhythm=rhythm)


def _short(validator: str | None) -> str | None:
    """A validator is sent back with every poll; an absurdly long one is done without."""
    return validator if validator and len(validator) <= 500 else None
