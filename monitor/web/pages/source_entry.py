"""/entries/new: a person enters a statement of an outlet that no machine may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.ledger.entries import enter_statement
from monitor.ledger.entry_terms import BadEntry, Pasted, read_entry
from monitor.models import Source
from monitor.pipeline import source_facts
from monitor.queries.agreements import list_agreements
from monitor.queries.sources import list_sources
from monitor.readers import is_polled
from monitor.web.auth import Editor
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import EntryOrdered
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell

PAGE = "/entries/new"
NOT_MANUAL = "is no source of kind `manual`; the statements of the others are polled."
router = APIRouter(include_in_schema=False)


@router.get(PAGE)
def show_entry(
    request: Request, _editor: Editor, desk: AtDesk, source: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    return _show(request, desk, {"source": source})


@router.post(PAGE)
def take_entry(request: Request, order: EntryOrdered, desk: AtDesk) -> Response:
    """It goes the way of every statement from here on; its capture says that a person entered it, and who."""
    fields = order.fields
    try:
        with writing(desk.engine) as session:
            source = _find_source(session, fields.get("source", ""))
            pasted = Pasted(
                url=fields.get("url", ""),
                title=fields.get("title", ""),
                text=fields.get("text", ""),
                published_at=fields.get("published_at", ""),
                zone=source_facts(session, source).timezone,
            )
            entry = read_entry(pasted, order.actor, desk.now())
            statement = enter_statement(session, source, entry, desk.now())
    except BadEntry as bad:
        return _show(request, desk, fields, 422, bad)
    return RedirectResponse(f"/statements/{statement}", 303)


def _find_source(session: Session, id_: str) -> Source:
    source = session.get(Source, id_)
    if source is None or source.removed_at is not None or is_polled(source.kind):
        raise BadEntry("source", NOT_MANUAL)
    return source


def _show(
    request: Request, desk: Desk, filled: Mapping[str, str], status: int = 200, bad: BadEntry | None = None
) -> Response:
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        views = [view for view in list_sources(session, desk.now()) if not is_polled(view.source.kind)]
    faults = {bad.field: bad.what} if bad else {}
    return render(
        request, "source_entry.html", status, shell=shell, views=views, filled=filled, faults=faults
    )
