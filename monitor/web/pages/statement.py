"""GET /statements/{id}: one published text with what was read from it, and by which look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.db import reading, writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.misses import record_miss, take_back_miss
from monitor.models import Agreement, Miss, Revision
from monitor.models.claim import LogRow
from monitor.queries.agreements import list_agreements
from monitor.queries.cursor import ID
from monitor.queries.misses import list_misses
from monitor.queries.statements import StatementHistory, find_speaker, get_statement
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import Ordered, Sender, can_order
from monitor.web.pages.correction import BadCorrection
from monitor.web.pages.missing import make_miss_form, read_miss, view_miss
from monitor.web.pages.passages import Bound, Stretch, cut_paragraphs, find_sentences
from monitor.web.pages.rendering import render
from monitor.web.pages.revisions import view_revisions
from monitor.web.pages.rows import ClaimRow
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.pages.wording import name_language
from monitor.web.parameters import Parameters
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor

router = APIRouter(include_in_schema=False)


class StatementParts(Parameters):
    """Which text of the statement is shown; the newest by default."""

    revision: int | None = Field(None, ge=1, le=1_000_000)


@router.get("/statements/{id}")
def show_statement(
    request: Request, reader: Reader, desk: AtDesk, id: str, parts: Annotated[StatementParts, Query()]
) -> Response:
    return _show(request, reader, desk, id, parts.revision)


@router.post("/statements/{id}/misses")
def receive_miss(request: Request, sender: Sender, order: Ordered, desk: AtDesk, id: str) -> Response:
    """A person says that the text makes a claim which was not read from it."""
    asked = order.fields.get("revision", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else None
    try:
        with writing(desk.engine) as session:
            revision = _choose(_find(session, id), number)
            record_miss(session, read_miss(order.fields, id, revision, order.actor), desk.now())
    except (BadCorrection, BadReview) as error:
        return _show(request, sender, desk, id, number, order.fields, f"{error}")
    return RedirectResponse(f"/statements/{id}#missed", 303)


@router.post("/statements/{id}/misses/{miss}/removal")
def drop_miss(order: Ordered, desk: AtDesk, id: str, miss: str) -> Response:
    """It stays in the records and in the journal."""
    with writing(desk.engine) as session:
        known = session.get(Miss, miss) if ID.fullmatch(miss) else None
        if known is None or known.statement_id != id:
            raise Problem(404, "The statement has no such entry.")
        take_back_miss(session, miss, order.actor, desk.now())
    return RedirectResponse(f"/statements/{id}#missed", 303)


def _show(
    request: Request,
    reader: Visitor,
    desk: Desk,
    id: str,
    number: int | None,
    typed: Mapping[str, str] | None = None,
    fault: str = "",
) -> Response:
    with reading(desk.engine) as session:
        history = _find(session, id)
        read_for = _list_readers(session, history)
        shell = make_shell(read_for, desk.now())
        form = None
        if can_order(reader) and history.readings:
            speaker = find_speaker(session, history.source.id, [each.id for each in read_for])
            form = make_miss_form(reader.form_key, read_for, speaker, typed, fault)
        values = _fill(history, number, shell) | {"form": form}
        known = {each.id: each for each in read_for}
        values["misses"] = [
            view_miss(miss, revision, known.get(miss.agreement_id), write_stamp(miss.said_at, shell.zone.key))
            for miss, revision in list_misses(session, id)
        ]
        return render(request, "statement.html", 422 if fault else 200, shell=shell, **values)


def _find(session: Session, id: str) -> StatementHistory:
    history = get_statement(session, id)
    if history is None or not history.revisions:
        raise Problem(404, "No statement has this id.")
    return history


def _list_readers(session: Session, history: StatementHistory) -> list[Agreement]:
    """The agreements for which it was read."""
    read = {each.agreement_id for each in history.readings}
    agreements = list_agreements(session)
    return [each for each in agreements if each.id in read] or agreements


def _fill(history: StatementHistory, number: int | None, shell: Shell) -> dict[str, Any]:
    revision = _choose(history, number)
    rows = _standing(history)
    lang = next((each.lang for each in reversed(history.readings)), revision.language or "")
    views, zone = [ClaimRow(row, shell.zone) for row in rows], shell.zone.key
    withdrawn = history.statement.withdrawn_at
    return {
        "history": history,
        "revision": revision,
        "lang": lang,
        "language_name": name_language(lang),
        "publisher": history.source.document.get("publisher") or history.source.id,
        "views": views,
        "title": cut_field(revision, "title", rows),
        "text": cut_field(revision, "text", rows),
        "published": write_stamp(revision.published_at, zone),
        "received": write_stamp(history.statement.first_seen_at, zone),
        "withdrawn": write_stamp(withdrawn, zone) if withdrawn else "",
        "revisions": view_revisions(history.revisions, zone),
        "readings": [(each, write_stamp(each.made_at, zone)) for each in reversed(history.readings)],
    }


def _choose(history: StatementHistory, number: int | None) -> Revision:
    found = [each for each in history.revisions if each.number == number]
    if number is not None and not found:
        raise Problem(404, f"This statement has no revision {number}.")
    return found[0] if found else history.revisions[-1]


def _standing(history: StatementHistory) -> list[LogRow]:
    """The claims of the log that stand on it, in the order of the text."""
    rows = [row for read in history.readings for row in history.claims.get(read.id, [])]
    return [row for row in rows if row.lineage.claim_id == row.claim.id]


def cut_field(revision: Revision, field: str, rows: list[LogRow]) -> list[list[Stretch]]:
    """The title or the text in paragraphs and sentences, the evidence of its claims marked."""
    text = revision.title if field == "title" else revision.text
    claims = [
        row.claim
        for row in rows
        if row.claim.revision_id == revision.id and row.claim.evidence_field == field
    ]
    marks = [Bound(claim.evidence_start, claim.evidence_end) for claim in claims]
    sentences = find_sentences(text, "title" if field == "title" else "text")
    return cut_paragraphs(text, marks=marks, sentences=sentences)
