"""/alerts: what rules told, the last opened first; several acknowledged at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.acknowledging import LONGEST_NOTE, BadNote
from alerts.alert_log import AlertLine, list_alerts
from alerts.delivery_log import UnknownMark, list_channel_ids, list_rule_ids
from alerts.headlines import Headline, list_headlines
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.replies import acknowledge_alerts
from monitor.queries.agreements import list_agreements
from monitor.web.api.alert_forms import AlertParameters
from monitor.web.api.marks import refuse_mark
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import ChoicesOrdered, can_order
from monitor.web.pages.alert import NOTHING_HELD
from monitor.web.pages.filters import Box, Pair, Wish, list_pairs, make_box
from monitor.web.pages.login_form import local_path
from monitor.web.pages.rendering import render
from monitor.web.pages.sendings import STATES, Stamp, write_short
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.problems import Problem

PAGE = "/alerts"
MOST_AT_ONCE = 500
SEEN = (("", "any"), ("false", "not yet"), ("true", "acknowledged"))
CLOSED = (("", "any"), ("false", "open: more may join"), ("true", "closed"))
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class AlertRow:
    """What the template asks for. `sent`: how many of its deliveries are in which state, in words."""

    line: AlertLine
    headline: Headline
    opened: Stamp
    sent: str
    is_urgent: bool
    seen: str


@router.get(PAGE)
def show_alerts(
    request: Request, reader: Reader, desk: AtDesk, wishes: Annotated[AlertParameters, Query()]
) -> Response:
    if "" in request.query_params.values():  # a form sends what was left alone; the address stays short
        return RedirectResponse(_write_url(list_pairs(wishes)), 303)
    with reading(desk.engine) as session:
        page = _fill(session, wishes, desk)
    return render(request, "alerts.html", **page, can_order=can_order(reader), longest_note=LONGEST_NOTE)


@router.post("/alerts/acknowledge")
def take_acknowledge(order: ChoicesOrdered, desk: AtDesk) -> Response:
    """All that were chosen, in one commit; those that somebody has acknowledged before stay as they are."""
    ids = list(dict.fromkeys(order.values.get("id", ())))[:MOST_AT_ONCE]
    if not ids:
        raise Problem(422, "No alert was chosen; tick those that you have seen.")
    try:
        with writing(desk.engine) as session:
            acknowledge_alerts(session, ids, by=order.actor, note=order.first("note"), now=clock.wall())
    except BadNote as fault:
        raise Problem(422, str(fault)) from None
    back = local_path(order.first("back"))
    return RedirectResponse(back if back.partition("?")[0] == PAGE else PAGE, 303)


def _fill(session: Session, wishes: AlertParameters, desk: Desk) -> dict[str, Any]:
    agreements = list_agreements(session)
    near = [each for each in agreements if each.id in wishes.agreement] or agreements
    shell = make_shell(near, desk.now())
    try:
        found = list_alerts(session, wishes.as_filter(), limit=wishes.limit + 1, after=wishes.cursor)
    except UnknownMark:
        raise refuse_mark("alerts") from None
    pairs, lines = list_pairs(wishes), found[: wishes.limit]
    boxes = _list_boxes(session, pairs, [(each.id, each.name) for each in agreements])
    headlines = list_headlines(session, [line.id for line in lines])
    return {
        "shell": shell,
        "rows": [_make_row(line, headlines, shell) for line in lines],
        "boxes": boxes,
        "asked": _list_wishes(pairs, boxes),
        "hidden": [pair for pair in pairs if pair[0] not in {box.name for box in boxes}],
        "here": _write_url([*pairs, ("cursor", wishes.cursor)] if wishes.cursor else pairs),
        "next_url": _write_url([*pairs, ("cursor", lines[-1].id)]) if len(found) > wishes.limit else "",
        "first_url": _write_url(pairs) if wishes.cursor else "",
    }


def _make_row(line: AlertLine, headlines: Mapping[str, Headline], shell: Shell) -> AlertRow:
    counts = line.delivery_counts
    sent = ", ".join(f"{counts[state]} {word}" for state, word in STATES.items() if counts.get(state))
    if line.closed_at is None:
        sent = f"goes out {write_short(line.closes_at, shell.zone, shell.now).short}"
    seen = line.acknowledgement
    return AlertRow(
        line,
        headlines.get(line.id, NOTHING_HELD),
        write_short(line.opened_at, shell.zone, shell.now),
        sent or "to no channel",
        bool(counts.get("dead")),
        f"by {seen.by}, {write_short(seen.at, shell.zone, clock.wall()).short}" if seen else "",
    )


def _list_boxes(session: Session, chosen: list[Pair], agreements: list[Pair]) -> list[Box]:
    boxes = [
        make_box("rule", "Rule", "checkbox", [(id, id) for id in list_rule_ids(session)], chosen),
        make_box("channel", "Channel", "checkbox", [(id, id) for id in list_channel_ids(session)], chosen),
        make_box("state", "Delivery", "checkbox", list(STATES.items()), chosen),
        make_box("acknowledged", "Acknowledged", "radio", SEEN, chosen),
        make_box("closed", "Open or closed", "radio", CLOSED, chosen),
    ]
    if len(agreements) > 1 or any(name == "agreement" for name, _ in chosen):
        boxes.insert(0, make_box("agreement", "Agreement", "checkbox", agreements, chosen))
    return boxes


def _list_wishes(pairs: list[Pair], boxes: list[Box]) -> list[Wish]:
    """Every filter that is set, with the address without it; how many rows a page has is none."""
    values = {box.name: box.value for box in boxes}
    return [
        Wish(name, values.get(name, value), _write_url([pair for pair in pairs if pair[0] != name]))
        for name, value in dict(pairs).items()
        if name != "limit"
    ]


def _write_url(pairs: list[Pair]) -> str:
    return f"{PAGE}?{urlencode(pairs)}" if pairs else PAGE
