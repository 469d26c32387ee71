"""The sources and how they are: GET /api/v1/sources and /api/v1/sources/{id}."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from monitor.db import reading
from monitor.queries.sources import find_source, list_sources
from monitor.terms import SourceState
from monitor.web.api.forms import problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["sources"])


class BlankForm(BaseModel):
    """A time in which nobody saw what the source published; `caught_up`: its list closed the hole later."""

    from_: datetime = Field(alias="from")
    to: datetime | None
    why: str
    caught_up: bool | None


class SourceStateForm(BaseModel):
    """An outlet and how it is; `since` and `reason` are of the state, `answered_at` of the last list read."""

    id: str
    publisher: str
    kind: str
    url: str
    enabled: bool
    agreements: list[str]
    state: SourceState | None
    since: datetime | None
    reason: str | None
    polled_at: datetime | None
    answered_at: datetime | None
    changed_at: datetime | None
    due_at: datetime | None
    failures: int
    moved_to: str | None
    doubts: list[str]
    uncovered: list[BlankForm]


class SourceListForm(BaseModel):
    """The sources in use, by id; of each the uncovered times of the last seven days."""

    items: list[SourceStateForm]


@router.get(
    "/sources",
    summary="The sources, how each is and when nobody looked",
    responses={200: {"model": SourceListForm}, **problems(401)},
)
def send_sources(
    _reader: Reader,
    desk: AtDesk,
    agreement: Annotated[list[str] | None, Query(description="Those of these agreements only.")] = None,
) -> JSONResponse:
    with reading(desk.engine) as session:
        views = list_sources(session, desk.now(), agreement or ())
        return JSONResponse({"items": [view.as_json() for view in views]})


@router.get(
    "/sources/{id}",
    summary="A source, with all times since the start in which nobody looked",
    responses={200: {"model": SourceStateForm}, **problems(401, 404)},
)
def send_source(_reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with reading(desk.engine) as session:
        view = find_source(session, id, desk.now())
        if view is None:
            raise Problem(404, "No source has this id.")
        return JSONResponse(view.as_json())
