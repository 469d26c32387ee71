"""One capture with its proof: the bytes that were received, its seal, and what was read from it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from monitor.evidence.store import Missing, body_of
from monitor.models import Capture, Erasure, Revision, Seal, SealedCapture, Source, Statement
from monitor.queries.cursor import ID

MOST_TEXTS = 100


@dataclass(frozen=True, slots=True)
class Proof:
    """A capture as it stands now; `body` is None where `trouble` says why the bytes are not there.

    `is_broken`: the bytes are not those that were received, and nobody ordered that.
    """

    capture: Capture
    source: Source
    body: bytes | None
    trouble: str
    is_broken: bool
    seal: Seal | None
    erasure: Erasure | None


def get_proof(session: Session, id: str) -> Proof | None:
    """None: no capture has this id."""
    capture = session.get(Capture, id) if ID.fullmatch(id) else None
    if capture is None:
        return None
    body, trouble = _read_body(capture)
    erasure = session.get(Erasure, capture.id)
    place = session.get(SealedCapture, capture.id)
    return Proof(
        capture=capture,
        source=session.get_one(Source, capture.source_id),
        body=body,
        trouble=trouble,
        is_broken=body is None and erasure is None and capture.kept == "full",
        seal=session.get(Seal, place.sequence) if place else None,
        erasure=erasure,
    )


def list_read_texts(session: Session, capture_id: str) -> list[tuple[Statement, Revision]]:
    """The texts that were read from a capture, the newest published first."""
    query = select(Statement, Revision).join(Revision, col(Revision.statement_id) == Statement.id)
    mine = query.where(Revision.capture_id == capture_id)
    newest_first = mine.order_by(col(Revision.published_at).desc(), col(Revision.id))
    return [(statement, revision) for statement, revision in session.exec(newest_first.limit(MOST_TEXTS))]


def _read_body(capture: Capture) -> tuple[bytes | None, str]:
    try:
        return body_of(capture), ""
    except Missing as error:
        return None, str(error).removeprefix(f"Capture {capture.id}: ")
