"""/agreements/{id}/versions: who saved what of an agreement and its sources, with what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from alerts.wording import write_stamp
from monitor.agreements.export import write_yaml
from monitor.db import reading
from monitor.queries.agreements import get_agreement
from monitor.queries.savings import SavedThing, Saving, list_savings
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.text_lines import DiffLine, compare_texts
from monitor.web.problems import Problem

UNKNOWN = "No agreement of this id is watched."
MOST = 100
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing of a saving; no lines for its first version."""

    thing: SavedThing
    lines: list[DiffLine]

    @property
    def is_first(self) -> bool:
        return self.thing.version == 1


@dataclass(frozen=True, slots=True)
class SavingRow:
    """What one person saved at one time."""

    at: str
    by: str
    things: list[ThingRow]


@router.get("/agreements/{id}/versions")
def show_versions(request: Request, _reader: Reader, desk: AtDesk, id: str) -> Response:
    """The newest hundred savings."""
    with reading(desk.engine) as session:
        agreement = get_agreement(session, id)
        if agreement is None:
            raise Problem(404, UNKNOWN)
        shell = make_shell([agreement], desk.now())
        savings = list_savings(session, id)
        rows = [_draw_saving(saving, agreement.timezone) for saving in savings[:MOST]]
    more = len(savings) - len(rows)
    return render(request, "agreement_versions.html", shell=shell, agreement=agreement, rows=rows, more=more)


def _draw_saving(saving: Saving, zone: str) -> SavingRow:
    things = [_draw(thing) for thing in saving.things]
    return SavingRow(write_stamp(saving.at, zone), saving.by, things)


def _draw(thing: SavedThing) -> ThingRow:
    if thing.before is None or thing.after is None:
        return ThingRow(thing, [])
    before, after = _write(thing.before), _write(thing.after)
    return ThingRow(thing, compare_texts(before, after) if before != after else [])


def _write(document: Mapping[str, Any]) -> str:
    return write_yaml({key: value for key, value in document.items() if value not in (None, "", [], {})})
