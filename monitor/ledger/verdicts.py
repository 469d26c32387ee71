"""What a poll or a reading says of a source: it answered, or it fails."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from monitor.health.cadence import is_quiet
from monitor.health.states import has_lasted
from monitor.ledger.blanks import close_blank, open_blank
from monitor.ledger.outages import OURS, hide_in_outage, note_recovery
from monitor.ledger.states import set_state
from monitor.ledger.telling import tell_of_state
from monitor.models import Source
from monitor.terms import SourceState

_QUIET = "Nothing new was published for longer than is usual for this outlet."


def note_answered(
    session: Session, source: Source, state: SourceState, at: datetime, reason: str | None = None
) -> None:
    """The expected list stands there: `ok`, `unchanged` or `gap`, or else `quiet` for too long."""
    recovers = source.state == SourceState.OUTAGE.value
    close_blank(session, source, at)
    source.failures, source.failing_since, source.answered_at = 0, None, at
    if state is not SourceState.GAP and is_quiet(source.newest_at, source.quiet_after, at):
        state, reason = SourceState.QUIET, _QUIET
    if not _still_shows_gap(session, source, state, at):
        set_state(source, state, at, reason)
    session.add(source)
    if recovers:
        session.flush()
        note_recovery(session, at)
    tell_of_state(session, source, at)


def note_failing(
    session: Session, source: Source, state: SourceState, at: datetime, reason: str | None
) -> None:
    """The expected list could not be had; what is known stays as it is."""
    source.failures += 1
    source.failing_since = source.failing_since or at
    shown = hide_in_outage(session, source, state, at)
    set_state(source, shown, at, OURS if shown is SourceState.OUTAGE else reason)
    open_blank(session, source, at)
    session.add(source)
    tell_of_state(session, source, at)


def _still_shows_gap(session: Session, source: Source, state: SourceState, at: datetime) -> bool:
    """A gap is over with the next poll, and yet shown for two intervals, so that somebody sees it.

    What may have been missed stays missed: no notice says that it is over.
    """
    if source.state != SourceState.GAP.value or state is SourceState.GAP:
        return False
    if not has_lasted(source.state_since, at, source.pace):
        return True
    tell_of_state(session, source, at)
    source.told_state = None
    return False
