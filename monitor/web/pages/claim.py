"""GET /claims/{id}: one claim, the text that says it, why it was read so, and what became of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from alerts.sentences import claim_sentence
from alerts.wording import write_stamp
from monitor import clock
from monitor.db import reading
from monitor.models.claim import LogRow
from monitor.queries.captures import get_proof
from monitor.queries.claim_history import list_others, list_told, list_versions
from monitor.queries.claims import get_claim
from monitor.queries.statements import list_revisions
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.actors import place_names
from monitor.web.pages.evidence import EvidenceStamp
from monitor.web.pages.passages import Bound, Stretch, cut_paragraphs
from monitor.web.pages.reasons import FieldRow, list_fields
from monitor.web.pages.rendering import render
from monitor.web.pages.revisions import view_revisions, write_edit, write_span
from monitor.web.pages.rows import ClaimRow
from monitor.web.pages.sendings import SendingRow
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.problems import Problem

router = APIRouter(include_in_schema=False)


@router.get("/claims/{id}")
def show_claim(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    with reading(desk.engine) as session:
        row = find_claim(session, id)
        shell = make_shell([row.agreement], desk.now())
        return render(request, "claim.html", shell=shell, **fill_claim(session, row, shell))


def find_claim(session: Session, id: str) -> LogRow:
    """Raises Problem."""
    row = get_claim(session, id)
    if row is None:
        raise Problem(404, "No claim has this id.")
    return row


def fill_claim(session: Session, row: LogRow, shell: Shell) -> dict[str, Any]:
    view, zone = ClaimRow(row, shell.zone), shell.zone.key
    fields, revisions = list_fields(row), list_revisions(session, row.statement.id)
    proof = get_proof(session, row.revision.capture_id)
    return {
        "view": view,
        "sentence": write_sentence(row),
        "said": _write_said(row, zone),
        "title": cut_evidence(row, "title", fields),
        "text": cut_evidence(row, "text", fields),
        "fields": fields,
        "published": write_stamp(row.revision.published_at, zone),
        "received": write_stamp(row.statement.first_seen_at, zone),
        "withdrawn": write_stamp(row.statement.withdrawn_at, zone) if row.statement.withdrawn_at else "",
        "revisions": view_revisions(revisions, zone),
        "edit": write_edit(revisions),
        "others": [ClaimRow(other, shell.zone) for other in list_others(session, row)],
        "versions": [
            (each, write_stamp(each.reading.made_at, zone)) for each in list_versions(session, row.lineage.id)
        ],
        "stamp": EvidenceStamp(proof, zone) if proof else None,
        "told": _list_told(session, row, shell),
    }


def _list_told(session: Session, row: LogRow, shell: Shell) -> list[tuple[Any, list[SendingRow]]]:
    wall = clock.wall()
    return [
        (alert, [SendingRow(line, None, False, shell.zone, wall) for line in lines])
        for alert, lines in list_told(session, row.lineage.id)
    ]


def _write_said(row: LogRow, zone: str) -> str:
    """ "Said 10 October 2020, 12:20 UTC+4, 20 min after the start of the ceasefire."."""
    moment, start = row.revision.published_at, row.agreement.starts_at
    span = f"{write_span(moment, start)} after" if moment >= start else f"{write_span(start, moment)} before"
    return f"Said {write_stamp(moment, zone)}, {span} the start of the ceasefire."


def write_sentence(row: LogRow) -> str:
    """The one plain sentence, with all names of each place."""
    places = {name: place_names(row.agreement.document, name) for name in row.claim.places}
    return claim_sentence(row.as_json(), row.names() | {"places": places}, row.agreement.timezone)


def cut_evidence(row: LogRow, field: str, fields: list[FieldRow]) -> list[list[Stretch]]:
    """The title or text in paragraphs, the evidence marked, the cues in it numbered."""
    claim, whole = row.claim, row.revision.title if field == "title" else row.revision.text
    if claim.evidence_field != field:
        return cut_paragraphs(whole)
    cues = [each.cue.bound for each in fields if each.cue]
    return cut_paragraphs(whole, [Bound(claim.evidence_start, claim.evidence_end)], cues)
