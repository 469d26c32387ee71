"""GET /sources: how every outlet is, since when, why, its last day, and when it last answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from monitor.db import reading
from monitor.health.states import ANSWERING
from monitor.models import Watch
from monitor.queries.agreements import list_agreements
from monitor.queries.sources import SourceView, list_sources
from monitor.queries.strips import draw_strips
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.source_rows import MOST_BLANKS, SourceRow, find_speaker
from monitor.web.pages.wording import write_count

router = APIRouter(include_in_schema=False)


@router.get("/sources")
def show_sources(request: Request, _reader: Reader, desk: AtDesk) -> Response:
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        rows = make_rows(session, list_sources(session, desk.now()), shell.zone.key, desk.now())
        in_use = [row for row in rows if row.view.source.enabled and not row.is_manual]
        well = sum(row.view.source.state in ANSWERING for row in in_use)
        summary = f"{write_count(len(in_use), 'source')} in use; {well} answered when last asked."
        return render(request, "sources.html", shell=shell, rows=rows, summary=summary)


def make_rows(
    session: Session, views: Sequence[SourceView], zone: str, now: datetime, most_blanks: int = MOST_BLANKS
) -> list[SourceRow]:
    """Each with its strip and its speaker."""
    strips = draw_strips(session, views, now)
    watches = session.exec(select(Watch).where(col(Watch.removed_at).is_(None)))
    speakers = {
        (watch.agreement_id, watch.source_id): watch.speaker for watch in watches if watch.speaker is not None
    }
    return [
        SourceRow(view, zone, strips[view.source.id], find_speaker(view, speakers), most_blanks)
        for view in views
    ]
