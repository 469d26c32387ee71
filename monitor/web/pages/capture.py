"""/captures/{id}: what one poll received, in a closed frame, as plain text, as bytes; hash and headers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.db import reading
from monitor.queries.agreements import list_agreements
from monitor.queries.captures import Proof, get_proof, list_read_texts
from monitor.readers.contract import Unreadable
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.pages.evidence import EvidenceStamp
from monitor.web.pages.received import CAGE, clean_page, is_page, read_text
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.problems import Problem

LONGEST_SHOWN = 100_000
router = APIRouter(include_in_schema=False)


@router.get("/captures/{id}")
def show_capture(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    with reading(desk.engine) as session:
        proof = _find(session, id)
        shell = make_shell(list_agreements(session), desk.now())
        return render(request, "capture.html", shell=shell, **_fill(session, proof, shell.zone.key))


@router.get("/captures/{id}/received")
def show_received(_reader: Reader, desk: AtDesk, id: str) -> Response:
    """For the closed frame of the page above; only there does it show anything."""
    proof = _load(desk, id)
    if not is_page(proof):
        raise Problem(404, "This capture is no page; its text is kept beside it.")
    try:
        return HTMLResponse(clean_page(read_text(proof)), headers=CAGE)
    except Unreadable as error:
        raise Problem(404, str(error)) from None


@router.get("/captures/{id}/text")
def send_text(_reader: Reader, desk: AtDesk, id: str) -> Response:
    """Decoded, and otherwise as it came."""
    return PlainTextResponse(read_text(_with_bytes(_load(desk, id))), headers=CAGE)


@router.get("/captures/{id}/bytes")
def send_bytes(_reader: Reader, desk: AtDesk, id: str) -> Response:
    """To be saved: their SHA-256 is the one that was sealed."""
    proof = _with_bytes(_load(desk, id))
    named = {"Content-Disposition": f'attachment; filename="capture-{proof.capture.id}.bin"'}
    return Response(proof.body, media_type="application/octet-stream", headers=CAGE | named)


def _load(desk: Desk, id: str) -> Proof:
    with reading(desk.engine) as session:
        return _find(session, id)


def _find(session: Session, id: str) -> Proof:
    proof = get_proof(session, id)
    if proof is None:
        raise Problem(404, "No capture has this id.")
    return proof


def _with_bytes(proof: Proof) -> Proof:
    if proof.body is None:
        raise Problem(404, proof.trouble)
    return proof


def _fill(session: Session, proof: Proof, zone: str) -> dict[str, Any]:
    text = read_text(proof)
    return {
        "stamp": EvidenceStamp(proof, zone),
        "capture": proof.capture,
        "publisher": proof.source.document.get("publisher") or proof.source.id,
        "text": text[:LONGEST_SHOWN],
        "is_cut": len(text) > LONGEST_SHOWN,
        "texts": [
            (statement, revision, write_stamp(revision.published_at, zone))
            for statement, revision in list_read_texts(session, proof.capture.id)
        ],
    }
