"""GET /sources: how every outlet is, since when, why, and when it last answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alerts.sentences import STATES
from alerts.wording import write_stamp
from monitor.db import reading
from monitor.health.states import ANSWERING
from monitor.models.coverage import NOT_RUNNING
from monitor.queries.agreements import list_agreements
from monitor.queries.sources import BlankTime, SourceView, list_sources
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.wording import write_count

MOST_BLANKS = 5
WHYS = {NOT_RUNNING: "Ceasewatch itself was not running", "gap": "items may have passed unseen"}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What the template asks for; every time as it is written in the page's zone."""

    view: SourceView
    zone: str

    @property
    def state(self) -> str:
        if not self.view.source.enabled:
            return "disabled"
        return STATES.get(self.view.source.state or "", "not polled yet")

    @property
    def since(self) -> str:
        return self._stamp(self.view.source.state_since)

    @property
    def answered(self) -> str:
        return self._stamp(self.view.source.answered_at)

    @property
    def due(self) -> str:
        return self._stamp(self.view.source.due_at)

    @property
    def agreements(self) -> str:
        return ", ".join(agreement.name for agreement in self.view.agreements)

    @property
    def blanks(self) -> list[str]:
        """The newest times without coverage, each as a sentence."""
        return [self._say_blank(blank) for blank in reversed(self.view.blanks[-MOST_BLANKS:])]

    def _say_blank(self, blank: BlankTime) -> str:
        end = f"to {self._stamp(blank.end)}" if blank.end else "until now"
        caught = "; caught up later" if blank.caught_up else ""
        why = WHYS.get(blank.why) or STATES.get(blank.why, blank.why)
        return f"{self._stamp(blank.start)} {end}: {why}{caught}"

    def _stamp(self, moment: datetime | None) -> str:
        return write_stamp(moment, self.zone) if moment else ""


@router.get("/sources")
def show_sources(request: Request, _reader: Reader, desk: AtDesk) -> Response:
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        rows = [SourceRow(view, shell.zone.key) for view in list_sources(session, desk.now())]
        in_use = [row for row in rows if row.view.source.enabled]
        well = sum(row.view.source.state in ANSWERING for row in in_use)
        summary = f"{write_count(len(in_use), 'source')} in use; {well} answered when last asked."
        return render(request, "sources.html", shell=shell, rows=rows, summary=summary)
