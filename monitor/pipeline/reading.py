"""The second step: find the statements in a capture and record them."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from alerts.leases import Lease
from monitor.db import reading, writing
from monitor.evidence.store import Missing
from monitor.ledger.acceptance import accept_list, met_what_was_known, note_list, refuse_list
from monitor.ledger.captures import body_to_read
from monitor.ledger.listed import read_listed
from monitor.ledger.listings import ask_older, note_listing, queue_follows
from monitor.ledger.polls import make_baselines
from monitor.ledger.statements import record_found
from monitor.ledger.work import finish_work, queue_work
from monitor.models import Capture, Source, Work
from monitor.models.work import OLDER, READ
from monitor.pipeline.facts import source_facts
from monitor.pipeline.tools import Tools, say_unforeseen, wait_a_turn
from monitor.readers import CaptureText, FollowingReader, Listing, Reader, SourceFacts, Unreadable, reader_for

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
        listing = _read(capture, work, facts)
    except Unreadable as refusal:
        return _note_unreadable(tools, lease, capture, str(refusal))
    with writing(tools.engine) as session:
        if not finish_work(session, lease, tools.now()):
            return None
        if listing.instead is None:
            _record(session, tools, capture.id, listing)
        elif capture.requested_url == reader_for(facts.kind).address(facts):
            _ask_instead(session, capture, listing.instead, tools.now())
    return None


def _ask_instead(session: Session, capture: Capture, url: str, now: datetime) -> None:
    """The polled answer only names its list, which is read as the newest one; asked for once a poll,
    or two indexes could chase each other.
    """
    queue_work(session, OLDER, capture.source_id, now=now, details={"url": url, "pages_back": 0})


def _record(session: Session, tools: Tools, capture_id: str, listing: Listing) -> None:
    """A page makes its own statement whole; a list says which statements stand, and which to follow."""
    capture, found, now = session.get_one(Capture, capture_id), listing.statements, tools.now()
    if capture.listed is not None:
        record_found(session, capture, found, now)
        return
    newest = capture.pages_back == 0
    if newest and not accept_list(session, capture, found):
        return
    ask_older(session, capture, listing.older, found, now)
    if newest:
        note_listing(session, capture, found, now, gapless=listing.gapless)
    else:
        met_what_was_known(session, capture, found)
    record_found(session, capture, queue_follows(session, capture, found, now), now)
    make_baselines(session, capture.source_id, capture.received_at)
    if newest:
        note_list(session, capture, found)


def _read(capture: Capture, work: Work, source: SourceFacts) -> Listing:
    try:
        body = body_to_read(capture, work)
        answer = CaptureText(body, capture.final_url, capture.received_at, capture.media_type)
        return _ask_reader(reader_for(source.kind), answer, source, capture.listed)
    except Unreadable:
        raise
    except Missing as missing:
        raise Unreadable(str(missing)) from None
    except Exception as error:
        log.exception("the reader failed", extra={"source": source.id, "capture": capture.id})
        raise Unreadable(f"{capture.final_url}: {say_unforeseen(error)}") from error


def _ask_reader(
    reader: Reader, answer: CaptureText, source: SourceFacts, listed: dict[str, Any] | None
) -> Listing:
    if listed is None:
        return reader.read(answer, source)
    statement = read_listed(listed)
    if isinstance(reader, FollowingReader):  # a kind without pages keeps it as it was listed
        statement = reader.read_page(answer, source, statement)
    return Listing((statement,))


def _note_unreadable(tools: Tools, lease: Lease, capture: Capture, sentence: str) -> None:
    """The capture stays and can be read again; a list's source shows what is wrong.

    A statement whose own page can't be read stands as its list had it.
    """
    log.warning("%s", sentence, extra={"source": capture.source_id})
    with writing(tools.engine) as session:
        if not finish_work(session, lease, tools.now(), sentence):
            return
        if capture.listed is not None:
            record_found(
                session, session.get_one(Capture, capture.id), [read_listed(capture.listed)], tools.now()
            )
            return
        if capture.pages_back == 0:
            refuse_list(session, capture, sentence)


def _earlier_capture_waits(session: Session, capture: Capture) -> bool:
    """Captures of one source are read in order, or an old text would pass for an edit of a newer one."""
    waiting = (
        select(Work.id)
        .join(Capture, col(Capture.id) == Work.subject_id)
        .where(Work.kind == READ, col(Work.done_at).is_(None), Capture.source_id == capture.source_id)
        .where(Capture.received_at < capture.received_at, Work.tries < _PATIENCE)
    )
    return session.exec(waiting).first() is not None
