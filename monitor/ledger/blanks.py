"""Times without coverage: opened and closed as a source fails and answers; silence must not read as peace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.health.states import is_late, patience
from monitor.models import Blank, Source
from monitor.models.coverage import NOT_RUNNING
from monitor.schedule import Window, watched_until
from monitor.terms import SourceState


def open_blank(session: Session, source: Source, at: datetime) -> None:
    """A source that does not answer is blank from its last answer on; another reason is another row."""
    why = source.state or ""
    lasting = _lasting(session, source)
    if lasting is not None and lasting.why == why:
        return
    if lasting is not None:
        lasting.to_at = at
        session.add(lasting)
        session.flush()
    from_at = at if lasting is not None else source.answered_at or at
    session.add(Blank(id=new_id(), source_id=source.id, from_at=from_at, why=why))


def close_blank(session: Session, source: Source, at: datetime) -> None:
    """It answers; whether anything was missed shows when its list is compared with the last one."""
    lasting = _lasting(session, source) if source.failures or source.failing_since else None
    if lasting is not None:
        lasting.to_at = at
        session.add(lasting)


def end_blank(session: Session, source: Source, windows: Sequence[Window], at: datetime) -> None:
    """A blank ends with the watch when no further poll comes before that; a source out of use is not watched.

    Call it after the source's next turn was set at `at`.
    """
    in_use = source.enabled and source.removed_at is None
    until = watched_until(windows, at) if in_use else at
    if source.due_at is not None and (until is None or source.due_at < until):
        return
    lasting = _lasting(session, source)
    if lasting is not None:
        lasting.to_at = max(until or at, lasting.from_at)
        session.add(lasting)


def note_lateness(session: Session, source: Source, at: datetime) -> None:
    """A poll long after its time: our own service was down meanwhile."""
    due = source.due_at
    if due is not None and not source.failures and is_late(due, at, source.pace):
        session.add(Blank(id=new_id(), source_id=source.id, from_at=due, to_at=at, why=NOT_RUNNING))


def settle_blanks(session: Session, source: Source, caught_up: bool) -> bool:
    """A list was compared with the last one that was read before the blanks; whether there were any.

    One of at most two intervals that was caught up is forgotten: it is a hiccup.
    """
    unsettled = (col(Blank.to_at).is_not(None), col(Blank.caught_up).is_(None))
    found = session.exec(select(Blank).where(Blank.source_id == source.id, *unsettled)).all()
    for blank in found:
        assert blank.to_at is not None  # noqa: S101 - the query asked
        if caught_up and blank.to_at - blank.from_at <= patience(source.pace):
            session.delete(blank)
        else:
            blank.caught_up = caught_up
            session.add(blank)
    return bool(found)


def note_gap(session: Session, source: Source, at: datetime) -> None:
    """What passed between two lists that have nothing in common was seen by nobody."""
    from_at = source.answered_at or at
    why = SourceState.GAP.value
    session.add(Blank(id=new_id(), source_id=source.id, from_at=from_at, to_at=at, why=why, caught_up=False))


def _lasting(session: Session, source: Source) -> Blank | None:
    lasting = (Blank.source_id == source.id, col(Blank.to_at).is_(None))
    return session.exec(select(Blank).where(*lasting)).first()
