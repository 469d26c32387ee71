"""/audit: the journal - who signed in, changed, reviewed, ordered what, and when."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from monitor.db import reading
from monitor.models import JournalEntry
from monitor.queries.agreements import list_agreements
from monitor.queries.exports import MANIFEST
from monitor.queries.journal import JournalFilter, list_entries, list_kinds
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.parameters import End, Moment, Name, Parameters

PAGE = "/audit"
ROWS = 100
router = APIRouter(include_in_schema=False)


class AuditParameters(Parameters):
    """What may stand in the address; `cursor` is the number of the last entry of the page before."""

    kind: Name | None = None
    actor: Name | None = None
    subject: Name | None = None
    from_: Moment | None = Field(None, alias="from")
    to: End | None = None
    cursor: int = Field(0, ge=0, le=2**62)

    def as_filter(self) -> JournalFilter:
        return JournalFilter(self.kind or "", self.actor or "", self.subject or "", self.from_, self.to)


@router.get(PAGE)
def show_audit(
    request: Request, _admin: Admin, desk: AtDesk, wishes: Annotated[AuditParameters, Query()]
) -> Response:
    asked = request.query_params
    if "" in asked.values():  # a form sends what was left alone; the address stays short
        return RedirectResponse(_write_url({name: text for name, text in asked.items() if text}), 303)
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        found = list_entries(session, wishes.as_filter(), ROWS + 1, wishes.cursor)
        kinds = list_kinds(session)
    rows, here = found[:ROWS], {name: text for name, text in asked.items() if name != "cursor"}
    return render(
        request,
        "audit.html",
        shell=shell,
        rows=[(entry, _say_details(entry)) for entry in rows],
        kinds=kinds,
        asked=here,
        next_url=_write_url(here | {"cursor": str(rows[-1].number)}) if len(found) > ROWS else "",
        first_url=_write_url(here) if wishes.cursor else "",
    )


def _say_details(entry: JournalEntry) -> str:
    """Of an export's manifest, which /exports has whole, only the file."""
    details = entry.details["file"] if entry.kind == MANIFEST else entry.details
    return "; ".join(f"{name.replace('_', ' ')}: {_say_value(value)}" for name, value in details.items())


def _say_value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_say_value(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_say_value(each) for each in value)
    return "none" if value is None else str(value)


def _write_url(pairs: dict[str, str]) -> str:
    return f"{PAGE}?{urlencode(pairs)}" if pairs else PAGE
