"""A statement with all its texts, and how each was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from monitor.models import Reading, Revision, Source, Statement, Watch
from monitor.models.claim import LogRow
from monitor.queries.claims import claims_of_readings
from monitor.queries.cursor import ID
from monitor.wire import time_json

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class StatementHistory:
    """A statement, its revisions from the first on, its readings and the claims of each reading."""

    statement: Statement
    source: Source
    revisions: list[Revision]
    readings: list[Reading]
    claims: dict[str, list[LogRow]]

    def as_json(self) -> dict[str, Any]:
        """All but the claims; times in UTC, because several agreements may watch one source."""
        withdrawn = self.statement.withdrawn_at
        return {
            "id": self.statement.id,
            "url": self.statement.url,
            "publisher": self.source.document["publisher"],
            "source": self.source.id,
            "first_seen_at": time_json(self.statement.first_seen_at, UTC),
            "withdrawn_at": time_json(withdrawn, UTC) if withdrawn else None,
            "revision": self.statement.revision,
            "revisions": [_revision_json(revision) for revision in self.revisions],
            "readings": [self._reading_json(reading) for reading in self.readings],
        }

    def _reading_json(self, reading: Reading) -> dict[str, Any]:
        numbers = {revision.id: revision.number for revision in self.revisions}
        return {
            "id": reading.id,
            "agreement": reading.agreement_id,
            "agreement_version": reading.agreement_version,
            "classifier_version": reading.classifier_version,
            "revision": numbers[reading.revision_id],
            "lang": reading.lang,
            "made_at": time_json(reading.made_at, UTC),
            "superseded_at": time_json(reading.superseded_at, UTC) if reading.superseded_at else None,
            "superseded_by": reading.superseded_by,
        }


def get_statement(session: Session, id: str) -> StatementHistory | None:
    """The statement of that id with everything that became of it."""
    statement = session.get(Statement, id) if ID.fullmatch(id) else None
    if statement is None:
        return None
    readings = _readings(session, id)
    claims: dict[str, list[LogRow]] = {}
    for row in claims_of_readings(session, [reading.id for reading in readings]):
        claims.setdefault(row.claim.reading_id, []).append(row)
    source = session.get_one(Source, statement.source_id)
    return StatementHistory(statement, source, list_revisions(session, id), readings, claims)


def list_revisions(session: Session, statement_id: str) -> list[Revision]:
    """Every text of the statement, the first one first."""
    query = select(Revision).where(Revision.statement_id == statement_id).order_by(col(Revision.number))
    return list(session.exec(query))


def find_speaker(session: Session, source_id: str, agreements: Sequence[str]) -> str:
    """Whose outlet the source is in the first of these agreements that knows; "" for independent media."""
    query = select(Watch.speaker).where(
        Watch.source_id == source_id, col(Watch.agreement_id).in_(agreements), col(Watch.speaker).is_not(None)
    )
    return session.exec(query.order_by(col(Watch.agreement_id)).limit(1)).first() or ""


def _readings(session: Session, statement_id: str) -> list[Reading]:
    query = select(Reading).where(Reading.statement_id == statement_id)
    return list(session.exec(query.order_by(col(Reading.made_at), col(Reading.id))))


def _revision_json(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "title": revision.title,
        "text": revision.text,
        "published_at": time_json(revision.published_at, UTC),
        "precision": revision.precision,
        "language": revision.language,
        "edited": revision.edited,
        "seen_at": time_json(revision.seen_at, UTC),
        "capture": revision.capture_id,
        "sha256": revision.text_sha256,
    }
