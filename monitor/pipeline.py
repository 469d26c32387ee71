"""The corridor: fetch_source -> read_capture -> classify_revision. Read this first.

Each step takes a lease on one row, does its I/O outside any transaction, and writes its
result, the next step's work and its own stamp in one commit. Each can be repeated: killed
anywhere, the row falls due again and nothing is lost or recorded twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts import leases
from alerts.leases import Lease
from monitor import clock
from monitor.agreements.facts import agreement_facts
from monitor.classify import CLASSIFIER_VERSION, read_statement
from monitor.db import reading, writing
from monitor.fetch import Asked, Poll, ask, enter_host, leave_host, stay_at_host
from monitor.ledger.baselines import published_by, stood_at_start
from monitor.ledger.polls import make_baselines, record_poll, set_state
from monitor.ledger.readings import Look, record_reading
from monitor.ledger.statements import record_found
from monitor.ledger.watches import watches_of
from monitor.ledger.work import READ, finish_work, note_failure, put_off_work
from monitor.models import Agreement, Capture, Revision, Source, Statement, Watch, Work
from monitor.readers import CaptureText, Listing, SourceFacts, Unreadable, reader_for
from monitor.settings import Settings
from monitor.terms import PublishedPrecision, SourceState, StatementText

log = logging.getLogger(__name__)

_TURN = timedelta(seconds=1)
_PATIENCE = 3  # tries after which a capture that can't be worked on no longer holds up the later ones


@dataclass(frozen=True, slots=True)
class Tools:
    """What every step works with: the database, the guarded client, the clock, the settings."""

    engine: Engine
    client: httpx.Client
    now: clock.Now
    settings: Settings = field(repr=False)


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
    if poll.reason:
        log.warning("%s", poll.reason, extra={"source": lease.id})


def read_capture(tools: Tools, lease: Lease) -> None:
    """Find the statements in one capture and record them."""
    with reading(tools.engine) as session:
        work = session.get_one(Work, lease.id)
        capture = session.get_one(Capture, work.subject_id)
        facts = source_facts(session, session.get_one(Source, capture.source_id))
        earlier = _earlier_capture_waits(session, capture)
    if earlier:
        return _wait_a_turn(tools, lease)
    try:
        listing = _read(capture, facts)
    except Unreadable as refusal:
        return _note_broken(tools, lease, facts.id, str(refusal))
    with writing(tools.engine) as session:
        if finish_work(session, lease, tools.now()):
            record_found(session, session.get_one(Capture, capture.id), listing.statements, tools.now())
            make_baselines(session, facts.id, capture.received_at)
    return None


def classify_revision(tools: Tools, lease: Lease) -> None:
    """Read one revision for one agreement; record the reading, its claims and their notices."""
    with reading(tools.engine) as session:
        work = session.get_one(Work, lease.id)
        look = _begin_look(session, work)
        earlier = look is not None and _earlier_revision_waits(session, work, look)
    if earlier:
        return _wait_a_turn(tools, lease)
    with writing(tools.engine) as session:
        if not finish_work(session, lease, tools.now()) or look is None:
            return None
        record_reading(session, look, tools.now())
    return None


def note_crash(tools: Tools, lease: Lease, error: Exception) -> None:
    """A step failed in a way that none of the rooms foresaw: keep the work, try again later."""
    with writing(tools.engine) as session:
        note_failure(session, lease, tools.now(), _say_unforeseen(error))


def note_failed_poll(tools: Tools, lease: Lease, error: Exception) -> None:
    """A poll failed in a way that none of the rooms foresaw: the source shows it and falls due again."""
    with writing(tools.engine) as session:
        source = session.get_one(Source, lease.id)
        reason = _say_unforeseen(error)
        leave_host(session, source, clock.wall())
        record_poll(
            session, lease, Poll(Asked(source.id, source.url), SourceState.BROKEN, tools.now(), reason)
        )


def _say_unforeseen(error: Exception) -> str:
    """What the operator's screen may show: the error's own words may hold addresses or secrets."""
    return f"An unforeseen fault ({type(error).__name__}); the log of this time tells more."


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


def _read(capture: Capture, source: SourceFacts) -> Listing:
    answer = CaptureText(capture.body, capture.final_url, capture.received_at, capture.media_type)
    try:
        return reader_for(source.kind).read(answer, source)
    except Unreadable:
        raise
    except Exception as error:
        log.exception("the reader failed", extra={"source": source.id, "capture": capture.id})
        raise Unreadable(f"{capture.final_url}: {_say_unforeseen(error)}") from error


def source_facts(session: Session, source: Source) -> SourceFacts:
    """What a reader may know of a source; its zone is its own, else that of an agreement that watches it."""
    document = source.document
    zones = (agreement.timezone for _, agreement in watches_of(session, source.id))
    return SourceFacts(
        id=source.id,
        kind=source.kind,
        url=source.url,
        languages=tuple(document.get("languages") or ()),
        timezone=document.get("timezone") or next(zones, "UTC"),
        options=document,
    )


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


def _earlier_revision_waits(session: Session, work: Work, look: Look) -> bool:
    waiting = (
        select(Work.id)
        .join(Revision, col(Revision.id) == Work.subject_id)
        .where(Work.kind == work.kind, col(Work.done_at).is_(None), Work.agreement_id == work.agreement_id)
        .where(Revision.statement_id == look.statement.id, Revision.number < look.revision.number)
    )
    return session.exec(waiting).first() is not None


def _wait_a_turn(tools: Tools, lease: Lease) -> None:
    with writing(tools.engine) as session:
        put_off_work(session, lease, tools.now() + _TURN)


def _begin_look(session: Session, work: Work) -> Look | None:
    """Read the revision as it stands; None when nobody watches its source for the agreement any more."""
    revision = session.get_one(Revision, work.subject_id)
    statement = session.get_one(Statement, revision.statement_id)
    source = session.get_one(Source, statement.source_id)
    mine = (
        Watch.agreement_id == work.agreement_id,
        Watch.source_id == source.id,
        col(Watch.removed_at).is_(None),
    )
    watch = session.exec(select(Watch).where(*mine)).first()
    if watch is None:
        return None
    agreement = session.get_one(Agreement, watch.agreement_id)
    text = _statement_text(revision, statement, source, watch, agreement.starts_at)
    return Look(
        revision=revision,
        statement=statement,
        source=source,
        agreement=agreement,
        speaker=watch.speaker,
        classifier_version=CLASSIFIER_VERSION,
        answer=read_statement(text, agreement_facts(agreement.document)),
        published_by=published_by(
            revision.published_at,
            text.precision,
            statement.first_seen_at,
            watch.baseline_at,
            agreement.starts_at,
        ),
        silent=work.silent,
    )


def _statement_text(
    revision: Revision, statement: Statement, source: Source, watch: Watch, starts_at: datetime
) -> StatementText:
    return StatementText(
        title=revision.title,
        text=revision.text,
        speaker=watch.speaker,
        published_at=revision.published_at,
        precision=PublishedPrecision(revision.precision),
        timezone=source.document.get("timezone"),
        languages=tuple(filter(None, [revision.language])) or tuple(source.document.get("languages") or ()),
        stood_at_start=stood_at_start(statement.first_seen_at, watch.baseline_at, starts_at),
    )
