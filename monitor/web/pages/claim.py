"""GET /claims/{id}: one claim, the text that says it, and why it was read so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from alerts.sentences import claim_sentence
from alerts.wording import write_stamp
from monitor.db import reading
from monitor.models import Revision
from monitor.models.claim import LogRow
from monitor.queries.claims import get_claim
from monitor.queries.statements import list_revisions
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.actors import place_names
from monitor.web.pages.differences import Change, list_changes
from monitor.web.pages.rendering import render
from monitor.web.pages.rows import ClaimRow
from monitor.web.pages.shell import make_shell
from monitor.web.problems import Problem

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the text; the marked one is the evidence."""

    text: str
    marked: bool = False


@router.get("/claims/{id}")
def show_claim(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    with reading(desk.engine) as session:
        row = get_claim(session, id)
        if row is None:
            raise Problem(404, "No claim has this id.")
        shell = make_shell([row.agreement], desk.now())
        return render(request, "claim.html", shell=shell, **_fill(session, ClaimRow(row, shell.zone)))


def _fill(session: Session, view: ClaimRow) -> dict[str, Any]:
    row, zone = view.row, view.zone.key
    revisions = list_revisions(session, row.statement.id)
    return {
        "view": view,
        "sentence": write_sentence(row),
        "title": cut_passages(row, "title"),
        "text": cut_passages(row, "text"),
        "published": write_stamp(row.revision.published_at, zone),
        "received": write_stamp(row.statement.first_seen_at, zone),
        "withdrawn": write_stamp(row.statement.withdrawn_at, zone) if row.statement.withdrawn_at else "",
        "revisions": _with_changes(revisions, zone),
    }


def _with_changes(revisions: list[Revision], zone: str) -> list[tuple[Revision, str, list[Change]]]:
    """Newest first, each with the time that it was seen and what changed since the text before."""
    before = {one.id: previous for previous, one in pairwise(sorted(revisions, key=lambda each: each.number))}
    return [
        (
            each,
            write_stamp(each.seen_at, zone),
            list_changes(_whole(before[each.id]), _whole(each)) if each.id in before else [],
        )
        for each in _newest_first(revisions)
    ]


def _whole(revision: Revision) -> str:
    return f"{revision.title}\n{revision.text}"


def write_sentence(row: LogRow) -> str:
    """The one plain sentence, with all names of each place."""
    places = {name: place_names(row.agreement.document, name) for name in row.claim.places}
    return claim_sentence(row.as_json(), row.names() | {"places": places}, row.agreement.timezone)


def cut_passages(row: LogRow, field: str) -> list[list[Passage]]:
    """The title or text in paragraphs, the evidence marked; offsets are code points into the field."""
    claim, whole = row.claim, row.revision.title if field == "title" else row.revision.text
    start, end = (claim.evidence_start, claim.evidence_end) if claim.evidence_field == field else (0, 0)
    pieces = [
        Passage(whole[:start]),
        Passage(whole[start:end], marked=True),
        Passage(whole[end:]),
    ]
    return _into_paragraphs(pieces)


def _into_paragraphs(pieces: list[Passage]) -> list[list[Passage]]:
    paragraphs: list[list[Passage]] = [[]]
    for piece in pieces:
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                paragraphs.append([])
            if line.strip():
                paragraphs[-1].append(Passage(line, piece.marked))
    return [paragraph for paragraph in paragraphs if paragraph]


def _newest_first(revisions: list[Revision]) -> list[Revision]:
    return sorted(revisions, key=lambda revision: -revision.number)
