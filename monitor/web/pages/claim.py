"""GET /claims/{id}: one claim, the text that says it, why it was read so, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from alerts.sentences import claim_sentence
from alerts.wording import write_stamp
from monitor import clock
from monitor.db import reading
from monitor.models.claim import LogRow, actor_names
from monitor.queries.captures import get_proof
from monitor.queries.claim_history import list_others, list_reviews, list_told, list_versions
from monitor.queries.claims import get_claim
from monitor.queries.statements import list_revisions
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.actors import place_names
from monitor.web.pages.evidence import EvidenceStamp
from monitor.web.pages.judging import Judging, Turn, make_judging, make_turn
from monitor.web.pages.passages import Bound, Stretch, cut_paragraphs
from monitor.web.pages.reasons import FieldRow, list_fields
from monitor.web.pages.rendering import render
from monitor.web.pages.reviews import view_reviews
from monitor.web.pages.revisions import view_revisions, write_edit
from monitor.web.pages.rows import ClaimRow
from monitor.web.pages.sendings import SendingRow
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.pages.windows import write_length
from monitor.web.parameters import FilterParameters, Name
from monitor.web.problems import Problem

router = APIRouter(include_in_schema=False)


class ClaimParameters(FilterParameters):
    """The filters under which the claim stands in the log, and how its page is shown.

    `edit`: with the form that corrects it; `last`: the claim that was judged before.
    """

    edit: bool = False
    last: Name | None = None


@router.get("/claims/{id}")
def show_claim(
    request: Request, reader: Reader, desk: AtDesk, id: str, wishes: Annotated[ClaimParameters, Query()]
) -> Response:
    with reading(desk.engine) as session:
        row = find_claim(session, id)
        turn = make_turn(session, wishes, id)
        judging = make_judging(row, reader, turn, is_edited=wishes.edit)
        return show(request, session, row, desk.now(), turn=turn, judging=judging)


def show(
    request: Request,
    session: Session,
    row: LogRow,
    now: datetime,
    status: int = 200,
    *,
    turn: Turn | None,
    judging: Judging | None,
) -> Response:
    """The whole page; `turn` leads to its neighbours, `judging` is None for who only reads."""
    shell = make_shell([row.agreement], now)
    values = fill_claim(session, row, shell)
    return render(request, "claim.html", status, shell=shell, turn=turn, judging=judging, **values)


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
        "revisions": view_revisions(revisions, zone, row.revision.id),
        "edit": write_edit(revisions),
        "others": [ClaimRow(other, shell.zone) for other in list_others(session, row)],
        "versions": [
            (each, write_stamp(each.reading.made_at, zone)) for each in list_versions(session, row.lineage.id)
        ],
        "stamp": EvidenceStamp(proof, zone) if proof else None,
        "told": _list_told(session, row, shell),
        "history": view_reviews(row, list_reviews(session, row.lineage.id), zone),
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
    where = "after" if moment >= start else "before"
    length = write_length(abs(moment - start))
    return f"Said {write_stamp(moment, zone)}, {length} {where} the start of the ceasefire."


def write_sentence(row: LogRow) -> str:
    """The one plain sentence, as a person corrected it, with all names of each place."""
    form, document = row.as_json() | row.changes, row.agreement.document
    actors = actor_names(document)
    names = {role: actors.get(form[role], form[role]) for role in ("by", "against")}
    places = {name: place_names(document, name) for name in form["places"]}
    return claim_sentence(form, names | {"places": places}, row.agreement.timezone)


def cut_evidence(row: LogRow, field: str, fields: list[FieldRow]) -> list[list[Stretch]]:
    """The title or text in paragraphs, the evidence marked, the cues in it numbered."""
    said, whole = row.finding.evidence, row.revision.title if field == "title" else row.revision.text
    if said.field != field:
        return cut_paragraphs(whole)
    return cut_paragraphs(
        whole, [Bound(said.start, said.end)], [each.cue.bound for each in fields if each.cue]
    )
