"""Append a seal: the root over what is new since the last one, chained to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from monitor.evidence.leaves import capture_leaf, entry_leaf, merkle_root, seal_hash
from monitor.models import Capture, JournalEntry, Seal, SealedCapture

BEGINNING = "0" * 64  # what the first seal names as the one before it
MOST_CAPTURES = 500
_MOST_ENTRIES = 5_000
_SEAL_LOCK = 7_230_116  # any number that no other advisory lock of ours uses


def append_seal(session: Session, captures: Sequence[Capture], now: datetime) -> Seal | None:
    """Seal these captures and the journal rows since the last seal; None when there is nothing new.

    Call it last in a transaction: one sealer at a time works until its commit, however many
    there are by mistake, and a capture that another one has sealed is left out.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SEAL_LOCK})
    last = last_seal(session)
    entries = _new_entries(session, last.journal_to if last else 0)
    fresh = _without_sealed(session, captures)
    if not fresh and not entries:
        return None
    leaves = [capture_leaf(capture) for capture in fresh]
    seal = Seal(
        sequence=last.sequence + 1 if last else 1,
        previous=last.sha256 if last else BEGINNING,
        root=merkle_root(leaves + [entry_leaf(entry) for entry in entries]),
        captures=len(fresh),
        journal_to=entries[-1].number if entries else (last.journal_to if last else 0),
        made_at=now,
        sha256="",
    )
    seal.sha256 = seal_hash(seal)
    session.add(seal)
    session.flush()
    for position, (capture, leaf) in enumerate(zip(fresh, leaves, strict=True)):
        session.add(
            SealedCapture(capture_id=capture.id, sequence=seal.sequence, position=position, leaf=leaf)
        )
    return seal


def last_seal(session: Session) -> Seal | None:
    """The chain's head."""
    return session.exec(select(Seal).order_by(col(Seal.sequence).desc()).limit(1)).first()


def _new_entries(session: Session, after: int) -> list[JournalEntry]:
    newer = select(JournalEntry).where(col(JournalEntry.number) > after)
    return list(session.exec(newer.order_by(col(JournalEntry.number)).limit(_MOST_ENTRIES)).all())


def _without_sealed(session: Session, captures: Sequence[Capture]) -> list[Capture]:
    ids = [capture.id for capture in captures]
    sealed = set(
        session.exec(select(SealedCapture.capture_id).where(col(SealedCapture.capture_id).in_(ids))).all()
    )
    return [capture for capture in captures if capture.id not in sealed]
