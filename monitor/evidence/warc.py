"""Captures as a WARC 1.1 file, with a manifest by which a stranger can check them without us.

The bodies are stored as they were after their transfer and content coding were taken off, so
the headers that spoke of those are kept under other names (`X-Archive-Orig-`), as web
archives do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from io import BytesIO
from typing import IO, Any

from sqlmodel import Session, col, select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.evidence.leaves import capture_facts, entry_leaf, say_time, seal_facts
from monitor.evidence.store import Missing, body_of
from monitor.models import Capture, Erasure, JournalEntry, Seal, SealedCapture

FORMAT = "ceasewatch-evidence-1"
_CODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def write_warc(captures: Iterable[Capture], stream: IO[bytes], software: str) -> int:
    """A record for each capture whose bytes are kept; returns how many."""
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    about = {"software": software, "format": "WARC File Format 1.1", "conformsTo": FORMAT}
    writer.write_record(writer.create_warcinfo_record("ceasewatch", about))
    written = 0
    for capture in captures:
        try:
            body = body_of(capture)
        except Missing:
            continue
        writer.write_record(_record(writer, capture, body))
        written += 1
    return written


def make_manifest(session: Session, captures: Iterable[Capture]) -> dict[str, Any]:
    """The facts of the captures, and the whole chain in which they stand."""
    return {
        "format": FORMAT,
        "captures": [_facts(session, capture) for capture in captures],
        "seals": list(_links(session)),
    }


def _record(writer: WARCWriter, capture: Capture, body: bytes) -> Any:
    status = StatusAndHeaders(f"{capture.status} ", _renamed(capture.headers), protocol="HTTP/1.1")
    return writer.create_warc_record(
        capture.final_url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=status,
        warc_headers_dict={
            "WARC-Date": capture.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Record-ID": f"<urn:ceasewatch:capture:{capture.id}>",
            "WARC-Payload-Digest": f"sha256:{capture.sha256}",
        },
    )


def _renamed(headers: list[list[str]]) -> list[tuple[str, str]]:
    return [(f"X-Archive-Orig-{n}" if n.lower() in _CODED else n, _one_line(value)) for n, value in headers]


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _facts(session: Session, capture: Capture) -> dict[str, Any]:
    """What the capture's leaf is made of, and why its bytes are missing if they are."""
    tombstone = session.get(Erasure, capture.id)
    erased = {"at": say_time(tombstone.erased_at), "reason": tombstone.reason} if tombstone else None
    return {"facts": capture_facts(capture), "erased": erased}


def _links(session: Session) -> Iterator[dict[str, Any]]:
    journal_from = 0
    for seal in session.exec(select(Seal).order_by(col(Seal.sequence))).all():
        span = (col(JournalEntry.number) > journal_from, col(JournalEntry.number) <= seal.journal_to)
        entries = session.exec(select(JournalEntry).where(*span).order_by(col(JournalEntry.number)))
        places = session.exec(
            select(SealedCapture)
            .where(SealedCapture.sequence == seal.sequence)
            .order_by(col(SealedCapture.position))
        )
        yield {
            "facts": seal_facts(seal),
            "sha256": seal.sha256,
            "captures": [[place.capture_id, place.leaf] for place in places],
            "journal": [entry_leaf(entry) for entry in entries],
        }
        journal_from = seal.journal_to
