"""Keep what a poll received: packed, queued to be read and to be sealed, in one commit with the poll."""

from __future__ import annotations

import base64
from datetime import datetime

from sqlmodel import Session, select

from alerts.columns import new_id
from monitor.evidence.store import ZSTD, body_of, pack_body
from monitor.fetch import Poll
from monitor.ledger.listed import listed_json
from monitor.ledger.work import queue_work
from monitor.models import Capture, SealedCapture, Source, Work
from monitor.models.work import READ, SEAL
from monitor.terms import FoundStatement


def keep_capture(
    session: Session, source_id: str, poll: Poll, *, listed: FoundStatement | None = None, pages_back: int = 0
) -> Capture:
    """Record a response, and queue it. Of a source that allows no more, only its hash is kept:
    the bytes then stand in the work that reads them, until it is done.
    """
    assert poll.received is not None and poll.sha256 is not None  # noqa: S101, PT018 - the caller asked
    received = poll.received
    keep = session.get_one(Source, source_id).document.get("keep", "full")
    capture = Capture(
        id=new_id(),
        source_id=source_id,
        requested_url=poll.asked.url,
        final_url=received.final_url,
        status=received.status,
        headers=[list(pair) for pair in received.headers],
        media_type=received.header("content-type"),
        body=pack_body(received.body) if keep == "full" else b"",
        coding=ZSTD,
        kept="full" if keep == "full" else "hash",
        certificate_sha256=received.certificate_sha256,
        sha256=poll.sha256,
        listed=listed_json(listed) if listed else None,
        pages_back=pages_back,
        received_at=poll.at,
    )
    session.add(capture)
    passing = None if keep == "full" else {"body": base64.b64encode(received.body).decode("ascii")}
    queue_work(session, READ, capture.id, now=poll.at, details=passing)
    queue_work(session, SEAL, capture.id, now=poll.at)
    return capture


def queue_unsealed(session: Session, now: datetime) -> None:
    """Queue the captures that came before there were seals."""
    sealed = select(SealedCapture.capture_id).where(SealedCapture.capture_id == Capture.id)
    waiting = select(Work.id).where(Work.kind == SEAL, Work.subject_id == Capture.id)
    for id in session.exec(select(Capture.id).where(~sealed.exists(), ~waiting.exists())).all():
        queue_work(session, SEAL, id, now=now)


def body_to_read(capture: Capture, work: Work) -> bytes:
    """The bytes that a READ is about; raises evidence.store.Missing."""
    passing = (work.details or {}).get("body")
    return base64.b64decode(passing) if passing is not None else body_of(capture)
