"""Record found statements: new ones, and edits of known ones as further revisions."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.ledger.watches import watches_of, window_of
from monitor.ledger.work import CLASSIFY, queue_work
from monitor.models import Capture, Revision, Statement
from monitor.terms import FoundStatement, PublishedPrecision

_BATCH = 200
_RENUMBERED = timedelta(hours=48)


def record_found(
    session: Session, capture: Capture, found: Sequence[FoundStatement], now: datetime
) -> list[Revision]:
    """Record what a capture holds and queue it for classifying; the same text is recorded once.

    Repeating it changes nothing. An item that is absent from a window of the newest ones
    is no withdrawal.
    """
    listed = {one.external_id for one in found}
    known = _known(session, capture.source_id, listed)
    made = []
    for one in found:
        revision = _record(session, capture, one, known, listed)
        if revision is not None:
            made.append(revision)
    session.flush()
    agreements = [
        agreement.id
        for _, agreement in watches_of(session, capture.source_id)
        if window_of(agreement).is_watched(now)
    ]
    for revision in made:
        for agreement_id in agreements:
            queue_work(session, CLASSIFY, revision.id, agreement_id=agreement_id, now=now)
    return made


def text_hash(title: str, text: str) -> str:
    """What makes two texts the same: letters and order, not white space or Unicode composition."""
    folded = " ".join(unicodedata.normalize("NFC", f"{title}\n{text}").split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


Known = dict[str, tuple[Statement, Revision]]


def _known(session: Session, source_id: str, ids: Iterable[str]) -> Known:
    wanted = list(dict.fromkeys(ids))
    current = (col(Revision.statement_id) == col(Statement.id)) & (
        col(Revision.number) == col(Statement.revision)
    )
    known: Known = {}
    for start in range(0, len(wanted), _BATCH):
        batch = col(Statement.external_id).in_(wanted[start : start + _BATCH])
        rows = session.exec(
            select(Statement, Revision).join(Revision, current).where(Statement.source_id == source_id, batch)
        )
        known |= {statement.external_id: (statement, revision) for statement, revision in rows}
    return known


def _record(
    session: Session, capture: Capture, one: FoundStatement, known: Known, listed: Collection[str]
) -> Revision | None:
    sha256 = text_hash(one.title, one.text)
    statement, last = known.get(one.external_id, (None, None))
    if last is not None and last.text_sha256 == sha256:
        return None
    if statement is None and _changed_its_id(session, capture, one, sha256, listed):
        return None
    if statement is None:
        statement = Statement(
            id=new_id(),
            source_id=capture.source_id,
            external_id=one.external_id,
            url=one.url,
            first_seen_at=capture.received_at,
            revision=0,
        )
    statement.revision += 1
    session.add(statement)
    session.flush()
    revision = _revision(statement, capture, one, sha256, last)
    session.add(revision)
    known[one.external_id] = (statement, revision)
    return revision


def _changed_its_id(
    session: Session, capture: Capture, one: FoundStatement, sha256: str, listed: Collection[str]
) -> bool:
    """The very same text of the same time stood at this source under an id that it lists no more.

    Without a time, only a text of the last two days is taken for the same: an outlet may repeat
    itself, and each time is another statement.
    """
    current = (col(Revision.statement_id) == col(Statement.id)) & (
        col(Revision.number) == col(Statement.revision)
    )
    twins = (
        select(Statement, Revision)
        .join(Revision, current)
        .where(Statement.source_id == capture.source_id, Revision.text_sha256 == sha256)
    )
    for statement, revision in session.exec(twins):
        undated = one.published_at is None and revision.precision == PublishedPrecision.FIRST_SEEN.value
        recent = capture.received_at - statement.first_seen_at <= _RENUMBERED
        same_time = revision.published_at == one.published_at or (undated and recent)
        if same_time and statement.external_id not in listed:
            return True
    return False


def _revision(
    statement: Statement, capture: Capture, one: FoundStatement, sha256: str, last: Revision | None
) -> Revision:
    published_at, precision = one.published_at, one.precision
    if published_at is None:  # an edit does not make an undated text newer
        published_at = last.published_at if last else statement.first_seen_at
        precision = PublishedPrecision(last.precision) if last else PublishedPrecision.FIRST_SEEN
    return Revision(
        id=new_id(),
        statement_id=statement.id,
        number=statement.revision,
        capture_id=capture.id,
        title=one.title,
        text=one.text,
        text_sha256=sha256,
        published_at=published_at,
        precision=precision.value,
        timezone=one.timezone,
        language=one.language,
        edited=one.edited or statement.revision > 1,
        forwarded=one.forwarded,
        seen_at=capture.received_at,
    )
