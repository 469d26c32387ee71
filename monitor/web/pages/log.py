"""GET /claims: the accusation log, fifty claims a page, filters in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.agreements import list_agreements, take_pulse
from monitor.queries.claims import BadCursor, Figures, Log, Page
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.filters import (
    LABELS,
    ORDERS,
    list_boxes,
    list_hidden,
    list_pairs,
    list_wishes,
    write_url,
)
from monitor.web.pages.rendering import render
from monitor.web.pages.rows import group_by_day
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.pages.wording import STANCE_NOUNS, write_count
from monitor.web.parameters import FilterParameters
from monitor.web.problems import Problem

NOTHING_WATCHED = (
    "No agreement is watched yet. The command “ceasewatch presets” lists those that are bundled,"
    " and “ceasewatch apply FILE” adds one."
)
router = APIRouter(include_in_schema=False)


@router.get("/claims")
def show_log(
    request: Request, _reader: Reader, desk: AtDesk, wishes: Annotated[FilterParameters, Query()]
) -> Response:
    pairs = list_pairs(wishes)
    if "" in request.query_params.values():  # a form sends what was left alone; the address stays short
        return RedirectResponse(write_url(pairs), 303)
    with reading(desk.engine) as session:
        log = Log(session, wishes.as_filter())
        try:
            page = log.page(cursor=wishes.cursor)
        except BadCursor as error:
            raise Problem(422, str(error)) from None
        filled = _fill(session, wishes, page, desk.now())
        summary = _summarise(log.figures(), ORDERS[wishes.sort])
        return render(request, "log.html", summary=summary, **filled)


def _fill(session: Session, wishes: FilterParameters, page: Page, now: datetime) -> dict[str, Any]:
    agreements = list_agreements(session)
    about = [each for each in agreements if not wishes.agreement or each.id in wishes.agreement]
    shell, boxes = make_shell(about, now), list_boxes(wishes, agreements)
    asked = list_wishes(wishes, boxes)
    narrowed = any(wish.label != "agreement" for wish in asked)
    pairs = list_pairs(wishes)
    by_publication = wishes.sort.endswith("published")
    return {
        "shell": shell,
        "wishes": wishes,
        "boxes": boxes,
        "hidden": list_hidden(wishes, boxes),
        "asked": asked,
        "hidden_labels": {LABELS[name] for name, _ in list_hidden(wishes, boxes)},
        "export_query": "".join(f"&{urlencode([pair])}" for pair in pairs),
        "clear_url": write_url([pair for pair in pairs if pair[0] == "sort"]),
        "days": list(group_by_day(page.items, shell.zone, shell.agreement, by_publication=by_publication)),
        "next_url": write_url(pairs, cursor=page.next) if page.next else "",
        "first_url": write_url(pairs) if wishes.cursor else "",
        "next_label": "Earlier claims" if wishes.sort == "-published" else "More claims",
        "silence": "" if page.items or narrowed else _explain_silence(session, about, shell, now),
    }


def _summarise(figures: Figures, order: str) -> str:
    """ "12 accusations, 3 denials; 2 readings rejected. Every line is what its speaker says, ..."."""
    nouns = {stance: noun for stance, noun in STANCE_NOUNS.items() if stance in figures.stances}
    counted = [write_count(figures.stances[stance], noun) for stance, noun in nouns.items()]
    apart = f"; {write_count(figures.rejected, 'reading')} rejected" if figures.rejected else ""
    known = f"{', '.join(counted) or 'No claims'}{apart}"
    shown = known if figures.exact else f"More than {write_count(figures.total, 'claim')}"
    return f"{shown}. Every line is what its speaker says, {order}."


def _explain_silence(session: Session, about: Sequence[Agreement], shell: Shell, now: datetime) -> str:
    """Why the log is empty: nothing watched, not begun, or nothing said. A gap must not look like calm."""
    if not about:
        return NOTHING_WATCHED
    if all(now < agreement.starts_at for agreement in about):
        first = min(agreement.starts_at for agreement in about)
        return f"No source is polled before the start, {write_stamp(first, shell.zone.key)}."
    pulse = take_pulse(session, [agreement.id for agreement in about])
    answering = f"{write_count(pulse.answering, 'source')} answer{'s' if pulse.answering == 1 else ''}"
    last = "no text has been seen"
    if pulse.last_seen_at is not None:
        last = f"the last new text was seen {write_stamp(pulse.last_seen_at, shell.zone.key)}"
    return f"No accusation has been found since the start. {answering}; {last}."
