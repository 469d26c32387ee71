"""GET /statements: every text that was published, the newest first, also those without any claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.agreements import list_agreements
from monitor.queries.cursor import BadCursor
from monitor.queries.sources import list_outlets
from monitor.queries.statement_list import StatementFilter, StatementLine, list_statements
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.filters import Box, Pair, list_pairs, make_box
from monitor.web.pages.rendering import render
from monitor.web.pages.sendings import Stamp
from monitor.web.pages.shell import make_shell
from monitor.web.pages.wording import write_count
from monitor.web.parameters import End, Moment, Name, Parameters
from monitor.web.problems import Problem

PAGE = "/statements"
ROWS = 50
LONGEST_START = 280
CLAIMS = (("", "all statements"), ("none", "without claims"))
UNREAD = (("", "any"), ("true", "waits for a person"))
router = APIRouter(include_in_schema=False)


class StatementParameters(Parameters):
    """What may stand in the address."""

    agreement: list[Name] = Field([])
    source: list[Name] = Field([])
    claims: Literal["none"] | None = None
    unread: bool | None = None
    from_: Moment | None = Field(None, alias="from")
    to: End | None = None
    cursor: str = Field("", max_length=300)

    def as_filter(self) -> StatementFilter:
        return StatementFilter(
            agreement=tuple(self.agreement),
            source=tuple(self.source),
            without_claims=self.claims == "none",
            waiting=bool(self.unread),
            from_=self.from_,
            to=self.to,
        )


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What the template asks for."""

    line: StatementLine
    zone: ZoneInfo

    @property
    def published(self) -> Stamp:
        moment = self.line.revision.published_at
        local = moment.astimezone(self.zone)
        day = f"{local.day} {local:%b %Y}"
        short = day if self.line.revision.precision == "day" else f"{day}, {local:%H:%M}"
        return Stamp(local.isoformat(timespec="seconds"), short, write_stamp(moment, self.zone.key))

    @property
    def publisher(self) -> str:
        return str(self.line.source.document.get("publisher") or self.line.source.id)

    @property
    def title(self) -> str:
        return _begin(self.line.revision.title)

    @property
    def start(self) -> str:
        """Of the text, in one line."""
        return _begin(self.line.revision.text)

    @property
    def found(self) -> str:
        return write_count(self.line.claims, "claim") if self.line.claims else "no claim found"


def _begin(text: str) -> str:
    words = " ".join(text[: LONGEST_START * 2].split())
    return words if len(words) <= LONGEST_START else words[:LONGEST_START].rstrip() + "…"


@router.get(PAGE)
def show_statements(
    request: Request, _reader: Reader, desk: AtDesk, wishes: Annotated[StatementParameters, Query()]
) -> Response:
    pairs = list_pairs(wishes)
    if "" in request.query_params.values():  # a form sends what was left alone; the address stays short
        return RedirectResponse(_write_url(pairs), 303)
    with reading(desk.engine) as session:
        return render(request, "statements.html", **_fill(session, wishes, pairs, desk.now()))


def _fill(session: Session, wishes: StatementParameters, pairs: list[Pair], now: datetime) -> dict[str, Any]:
    agreements = list_agreements(session)
    shell = make_shell([one for one in agreements if one.id in wishes.agreement] or agreements, now)
    try:
        page = list_statements(session, wishes.as_filter(), ROWS, wishes.cursor)
    except BadCursor as error:
        raise Problem(422, str(error)) from None
    return {
        "shell": shell,
        "boxes": _list_boxes(session, agreements, pairs),
        "wishes": wishes,
        "asked": len({name for name, _ in pairs}),
        "rows": [StatementRow(line, shell.zone) for line in page.lines],
        "next_url": _write_url([*pairs, ("cursor", page.next)]) if page.next else "",
        "first_url": _write_url(pairs) if wishes.cursor else "",
    }


def _list_boxes(session: Session, agreements: Sequence[Agreement], pairs: Sequence[Pair]) -> list[Box]:
    boxes = [
        make_box("claims", "Claims", "radio", CLAIMS, pairs),
        make_box("source", "Source", "checkbox", list_outlets(session), pairs),
        make_box("unread", "Unread", "radio", UNREAD, pairs),
    ]
    if len(agreements) > 1:
        names = [(each.id, each.name) for each in agreements]
        boxes.insert(0, make_box("agreement", "Agreement", "checkbox", names, pairs))
    return boxes


def _write_url(pairs: Sequence[Pair]) -> str:
    return f"{PAGE}?{urlencode(pairs)}" if pairs else PAGE
