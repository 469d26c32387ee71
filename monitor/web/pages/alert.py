"""/alerts/{id}: what an alert holds, its thread, where it went, and who has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.acknowledging import LONGEST_NOTE, AcknowledgedAlready, BadNote, say_acknowledged
from alerts.alert_log import AlertLine
from alerts.headlines import Headline, list_headlines
from alerts.models import Notice, Silence
from alerts.sentences import notice_sentence
from alerts.silences import explain_silence
from alerts.wording import write_stamp
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.replies import acknowledge_alert
from monitor.queries.agreements import list_agreements
from monitor.queries.alerts import WholeAlert, get_alert
from monitor.web.api.alerts import UNKNOWN
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import Ordered, can_order
from monitor.web.pages.rendering import render
from monitor.web.pages.sendings import Stamp, make_rows, write_short
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor, visitor_of

NOTHING_HELD = Headline("An alert that holds nothing", 0)
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One notice of the alert as a sentence; `url` leads to its claim, and is empty where there is none."""

    sentence: str
    kind: str
    noticed: Stamp
    url: str


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One alert of the thread."""

    id: str
    headline: Headline
    opened: Stamp


@router.get("/alerts/{id}")
def show_alert(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    return _show(request, desk, id)


@router.post("/alerts/{id}/acknowledge")
def take_acknowledge(request: Request, order: Ordered, desk: AtDesk, id: str) -> Response:
    """Note who has seen it, once."""
    note = order.fields.get("note", "")
    try:
        with writing(desk.engine) as session:
            done = acknowledge_alert(session, id, by=order.actor, note=note, now=clock.wall())
    except BadNote as fault:
        return _show(request, desk, id, 422, note=note, fault=str(fault))
    except AcknowledgedAlready as first:
        raise Problem(409, f"{first} What you sent was not kept.") from None
    if done is None:
        raise Problem(404, UNKNOWN)
    return RedirectResponse(f"/alerts/{id}", 303)


def _show(
    request: Request, desk: Desk, id: str, status: int = 200, *, note: str = "", fault: str = ""
) -> Response:
    visitor = visitor_of(request) or Visitor("viewer")
    with reading(desk.engine) as session:
        alert = get_alert(session, id, "")
        if alert is None:
            raise Problem(404, UNKNOWN)
        page = _fill(session, alert, _find_shell(session, alert.notices, desk))
    return render(
        request,
        "alert.html",
        status,
        **page,
        can_order=can_order(visitor),
        note=note,
        fault=fault,
        longest_note=LONGEST_NOTE,
    )


def _find_shell(session: Session, notices: Sequence[Notice], desk: Desk) -> Shell:
    """Around the agreements that it is about; what concerns the service is about all of them."""
    named = {notice.agreement_id for notice in notices}
    agreements = list_agreements(session)
    return make_shell([each for each in agreements if each.id in named] or agreements, desk.now())


def _fill(session: Session, alert: WholeAlert, shell: Shell) -> dict[str, Any]:
    line, zone, wall = alert.line, shell.zone, clock.wall()
    headlines = list_headlines(session, [each.id for each in alert.thread])
    silence = session.get(Silence, line.silence) if line.silence else None
    seen = line.acknowledgement
    return {
        "shell": shell,
        "alert": alert,
        "headline": headlines.get(line.id, NOTHING_HELD),
        "times": _say_times(line, zone),
        "entries": [_make_entry(notice, shell) for notice in alert.notices],
        "thread": [
            ThreadRow(
                each.id,
                headlines.get(each.id, NOTHING_HELD),
                write_short(each.opened_at, zone, shell.now),
            )
            for each in alert.thread
        ],
        "silenced": explain_silence(silence) if silence else "",
        "acknowledged": say_acknowledged(seen, zone.key) if seen else "",
        "rows": make_rows(session, alert.deliveries, zone, wall),
    }


def _say_times(line: AlertLine, zone: ZoneInfo) -> str:
    opened = f"Opened {write_stamp(line.opened_at, zone.key)}"
    if line.closed_at is None:
        return f"{opened}; goes out {write_stamp(line.closes_at, zone.key)}, and more may join it until then."
    return f"{opened}; closed {write_stamp(line.closed_at, zone.key)}."


def _make_entry(notice: Notice, shell: Shell) -> EntryRow:
    """A claim of the desk has a page; what else is told has none."""
    url = str(notice.facts.get("claim", {}).get("url") or "")
    return EntryRow(
        sentence=notice_sentence(notice.kind, notice.facts),
        kind=notice.kind,
        noticed=write_short(notice.made_at, shell.zone, shell.now),
        url=url if url.startswith("/claims/") else "",
    )
