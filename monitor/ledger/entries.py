"""Statements that a person enters: the text, the link, who pasted it; kept like a poll's answer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from alerts.columns import new_id
from monitor.evidence.store import ZSTD, pack_body
from monitor.ledger.journal import append_entry
from monitor.ledger.statements import known_statements, record_found
from monitor.ledger.work import queue_work
from monitor.models import Capture, Source
from monitor.models.work import SEAL
from monitor.terms import FoundStatement, PublishedPrecision

MEDIA_TYPE = "application/vnd.ceasewatch.entry+json"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person pasted; `published_at` is None when the outlet shows no time."""

    url: str
    title: str
    text: str
    entered_by: str
    published_at: datetime | None = None
    precision: PublishedPrecision = PublishedPrecision.FIRST_SEEN


def enter_statement(session: Session, source: Source, entry: Entry, now: datetime) -> str:
    """Record an entry and queue it for classifying; returns the statement's id.

    The link is the outlet's own id for it: entering another text under the same link is an edit.
    """
    capture = _capture(source, entry, now)
    session.add(capture)
    queue_work(session, SEAL, capture.id, now=now)
    found = FoundStatement(
        external_id=entry.url,
        url=entry.url,
        title=entry.title,
        text=entry.text,
        published_at=entry.published_at,
        precision=entry.precision,
    )
    record_found(session, capture, [found], now)
    statement = known_statements(session, source.id, [entry.url])[entry.url][0]
    details = {"source": source.id, "url": entry.url, "capture": capture.id}
    append_entry(
        session, kind="entry", subject=statement.id, actor=entry.entered_by, now=now, details=details
    )
    return statement.id


def _capture(source: Source, entry: Entry, now: datetime) -> Capture:
    """What was pasted, as the bytes that a later look will find."""
    pasted = {"url": entry.url, "title": entry.title, "text": entry.text, "entered_by": entry.entered_by}
    body = json.dumps(pasted, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    return Capture(
        id=new_id(),
        source_id=source.id,
        requested_url=entry.url,
        final_url=entry.url,
        status=0,
        headers=[],
        media_type=MEDIA_TYPE,
        body=pack_body(body),
        coding=ZSTD,
        sha256=hashlib.sha256(body).hexdigest(),
        received_at=now,
    )
