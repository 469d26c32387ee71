"""Figures of an agreement: GET /api/v1/stats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.agreements import get_agreement
from monitor.queries.figures import AgreementFigures, BinFigures, Pair, read_bins, read_figures
from monitor.queries.spans import Span
from monitor.web.api.forms import problems
from monitor.web.api.stats_forms import StatsForm
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.parameters import Name
from monitor.web.problems import Problem
from monitor.wire import time_json

router = APIRouter(prefix="/api/v1", tags=["claims"])
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]

MOST_DAYS = {"hour": 62, "3h": 186}  # so that nobody is sent tens of thousands of bins


class StatsParameters(BaseModel):
    """Of which agreement, of which days of its own zone, and how finely divided."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    agreement: Name
    from_: Day | None = Field(None, alias="from", description="The first day of publication.")
    to: Day | None = Field(None, description="The last day, included.")
    bin: Literal["hour", "3h", "day", "week"] = Field(
        "day", description="`hour` and `3h` take `from` and `to`, at most 62 and 186 days in all."
    )

    @model_validator(mode="after")
    def check_order(self) -> StatsParameters:
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        most = MOST_DAYS.get(self.bin)
        if most and (self.from_ is None or self.to is None or (self.to - self.from_).days >= most):
            raise ValueError(f"`bin={self.bin}` takes `from` and `to`, at most {most} days in all")
        return self


@router.get(
    "/stats",
    summary="Counts of claims: who says what of whom, how often, where, which acts",
    responses={200: {"model": StatsForm}, **problems(401, 404, 422)},
)
def send_stats(_reader: Reader, desk: AtDesk, wishes: Annotated[StatsParameters, Query()]) -> JSONResponse:
    """Claims in force that no person rejected, not events; the others are counted under `apart`."""
    span = Span(wishes.from_, wishes.to)
    with reading(desk.engine) as session:
        agreement = get_agreement(session, wishes.agreement)
        if agreement is None:
            raise Problem(404, "No agreement of this id is watched.")
        figures = read_figures(session, agreement, span)
        bins = read_bins(session, agreement, wishes.bin, span)
        form = {"agreement": agreement.id, "bin": wishes.bin, **stats_json(agreement, figures, bins)}
    return JSONResponse(form)


def stats_json(agreement: Agreement, figures: AgreementFigures, bins: list[BinFigures]) -> dict[str, Any]:
    """Times in the agreement's zone."""
    zone = ZoneInfo(agreement.timezone)
    return {
        "claims": {stance: sum(pairs.values()) for stance, pairs in figures.pairs.items()},
        "apart": dict(figures.apart),
        "reviews": dict(figures.reviews),
        "pairs": list(_list_pairs(figures)),
        "types": [{"type": type_, "by": dict(by)} for type_, by in figures.types.items()],
        "places": [{"place": place, "by": dict(by)} for place, by in figures.places.items()],
        "killed": dict(figures.killed),
        "first": [
            {
                "by": by,
                "published_at": time_json(first.published_at, zone),
                "occurred_at": time_json(first.occurred_at, zone),
            }
            for by, first in figures.first.items()
        ],
        "bins": [
            {"starts_at": time_json(each.starts_at, zone), "counts": list(_list_counts(each.counts))}
            for each in bins
        ],
    }


def _list_pairs(figures: AgreementFigures) -> Iterator[dict[str, Any]]:
    for stance, pairs in figures.pairs.items():
        for (by, against), claims in sorted(pairs.items(), key=_name_pair):
            pair = (by, against)
            more = {"denied": figures.answered.get(pair, 0), "civilians": figures.civilians.get(pair, 0)}
            accusation = more if stance == "accusation" else {"denied": None, "civilians": None}
            yield {"stance": stance, "by": by, "against": against, "claims": claims, **accusation}


def _name_pair(item: tuple[Pair, int]) -> tuple[str, str]:
    return item[0][0], item[0][1] or ""


def _list_counts(counts: Mapping[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    for (by, stance), claims in sorted(counts.items()):
        yield {"by": by, "stance": stance, "claims": claims}
