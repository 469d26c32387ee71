"""Captures as a WARC 1.1 file, with a manifest by which a stranger can check them without us.

The bodies are stored as they were after their transfer and content coding were taken off, so
the headers that spoke of those are kept under other names (`X-Archive-Orig-`), as web
archives do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from typing import IO, Any

from sqlmodel import Session
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.evidence.chain import Link, walk_chain
from monitor.evidence.leaves import capture_facts, entry_leaf, say_time, seal_facts
from monitor.evidence.store import Missing, body_of
from monitor.models import Capture, Erasure

FORMAT = "ceasewatch-evidence-1"
_CODED = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def write_evidence(
    session: Session, captures: Iterable[Capture], warc: IO[bytes], manifest: IO[str], software: str
) -> tuple[int, str | None]:
    """A record for each capture whose bytes are kept; in the manifest the facts of all, and the whole chain.

    Returns how many records there are, and the head. One capture and one seal are held at a time.
    """
    writer = WARCWriter(warc, gzip=True, warc_version="1.1")
    about = {"software": software, "format": "WARC File Format 1.1", "conformsTo": FORMAT}
    writer.write_record(writer.create_warcinfo_record("ceasewatch", about))
    written, head = 0, None
    manifest.write(f'{{"format": {json.dumps(FORMAT)},\n "captures": [')
    for number, capture in enumerate(captures):
        written += _write_record(writer, capture)
        _write_item(manifest, number, _facts(session, capture))
    manifest.write('\n ],\n "seals": [')
    for number, link in enumerate(walk_chain(session)):
        head = link.seal.sha256
        _write_item(manifest, number, _link_facts(link))
    manifest.write("\n ]}\n")
    return written, head


def _write_record(writer: WARCWriter, capture: Capture) -> bool:
    try:
        body = body_of(capture)
    except Missing:
        return False
    writer.write_record(_record(writer, capture, body))
    return True


def _write_item(manifest: IO[str], number: int, item: dict[str, Any]) -> None:
    manifest.write(f"{',' if number else ''}\n  {json.dumps(item, ensure_ascii=False)}")


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


def _link_facts(link: Link) -> dict[str, Any]:
    return {
        "facts": seal_facts(link.seal),
        "sha256": link.seal.sha256,
        "captures": [[place.capture_id, place.leaf] for place in link.places],
        "journal": [entry_leaf(entry) for entry in link.entries],
    }
