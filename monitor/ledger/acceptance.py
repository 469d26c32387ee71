"""What a list that was read says of its source: only a list with what is expected is a success."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.health.cadence import MOST_MOMENTS, learn_cadence
from monitor.health.window import is_gap, mark_items
from monitor.ledger.blanks import close_blank, note_gap, settle_blanks
from monitor.ledger.poll_marks import amend_mark
from monitor.ledger.polls import plan_turn
from monitor.ledger.states import set_state
from monitor.ledger.verdicts import note_answered, note_failing
from monitor.models import Blank, Capture, Revision, Source, Statement
from monitor.terms import FoundStatement, SourceState

_GAP = (
    "Nothing of the last list is in the present one: what was published and has passed through between"
    " the two may have been missed."
)


def accept_list(session: Session, capture: Capture, found: Sequence[FoundStatement]) -> bool:
    """Whether a list may be recorded; one that is empty where there were items is a broken source."""
    if found:
        return True
    source = session.get_one(Source, capture.source_id, with_for_update=True)
    if not source.window and not _has_statements(session, source):
        return True
    items = f" {len(source.window)}" if source.window else ""
    sentence = (
        f"{capture.final_url}: the list held{items} items and holds none now; what is known stays as it is."
        " Look at the page; its make-up may have changed."
    )
    _note_unreadable(session, source, capture, sentence)
    return False


def refuse_list(session: Session, capture: Capture, sentence: str) -> None:
    """The answer does not hold the expected list: the capture stays, and the source shows what is wrong."""
    source = session.get_one(Source, capture.source_id, with_for_update=True)
    _note_unreadable(session, source, capture, sentence)


def note_list(session: Session, capture: Capture, found: Sequence[FoundStatement]) -> bool:
    """A list was read and recorded; True: there is a gap between it and the last one."""
    source = session.get_one(Source, capture.source_id, with_for_update=True)
    session.flush()
    latest = _is_latest(source, capture)
    # A list that the polled answer only named stands for that answer.
    source.read_sha256 = source.body_sha256 if latest else capture.sha256
    source.unread_reason = None
    gap = is_gap(source.window, found)
    _settle(session, source, capture.received_at, gap)
    amend_mark(source, capture.received_at, found=len(found))
    marks = mark_items(found)
    if marks != source.window:
        source.window = marks or source.window
        _learn_habit(session, source, found)
    if latest:
        state = SourceState.GAP if gap else SourceState.OK
        note_answered(session, source, state, capture.received_at, _GAP if gap else None)
        plan_turn(session, source, capture.received_at)
    session.add(source)
    return gap


def met_what_was_known(session: Session, capture: Capture, found: Sequence[FoundStatement]) -> None:
    """An older page was read; when it reaches back to what was known before the gap, nothing was missed."""
    source = session.get_one(Source, capture.source_id, with_for_update=True)
    if source.state != SourceState.GAP.value or source.state_since is None:
        return
    before = (Statement.source_id == source.id, col(Statement.first_seen_at) < source.state_since)
    ids = col(Statement.external_id).in_([one.external_id for one in found])
    if session.exec(select(Statement.id).where(*before, ids).limit(1)).first() is not None:
        _close_gap(session, source, source.state_since, capture.received_at)


def _close_gap(session: Session, source: Source, since: datetime, at: datetime) -> None:
    missed = (Blank.to_at == since, col(Blank.caught_up).is_(False))
    for blank in session.exec(select(Blank).where(Blank.source_id == source.id, *missed)):
        blank.caught_up = True
        session.add(blank)
    set_state(source, SourceState.OK, at, None)
    session.add(source)


def _note_unreadable(session: Session, source: Source, capture: Capture, sentence: str) -> None:
    source.unread_reason = sentence
    amend_mark(source, capture.received_at, state=SourceState.BROKEN.value, reason=sentence)
    session.add(source)
    if not _is_latest(source, capture):
        return
    note_failing(session, source, SourceState.BROKEN, capture.received_at, sentence)
    plan_turn(session, source, capture.received_at)
    if capture.sha256 != source.body_sha256:  # the polled answer, which names this list, is to name it again
        source.etag = source.last_modified = source.body_sha256 = None


def _is_latest(source: Source, capture: Capture) -> bool:
    """No later poll came to anything else: the last answer itself, or a list that it named."""
    if source.failing_since is not None and source.failing_since > capture.received_at:
        return False
    polled_last = source.polled_at is None or capture.received_at >= source.polled_at
    return polled_last or capture.sha256 == source.body_sha256


def _settle(session: Session, source: Source, at: datetime, gap: bool) -> None:
    close_blank(session, source, at)
    session.flush()
    had_blanks = settle_blanks(session, source, caught_up=not gap)
    if gap and not had_blanks:
        note_gap(session, source, at)


def _learn_habit(session: Session, source: Source, found: Sequence[FoundStatement]) -> None:
    """From when its newest statements were first published, those of the list that are still followed too."""
    first = (col(Revision.statement_id) == Statement.id) & (col(Revision.number) == 1)
    newest = (
        select(Revision.published_at)
        .join(Statement, first)
        .where(Statement.source_id == source.id)
        .order_by(col(Statement.first_seen_at).desc(), col(Revision.published_at).desc())
        .limit(MOST_MOMENTS)
    )
    listed = (one.published_at for one in found if one.published_at is not None)
    moments = sorted({*session.exec(newest), *listed})[-MOST_MOMENTS:]
    source.newest_at = max(moments, default=None)
    cadence = learn_cadence(moments)
    if cadence is not None:
        source.quiet_after, source.rhythm = cadence.quiet_after, cadence.rhythm


def _has_statements(session: Session, source: Source) -> bool:
    found = select(Statement.id).where(Statement.source_id == source.id).limit(1)
    return session.exec(found).first() is not None
