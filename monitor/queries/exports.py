"""The exports that were made, as the journal has them."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from monitor.models import JournalEntry

EXPORT, MANIFEST = "export", "export_manifest"


def find_manifest(session: Session, number: int) -> dict[str, Any] | None:
    """What the export of that number says of itself; None: there is none, or it did not get to its end."""
    mine = (JournalEntry.kind == MANIFEST, JournalEntry.subject == str(number))
    query = select(JournalEntry).where(*mine, col(JournalEntry.number) > number)
    entry = session.exec(query.order_by(col(JournalEntry.number)).limit(1)).first()
    return entry.details if entry else None


def is_export(session: Session, number: int) -> bool:
    """Whether an export of that number was ever begun."""
    entry = session.get(JournalEntry, number)
    return entry is not None and entry.kind == EXPORT


def list_manifests(session: Session, limit: int, before: int = 0) -> list[JournalEntry]:
    """Of those that got to their end, the newest first; below the entry `before`, unless it is 0."""
    query = select(JournalEntry).where(JournalEntry.kind == MANIFEST)
    if before:
        query = query.where(col(JournalEntry.number) < before)
    return list(session.exec(query.order_by(col(JournalEntry.number).desc()).limit(limit)))
