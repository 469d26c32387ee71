"""Which statement another one repeats: its language versions, and relays of the same words."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from monitor.models import Revision, Statement, Watch

_TOGETHER = timedelta(hours=48)  # language versions and relays of one statement appear within it


def find_original(session: Session, statement: Statement, revision: Revision) -> str | None:
    """The first statement that said the same: of the same speaker, in the same words or at the address of
    another language version; None when this one is the first.
    """
    same_words = col(Revision.text_sha256) == revision.text_sha256
    other_language = (col(Statement.version_key) == statement.version_key) & (
        col(Statement.address_key) != statement.address_key
    )
    like = same_words if statement.version_key is None else same_words | other_language
    earlier = (
        select(Statement)
        .join(Revision, col(Revision.statement_id) == Statement.id)
        .where(like, Statement.id != statement.id, col(Statement.original_id).is_(None))
        .where(col(Statement.first_seen_at) >= statement.first_seen_at - _TOGETHER)
        .order_by(col(Statement.first_seen_at), col(Statement.id))
    )
    for other in session.exec(earlier):
        if _is_same_outlet(statement, other) or _have_one_speaker(session, statement, other):
            return other.id
    return None


def _is_same_outlet(statement: Statement, other: Statement) -> bool:
    """At one source the same words twice are two statements; another language's version is none."""
    return statement.source_id == other.source_id and (
        statement.version_key is not None and statement.version_key == other.version_key
    )


def _have_one_speaker(session: Session, statement: Statement, other: Statement) -> bool:
    if statement.source_id == other.source_id:
        return False
    mine, theirs = _speakers(session, statement.source_id), _speakers(session, other.source_id)
    return bool(mine & theirs)


def _speakers(session: Session, source_id: str) -> set[tuple[str, str]]:
    """(agreement, speaker) of each standing watch; independent media repeat each other as they like."""
    watches = select(Watch).where(Watch.source_id == source_id, col(Watch.removed_at).is_(None))
    return {(watch.agreement_id, watch.speaker) for watch in session.exec(watches) if watch.speaker}
