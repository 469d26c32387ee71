"""GET /claims: the accusation log, fifty claims a page, filters in the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.agreements import list_agreements, take_pulse
from monitor.queries.arrivals import last_number
from monitor.queries.claims import BadCursor, Figures, Log, Page
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.orders import can_order
from monitor.web.pages.filters import LABELS, ORDERS, list_hidden, list_pairs, list_wishes, write_url
from monitor.web.pages.log_boxes import LogBoxes, write_dates
from monitor.web.pages.login_form import local_path
from monitor.web.pages.rendering import render
from monitor.web.pages.rows import group_by_day
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.pages.views import list_all_views
from monitor.web.pages.wording import STANCE_NOUNS, write_count
from monitor.web.parameters import FilterParameters
from monitor.web.problems import Problem

NOTHING_WATCHED = (
    "No agreement is watched yet. The command “ceasewatch presets” lists those that are bundled,"
    " and “ceasewatch apply FILE” adds one."
)
ROWS_COOKIE = "ceasewatch_rows"
ONE_LINE = "one"
A_YEAR = 31_536_000
DONE = re.compile(r"(confirmed|rejected)\.(\d{1,4})\.(\d{1,4})")
router = APIRouter(include_in_schema=False)


class LogParameters(FilterParameters):
    """The filters, and after a bulk review what became of it: verdict, recorded, left out."""

    done: str = Field("", max_length=30)


@router.get("/claims")
def show_log(
    request: Request, reader: Reader, desk: AtDesk, wishes: Annotated[LogParameters, Query()]
) -> Response:
    done, wishes = wishes.done, wishes.model_copy(update={"done": ""})
    pairs = list_pairs(wishes)
    if "" in request.query_params.values():  # a form sends what was left alone; the address stays short
        return RedirectResponse(write_url(pairs), 303)
    with reading(desk.engine) as session:
        log = Log(session, wishes.as_filter())
        try:
            page = log.page(cursor=wishes.cursor)
        except BadCursor as error:
            raise Problem(422, str(error)) from None
        agreements = list_agreements(session)
        about = [each for each in agreements if not wishes.agreement or each.id in wishes.agreement]
        shell = make_shell(about, desk.now())
        figures = log.figures()
        values = _fill_filters(session, wishes, agreements, shell) | _fill_rows(wishes, page, shell)
        narrowed = any(wish.label != "agreement" for wish in values["asked"])
        silence = "" if page.items or narrowed else _explain_silence(session, about, shell, desk.now())
        return render(
            request,
            "log.html",
            shell=shell,
            summary=_summarise(figures, ORDERS[wishes.sort]),
            total=figures.total,
            exact=figures.exact,
            silence=silence,
            views=list_all_views(session, reader, about, pairs),
            number=last_number(session),
            judge=reader.form_key if can_order(reader) else "",
            dense=request.cookies.get(ROWS_COOKIE) == ONE_LINE,
            done=_say_done(done),
            **values,
        )


@router.get("/claims/rows")
def choose_rows(_reader: Reader, lines: Literal["one", "two"] = "two", back: str = "/claims") -> Response:
    """How many lines a row has is a taste; the browser keeps it."""
    path = local_path(back)
    answer = RedirectResponse(path if path != "/" else "/claims", 303)
    answer.set_cookie(
        ROWS_COOKIE,
        lines,
        max_age=A_YEAR if lines == ONE_LINE else 0,
        path="/",
        httponly=True,
        samesite="lax",
    )
    return answer


def _fill_filters(
    session: Session, wishes: FilterParameters, agreements: Sequence[Agreement], shell: Shell
) -> dict[str, Any]:
    made = LogBoxes(session, wishes, agreements)
    boxes, later = made.list_boxes(), made.list_later_boxes()
    hidden, asked = list_hidden(wishes, [*boxes, *later]), list_wishes(wishes, [*boxes, *later])
    pairs = list_pairs(wishes)
    return {
        "wishes": wishes,
        "boxes": boxes,
        "later": later,
        "dates": write_dates(wishes, shell.zone),
        "hidden": hidden,
        "asked": asked,
        "hidden_labels": {LABELS[name] for name, _ in hidden},
        "export_query": "".join(f"&{urlencode([pair])}" for pair in pairs),
        "clear_url": write_url([pair for pair in pairs if pair[0] == "sort"]),
        "here": write_url(pairs, **({"cursor": wishes.cursor} if wishes.cursor else {})),
        "query": urlencode(pairs),
    }


def _fill_rows(wishes: FilterParameters, page: Page, shell: Shell) -> dict[str, Any]:
    pairs, by_publication = list_pairs(wishes), wishes.sort.endswith("published")
    return {
        "days": list(group_by_day(page.items, shell.zone, shell.agreement, by_publication=by_publication)),
        "next_url": write_url(pairs, cursor=page.next) if page.next else "",
        "first_url": write_url(pairs) if wishes.cursor else "",
        "next_label": "Earlier claims" if wishes.sort == "-published" else "More claims",
    }


def _say_done(text: str) -> str:
    """ "18 readings confirmed; 2 left out: they were judged or have changed meanwhile."."""
    found = DONE.fullmatch(text)
    if found is None:
        return ""
    verdict, recorded, left = found[1], int(found[2]), int(found[3])
    told = f"{write_count(recorded, 'reading')} {verdict}"
    return f"{told}; {left} left out: judged or changed meanwhile." if left else f"{told}."


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
