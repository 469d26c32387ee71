"""The journal and the system: GET /api/v1/journal and /api/v1/system, for administrators."""

from __future__ import annotations

from datetime import UTC
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from monitor import clock
from monitor.db import reading
from monitor.doctor.checks import check_database, check_settings
from monitor.models import JournalEntry
from monitor.queries.journal import JournalFilter, list_entries
from monitor.queries.storage import measure_storage
from monitor.web.api.access_forms import JournalForm, SystemForm
from monitor.web.api.forms import problems
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk
from monitor.web.parameters import End, Moment, Name, Parameters
from monitor.wire import record_json, time_json

router = APIRouter(prefix="/api/v1", tags=["system"])


class JournalParameters(Parameters):
    """What is asked for; `subject` may be a beginning, as `user:`."""

    kind: Name | None = Field(None, description="What happened: `review`, `export`, `sign_in`, ...")
    actor: Name | None = Field(None, description="Who did it.")
    subject: Name | None = Field(None, description="About what; a beginning will do.")
    from_: Moment | None = Field(None, alias="from", description="Time of the entry, included.")
    to: End | None = Field(None, description="Time of the entry, not included; a day is.")
    limit: int = Field(50, ge=1, le=500, description="Entries on a page.")
    cursor: int = Field(0, ge=0, le=2**62, description="`next` of the page before.")

    def as_filter(self) -> JournalFilter:
        return JournalFilter(self.kind or "", self.actor or "", self.subject or "", self.from_, self.to)


@router.get(
    "/journal",
    summary="Who did what, the newest first",
    responses={200: {"model": JournalForm}, **problems(401, 403, 422)},
)
def send_journal(_admin: Admin, desk: AtDesk, wishes: Annotated[JournalParameters, Query()]) -> JSONResponse:
    with reading(desk.engine) as session:
        found = list_entries(session, wishes.as_filter(), wishes.limit + 1, wishes.cursor)
    shown = found[: wishes.limit]
    more = str(shown[-1].number) if len(found) > wishes.limit else ""
    return JSONResponse({"items": [_write_entry(entry) for entry in shown], "next": more})


@router.get(
    "/system",
    summary="What works here, and what is kept",
    responses={200: {"model": SystemForm}, **problems(401, 403)},
)
def send_system(_admin: Admin, desk: AtDesk) -> JSONResponse:
    checks = [*check_settings(desk.settings), *check_database(desk.engine, desk.settings, clock.wall())]
    with reading(desk.engine) as session:
        kept = measure_storage(session, desk.settings.home)
    form = {
        "ok": all(check.state != "wrong" for check in checks),
        "checks": [record_json(check) for check in checks],
        "database_bytes": kept.database,
        "free_bytes": kept.free,
        "journal": kept.journal,
        "seal": kept.seal.sha256 if kept.seal else None,
        "version": version("ceasewatch"),
    }
    return JSONResponse(form)


def _write_entry(entry: JournalEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": time_json(entry.at, UTC),
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.actor,
        "details": entry.details,
    }
