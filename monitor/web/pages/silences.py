"""/silences: for a while what fits is kept and not sent; added and ended by who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from alerts.conditions import EVERY_AGREEMENT
from alerts.models import Silence
from alerts.silences import count_kept, list_silences, name_state
from alerts.wording import write_stamp
from monitor.agreements.silence_terms import LONGEST_REASON
from monitor.db import reading, writing
from monitor.ledger.silences import order_end_of_silence, order_silence
from monitor.queries.agreements import list_agreements
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import Ordered, can_order
from monitor.web.pages.actors import list_actors
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.pages.silence_form import BadSilence, list_selects, propose_end, read_wanted
from monitor.web.pages.wording import ACTS, write_offset
from monitor.web.parameters import Parameters
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor, visitor_of

PAGE = "/silences"
KEYS = {"by": "said by", "against": "said of", "types": "act", "places": "place"}
router = APIRouter(include_in_schema=False)


class SilenceParameters(Parameters):
    """Which silences are asked for."""

    all: bool = False


@dataclass(frozen=True, slots=True)
class SilenceRow:
    """What the template asks for; `what` says in one line what it fits."""

    silence: Silence
    state: str
    start: str
    end: str
    what: str
    kept: int

    @property
    def can_end(self) -> bool:
        return self.state in ("active", "to come")


@router.get(PAGE)
def show_silences(
    request: Request, _reader: Reader, desk: AtDesk, wishes: Annotated[SilenceParameters, Query()]
) -> Response:
    return _show(request, desk, over=wishes.all)


@router.post(PAGE)
def take_silence(request: Request, order: Ordered, desk: AtDesk) -> Response:
    """From now until its end; what is wrong is said beside what was written."""
    now = desk.now()
    try:
        with writing(desk.engine) as session:
            zone = make_shell(list_agreements(session), now).zone
            wanted = read_wanted(session, order.fields, now, zone)
            made = order_silence(
                session,
                wanted.document,
                reason=wanted.reason,
                starts_at=now,
                ends_at=wanted.ends_at,
                by=order.actor,
                now=now,
            )
            address = f"{PAGE}#s-{made.id}"
    except BadSilence as error:
        return _show(request, desk, 422, filled=order.fields, faults=error.faults)
    return RedirectResponse(address, 303)


@router.post("/silences/{id}/end")
def take_end(order: Ordered, desk: AtDesk, id: str) -> Response:
    """Now; what it has kept stays kept."""
    with writing(desk.engine) as session:
        ended = order_end_of_silence(session, id, by=order.actor, now=desk.now())
    if not ended:
        raise Problem(409, "There is no silence of this id that lasts or is to come.")
    return RedirectResponse(PAGE, 303)


def _show(
    request: Request,
    desk: Desk,
    status: int = 200,
    *,
    over: bool = False,
    filled: Mapping[str, str] | None = None,
    faults: Sequence[str] = (),
) -> Response:
    visitor = visitor_of(request) or Visitor("viewer")
    now = desk.now()
    with reading(desk.engine) as session:
        agreements = list_agreements(session)
        shell = make_shell(agreements, now)
        written = filled or {"until": propose_end(now, shell.zone)}
        page: dict[str, Any] = {
            "shell": shell,
            "rows": _list_rows(session, shell, [each.document for each in agreements], over=over),
            "selects": list_selects(session, agreements, written),
        }
    return render(
        request,
        "silences.html",
        status,
        **page,
        over=over,
        filled=written,
        faults=list(faults),
        offset=write_offset(now, shell.zone),
        can_order=can_order(visitor),
        longest_reason=LONGEST_REASON,
    )


def _list_rows(
    session: Session, shell: Shell, documents: Sequence[Mapping[str, Any]], *, over: bool
) -> list[SilenceRow]:
    found = list_silences(session, shell.now, over=over)
    kept = count_kept(session, [row.id for row in found])
    names = {actor.id: actor.name for actor in list_actors(documents)} | ACTS
    zone = shell.zone.key
    return [
        SilenceRow(
            silence=row,
            state=name_state(row, shell.now),
            start=write_stamp(row.starts_at, zone),
            end=write_stamp(row.ended_at or row.ends_at, zone),
            what=_say_what(row.document, names),
            kept=kept.get(row.id, 0),
        )
        for row in found
    ]


def _say_what(document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """ "Rule nights; every agreement; act: shelling or missile"."""
    rules = f"Rule {' or '.join(document['rules'])}" if document["rules"] else "Every rule"
    agreement = document["agreement"]
    scope = "every agreement" if agreement == EVERY_AGREEMENT else f"agreement {agreement}"
    asked = [
        f"{KEYS.get(key, key.replace('_', ' '))}: {_say_value(value, names)}"
        for key, value in document["when"].items()
        if value not in (None, [])
    ]
    return "; ".join([rules, scope, *asked])


def _say_value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " or ".join(names.get(str(each), str(each)) for each in value)
    return str(value)
