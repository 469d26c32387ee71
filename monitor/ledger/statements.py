"""Record found statements: new ones, and edits of known ones as further revisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.ledger.boilerplate import find_moving_lines, text_hash
from monitor.ledger.identity import (
    RENAMING,
    address_key,
    is_renamed,
    names_one_item,
    share_most_words,
    version_key,
)
from monitor.ledger.keeping import FULL, trim_text
from monitor.ledger.originals import find_original
from monitor.ledger.watches import watches_of, window_of
from monitor.ledger.work import queue_work
from monitor.models import Capture, Revision, Statement
from monitor.models.work import CLASSIFY
from monitor.terms import FoundStatement, PublishedPrecision

_BATCH = 200

Known = dict[str, tuple[Statement, Revision | None]]


class Old(NamedTuple):
    """What is known of a source before a capture: its statements, their frame, whether any left."""

    known: Known
    moving: frozenset[str]
    any_left: bool


def record_found(
    session: Session, capture: Capture, found: Sequence[FoundStatement], now: datetime
) -> list[Revision]:
    """Record what a capture holds and queue it for classifying; the same text is recorded once.

    Repeating it changes nothing. Which statements stand in the newest list must be known
    before (ledger.listings): only one that is listed no more can have changed its id.
    """
    known = known_statements(session, capture.source_id, (one.external_id for one in found))
    moving = find_moving_lines(_pairs(known, found))
    old = Old(known, moving, any_left=_any_left(session, capture.source_id))
    made = [revision for one in found if (revision := _record(session, capture, one, old))]
    session.flush()
    agreements = [
        agreement.id
        for _, agreement in watches_of(session, capture.source_id)
        if window_of(agreement).is_watched(now)
    ]
    for revision in made:
        for agreement_id in agreements:
            queue_work(session, CLASSIFY, revision.id, agreement_id=agreement_id, now=now)
        trim_text(session, revision.id)
    return made


def known_statements(session: Session, source_id: str, ids: Iterable[str]) -> Known:
    """The statements of a source by the outlet's id, with their current texts, if they have one yet."""
    wanted = list(dict.fromkeys(ids))
    known: Known = {}
    for start in range(0, len(wanted), _BATCH):
        batch = col(Statement.external_id).in_(wanted[start : start + _BATCH])
        rows = session.exec(
            select(Statement, Revision)
            .outerjoin(Revision, _current())
            .where(Statement.source_id == source_id, batch)
        )
        known |= {statement.external_id: (statement, revision) for statement, revision in rows}
    return known


def add_statement(session: Session, capture: Capture, one: FoundStatement) -> Statement:
    """A statement without a text yet."""
    statement = Statement(
        id=new_id(),
        source_id=capture.source_id,
        external_id=one.external_id,
        url=one.url,
        first_seen_at=capture.received_at,
        revision=0,
        is_listed=True,
        address_key=address_key(one.url),
        version_key=version_key(one.url),
    )
    session.add(statement)
    return statement


def _current() -> ColumnElement[bool]:
    return (col(Revision.statement_id) == col(Statement.id)) & (
        col(Revision.number) == col(Statement.revision)
    )


def _pairs(known: Known, found: Sequence[FoundStatement]) -> list[tuple[str, str]]:
    stood = [(known[one.external_id][1], one.text) for one in found if one.external_id in known]
    return [(last.text, text) for last, text in stood if last is not None and last.kept == FULL]


def _any_left(session: Session, source_id: str) -> bool:
    """Whether any statement left its list: only such a one can stand there now under another id."""
    left = (Statement.source_id == source_id, col(Statement.is_listed).is_(False))
    return session.exec(select(Statement.id).where(*left).limit(1)).first() is not None


def _record(session: Session, capture: Capture, one: FoundStatement, old: Old) -> Revision | None:
    statement, last = old.known.get(one.external_id, (None, None))
    if last is not None and _is_unchanged(last, one, old.moving):
        return None
    renamed = _find_renamed(session, capture, one) if last is None and old.any_left else None
    if renamed is not None:
        _rename(session, renamed[0], one, statement)
        statement, last = renamed
        if last.text_sha256 == text_hash(one.title, one.text):
            return None
    if statement is None:
        statement = add_statement(session, capture, one)
    return _add_revision(session, statement, capture, one, last, old.known)


def _is_unchanged(last: Revision, one: FoundStatement, moving: frozenset[str]) -> bool:
    """Of a text that is not kept whole only its hash can be compared."""
    if last.text_sha256 == text_hash(one.title, one.text):
        return True
    framed = bool(moving) and last.kept == FULL
    return framed and text_hash(last.title, last.text, moving) == text_hash(one.title, one.text, moving)


def _rename(session: Session, statement: Statement, one: FoundStatement, listed: Statement | None) -> None:
    """The statement takes the id under which its list has it now, from the row that stood for it there."""
    if listed is not None:
        session.delete(listed)
        session.flush()
    statement.external_id, statement.url, statement.is_listed = one.external_id, one.url, True
    session.add(statement)


def _add_revision(
    session: Session,
    statement: Statement,
    capture: Capture,
    one: FoundStatement,
    last: Revision | None,
    known: Known,
) -> Revision:
    statement.revision += 1
    session.add(statement)
    session.flush()
    revision = _revision(statement, capture, one, last)
    session.add(revision)
    session.flush()
    if last is None and statement.original_id is None:
        statement.original_id = find_original(session, statement, revision)
    known[one.external_id] = (statement, revision)
    return revision


def _find_renamed(
    session: Session, capture: Capture, one: FoundStatement
) -> tuple[Statement, Revision] | None:
    """The statement that stood at this source under an id that it lists no more.

    It is the same when its text is the very same and of the same time, or when it was published
    within the last two days, at the same address or with hardly a word changed. Without a time
    only those two days count: an outlet may repeat itself, and each time is another statement.
    """
    statements = select(Statement, Revision).join(Revision, _current())
    gone = (Statement.source_id == capture.source_id, col(Statement.is_listed).is_(False))
    sha256, key = text_hash(one.title, one.text), address_key(one.url)
    recent = col(Statement.first_seen_at) >= capture.received_at - RENAMING
    same_text = col(Revision.text_sha256) == sha256
    for statement, revision in session.exec(statements.where(*gone, same_text | recent)):
        soon = capture.received_at - statement.first_seen_at <= RENAMING
        if _is_same(statement, revision, one, key, sha256, soon=soon):
            return statement, revision
    return None


def _is_same(
    statement: Statement, revision: Revision, one: FoundStatement, key: str | None, sha256: str, *, soon: bool
) -> bool:
    undated = one.published_at is None and revision.precision == PublishedPrecision.FIRST_SEEN.value
    same_time = revision.published_at == one.published_at or (undated and soon)
    if revision.text_sha256 == sha256 and same_time:
        return True
    if not soon or not (same_time or one.published_at is None):
        return False
    old, new = f"{revision.title}\n{revision.text}", f"{one.title}\n{one.text}"
    same_place = key is not None and key == statement.address_key and names_one_item(key)
    return is_renamed(old, new) or (same_place and share_most_words(old, new))


def _revision(statement: Statement, capture: Capture, one: FoundStatement, last: Revision | None) -> Revision:
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
        text_sha256=text_hash(one.title, one.text),
        published_at=published_at,
        precision=precision.value,
        timezone=one.timezone,
        language=one.language,
        edited=one.edited or statement.revision > 1,
        forwarded=one.forwarded,
        original_of=one.original_of,
        unread=one.unread,
        seen_at=capture.received_at,
    )
