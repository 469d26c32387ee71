"""The way in: all agreements on one page, or the overview of the only one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.agreements import list_agreements
from monitor.queries.watched import Glance, glance_at
from monitor.web.auth import Reader
from monitor.web.charts.spark import draw_spark
from monitor.web.desk import AtDesk
from monitor.web.overview.links import LogLinks
from monitor.web.overview.sides import Side, list_sides
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.windows import write_after, write_local
from monitor.web.pages.wording import write_state

HOURS = 24
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class SideGlance:
    """`first`: when its first accusation came; `number` of them in the last day, drawn by the hour."""

    side: Side
    first: str
    number: int
    chart: Markup
    url: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement on the page of all."""

    agreement: Agreement
    state: str
    sides: Sequence[SideGlance]
    glance: Glance
    review_url: str


@router.get("/")
def open_desk(request: Request, _reader: Reader, desk: AtDesk) -> Response:
    now = desk.now()
    with reading(desk.engine) as session:
        agreements = list_agreements(session)
        if len(agreements) == 1:
            return RedirectResponse(f"/agreements/{agreements[0].id}", 303)
        glances = glance_at(session, agreements, now)
        rows = [make_row(each, glances.get(each.id, Glance()), now) for each in agreements]
        return render(request, "agreements.html", shell=make_shell(agreements, now), rows=rows)


def make_row(agreement: Agreement, glance: Glance, now: datetime) -> AgreementRow:
    """All sides of it on one scale."""
    hours = _list_hours(now)
    sides = list_sides(agreement.document)
    counts = [[sum(glance.hours[by, hour] for by in side.members) for hour in hours] for side in sides]
    most = max((number for side in counts for number in side), default=0) or 1
    links = LogLinks(agreement.id)
    return AgreementRow(
        agreement=agreement,
        state=write_state(agreement, now),
        sides=[
            SideGlance(
                side,
                _say_first(agreement, glance, side, now),
                sum(said),
                draw_spark(said, most, side.mark),
                links.find(by=side.members, start=hours[0]),
            )
            for side, said in zip(sides, counts, strict=True)
        ],
        glance=glance,
        review_url=links.in_review("open"),
    )


def _list_hours(now: datetime) -> list[datetime]:
    """The last 24 of them, the running one too."""
    begin = now.replace(minute=0, second=0, microsecond=0)
    return [begin - timedelta(hours=HOURS - 1 - number) for number in range(HOURS)]


def _say_first(agreement: Agreement, glance: Glance, side: Side, now: datetime) -> str:
    found = [glance.first[member] for member in side.members if member in glance.first]
    if not found:
        return "none yet" if now >= agreement.starts_at else ""
    at = min(found)
    local = write_local(at, ZoneInfo(agreement.timezone), now)
    return f"{local}, {write_after(at, agreement.starts_at)}"
