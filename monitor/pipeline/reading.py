"""The second step: find the statements in a capture and record them."""

from __future__ import annotations

import logging

from sqlmodel import Session, col, select

from alerts.leases import Lease
from monitor.db import reading, writing
from monitor.ledger.polls import make_baselines, set_state
from monitor.ledger.statements import record_found
from monitor.ledger.work import READ, finish_work
from monitor.models import Capture, Source, Work
from monitor.pipeline.facts import source_facts
from monitor.pipeline.tools import Tools, say_unforeseen, wait_a_turn
from monitor.readers import CaptureText, Listing, SourceFacts, Unreadable, reader_for
from monitor.terms import SourceState

log = logging.getLogger(__name__)

_PATIENCE = 3  # tries after which a capture that can't be worked on no longer holds up the later ones


def read_capture(tools: Tools, lease: Lease) -> None:
    """Find the statements in one capture and record them."""
    with reading(tools.engine) as session:
        work = session.get_one(Work, lease.id)
        capture = session.get_one(Capture, work.subject_id)
        facts = source_facts(session, session.get_one(Source, capture.source_id))
        earlier = _earlier_capture_waits(session, capture)
    if earlier:
        return wait_a_turn(tools, lease)
    try:
        listing = _read(capture, facts)
    except Unreadable as refusal:
        return _note_broken(tools, lease, facts.id, str(refusal))
    with writing(tools.engine) as session:
        if finish_work(session, lease, tools.now()):
            record_found(session, session.get_one(Capture, capture.id), listing.statements, tools.now())
            make_baselines(session, facts.id, capture.received_at)
    return None


def _read(capture: Capture, source: SourceFacts) -> Listing:
    answer = CaptureText(capture.body, capture.final_url, capture.received_at, capture.media_type)
    try:
        return reader_for(source.kind).read(answer, source)
    except Unreadable:
        raise
    except Exception as error:
        log.exception("the reader failed", extra={"source": source.id, "capture": capture.id})
        raise Unreadable(f"{capture.final_url}: {say_unforeseen(error)}") from error


def _note_broken(tools: Tools, lease: Lease, source_id: str, sentence: str) -> None:
    """The capture stays and can be read again; the source shows what is wrong."""
    log.warning("%s", sentence, extra={"source": source_id})
    with writing(tools.engine) as session:
        if finish_work(session, lease, tools.now(), sentence):
            source = session.get_one(Source, source_id, with_for_update=True)
            set_state(source, SourceState.BROKEN, tools.now(), sentence)
            session.add(source)


def _earlier_capture_waits(session: Session, capture: Capture) -> bool:
    """Captures of one source are read in order, or an old text would pass for an edit of a newer one."""
    waiting = (
        select(Work.id)
        .join(Capture, col(Capture.id) == Work.subject_id)
        .where(Work.kind == READ, col(Work.done_at).is_(None), Capture.source_id == capture.source_id)
        .where(Capture.received_at < capture.received_at, Work.tries < _PATIENCE)
    )
    return session.exec(waiting).first() is not None
