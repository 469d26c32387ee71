"""Views of the log: those that everybody has, and the filters that a person keeps under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from monitor.db import writing
from monitor.ledger.views import BadView, delete_view, list_views, save_view
from monitor.models import Agreement
from monitor.models import log_tally as tally
from monitor.queries.choices import count_views
from monitor.queries.cursor import ID
from monitor.web.desk import AtDesk
from monitor.web.orders import BACK, Sender
from monitor.web.pages.filters import Pair, write_url
from monitor.web.pages.log_boxes import first_day
from monitor.web.pages.login_form import local_path
from monitor.web.posting import SignedForm
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor

LOG = "/claims"
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class View:
    """A link to the log; `id` is empty for those that everybody has."""

    label: str
    url: str
    is_here: bool
    count: int | None = None
    id: str = ""


def list_all_views(
    session: Session, visitor: Visitor, about: Sequence[Agreement], here: Sequence[Pair]
) -> list[View]:
    """Everybody's first; `about`: the agreements of the page, whose filter each view keeps."""
    named = [pair for pair in here if pair[0] == "agreement"]
    counts = count_views(session, [each.id for each in about])
    everybodys: list[tuple[str, list[Pair], int | None]] = [
        ("All", named, counts.get(tally.ALL, 0)),
        ("To review", [*named, ("review", "open")], counts.get(tally.review_mark("open"), 0)),
        ("Least sure first", [*named, ("review", "open"), ("sort", "confidence")], None),
        ("Civilians", [*named, ("civilians", "true")], counts.get(tally.CIVILIANS, 0)),
    ]
    if len(about) == 1:
        everybodys.append(("First 24 hours", first_day(about[0]), None))
    views = [View(name, write_url(pairs), _same(pairs, here), count) for name, pairs, count in everybodys]
    if not visitor.user_id:
        return views
    for row in list_views(session, visitor.user_id):
        pairs = parse_qsl(row.query)
        views.append(View(row.name, write_url(pairs), _same(pairs, here), id=row.id))
    return views


def _same(pairs: Sequence[Pair], here: Sequence[Pair]) -> bool:
    return sorted(pairs) == sorted(here)


def _read_back(fields: Any) -> str:
    path = local_path(fields.get(BACK, ""))
    return path if path.partition("?")[0] == LOG else LOG


@router.post("/views")
def keep_view(sender: Sender, form: SignedForm, desk: AtDesk) -> Response:
    """Whoever may look may keep views of their own."""
    back = _read_back(form)
    try:
        with writing(desk.engine) as session:
            query = back.partition("?")[2]
            save_view(session, sender.user_id, form.get("name", ""), query, desk.now())
    except BadView as error:
        raise Problem(422, str(error)) from None
    return RedirectResponse(back, 303)


@router.post("/views/{id}/removal")
def drop_view(sender: Sender, form: SignedForm, desk: AtDesk, id: str) -> Response:
    with writing(desk.engine) as session:
        if not ID.fullmatch(id) or not delete_view(session, sender.user_id, id):
            raise Problem(404, "You have no view of this id.")
    return RedirectResponse(_read_back(form), 303)
