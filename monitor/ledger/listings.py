"""What a source's newest list says: which statements stand in it, which left it, which pages to follow."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from monitor.ledger.identity import RENAMING, address_key, names_one_item
from monitor.ledger.listed import listed_json
from monitor.ledger.statements import Known, add_statement, known_statements
from monitor.ledger.withdrawals import restore_statement
from monitor.ledger.work import queue_work
from monitor.models import Capture, Revision, Statement
from monitor.models.work import FOLLOW, OLDER, PROBE
from monitor.terms import FoundStatement

MOST_FOLLOWED = 50  # pages of a list that nothing is known of yet; the older items stay as they are listed
MOST_PAGES_BACK = 5
# A page may be rewritten without a word in the list: it is looked at again when it is this old.
_REVISITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))


def note_listing(
    session: Session,
    capture: Capture,
    found: Sequence[FoundStatement],
    now: datetime,
    *,
    gapless: bool = False,
) -> None:
    """Keep which statements stand in the newest list; what left its midst is probed.

    A list is a window of the newest items: only what is newer than its oldest dated item can
    have been taken out of it. Of a `gapless` list that is proof enough, whatever the item's own
    page says.
    """
    ids = {one.external_id for one in found}
    for statement, _ in known_statements(session, capture.source_id, ids).values():
        if statement.withdrawn_at is not None:
            restore_statement(session, statement, now)
        statement.is_listed = True
        session.add(statement)
    oldest = min((one.published_at for one in found if one.published_at is not None), default=None)
    for statement, revision in _left(session, capture.source_id, ids):
        statement.is_listed = False
        session.add(statement)
        if oldest is not None and statement.url and _is_newer(revision, oldest):
            queue_work(session, PROBE, statement.id, now=now, details={"gapless": gapless})
    session.flush()


def ask_older(
    session: Session, capture: Capture, older: str | None, found: Sequence[FoundStatement], now: datetime
) -> None:
    """When nothing that is known still stands in the list, what fell out of it since is asked for.

    The first list of a source has nothing before it.
    """
    back = capture.pages_back + 1
    if older is None or not found or back > MOST_PAGES_BACK:
        return
    known = known_statements(session, capture.source_id, (one.external_id for one in found))
    others = select(Statement.id).where(
        Statement.source_id == capture.source_id,
        col(Statement.first_seen_at) < capture.received_at,
    )
    if not known and session.exec(others).first() is not None:
        details = {"url": older, "pages_back": back}
        queue_work(session, OLDER, capture.source_id, now=now, details=details)


def queue_follows(
    session: Session, capture: Capture, found: Sequence[FoundStatement], now: datetime
) -> list[FoundStatement]:
    """Queue the pages of new and changed items; returns the items that are whole as they are listed."""
    known = known_statements(session, capture.source_id, (one.external_id for one in found))
    followed = [one for one in found if one.follow]
    if not known:  # the newest stand last
        followed = followed[-MOST_FOLLOWED:]
    for one in followed:
        _queue_follow(session, capture, one, known, now)
    chosen = {one.external_id for one in followed}
    return [one for one in found if one.external_id not in chosen]


def queue_revisits(session: Session, source_id: str, now: datetime) -> None:
    """Queue the pages of a source that are to be looked at again."""
    due = (Statement.source_id == source_id, col(Statement.revisit_at) <= now)
    for statement in session.exec(select(Statement).where(*due).limit(MOST_FOLLOWED)).all():
        statement.revisit_at = None
        session.add(statement)
        queue_work(session, FOLLOW, statement.id, now=now)


def next_revisit(first_seen_at: datetime, now: datetime) -> datetime | None:
    """When a page that was just read is looked at again; None when it is old enough to rest."""
    return next((first_seen_at + age for age in _REVISITS if first_seen_at + age > now), None)


def _queue_follow(
    session: Session, capture: Capture, one: FoundStatement, known: Known, now: datetime
) -> None:
    statement = known.get(one.external_id, (None, None))[0]
    statement = statement or _find_by_address(session, capture, one) or add_statement(session, capture, one)
    fingerprint = _fingerprint(one)
    if statement.listed_sha256 == fingerprint:
        return
    statement.listed_sha256 = fingerprint
    session.add(statement)
    session.flush()
    queue_work(session, FOLLOW, statement.id, now=now, details={"listed": listed_json(one)})


def _find_by_address(session: Session, capture: Capture, one: FoundStatement) -> Statement | None:
    """A statement of the last two days that left the list and whose address this item has now."""
    key = address_key(one.url)
    if key is None or not names_one_item(key):
        return None
    gone = (Statement.source_id == capture.source_id, col(Statement.is_listed).is_(False))
    recent = col(Statement.first_seen_at) >= capture.received_at - RENAMING
    statement = session.exec(select(Statement).where(*gone, Statement.address_key == key, recent)).first()
    if statement is not None:
        statement.external_id, statement.is_listed = one.external_id, True
    return statement


def _fingerprint(one: FoundStatement) -> str:
    published = one.published_at.isoformat() if one.published_at else ""
    return hashlib.sha256("\n".join([one.follow or "", one.title, published]).encode("utf-8")).hexdigest()


def _left(session: Session, source_id: str, ids: Collection[str]) -> list[tuple[Statement, Revision]]:
    current = (col(Revision.statement_id) == Statement.id) & (col(Revision.number) == Statement.revision)
    standing = (Statement.source_id == source_id, col(Statement.is_listed))
    rows = session.exec(select(Statement, Revision).join(Revision, current).where(*standing))
    return [(statement, revision) for statement, revision in rows if statement.external_id not in ids]


def _is_newer(revision: Revision, oldest: datetime) -> bool:
    return revision.precision != "first_seen" and revision.published_at > oldest
