"""How well claims are read: GET /api/v1/quality."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from monitor.db import reading
from monitor.queries.agreements import list_agreements
from monitor.queries.quality import CUTS, measure_quality
from monitor.web.api.forms import problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.quality import choose_agreements
from monitor.web.parameters import Name, Parameters

router = APIRouter(prefix="/api/v1", tags=["claims"])


class QualityParameters(Parameters):
    agreement: list[Name] = Field([], description="Ids of agreements; all when none is named.")


class ShareForm(BaseModel):
    """`hits` of `of`; the true share lies from `low` to `high` in 95 of 100 measurements (Wilson)."""

    value: float | None
    low: float
    high: float
    hits: int
    of: int


class MeasuredForm(BaseModel):
    """Verdicts on claims that stand, and misses; `kept`: right, or corrected by a person."""

    confirmed: int
    corrected: int
    rejected: int
    misses: int
    precision: ShareForm
    kept: ShareForm
    recall: ShareForm


class QualityForm(BaseModel):
    """All together, then by the machine's own values; a party that nobody named is ""."""

    all: MeasuredForm
    open: int
    is_whole: bool
    lang: dict[str, MeasuredForm]
    type: dict[str, MeasuredForm]
    source: dict[str, MeasuredForm]
    by: dict[str, MeasuredForm]
    against: dict[str, MeasuredForm]


@router.get(
    "/quality",
    summary="Precision and recall of the reader, measured on reviews and misses",
    responses={200: {"model": QualityForm}, **problems(401, 404, 422)},
)
def send_quality(
    _reader: Reader, desk: AtDesk, wishes: Annotated[QualityParameters, Query()]
) -> JSONResponse:
    """Over the newest verdicts that count; `is_whole` says whether those are all."""
    with reading(desk.engine) as session:
        about = choose_agreements(list_agreements(session), wishes.agreement)
        quality = measure_quality(session, [each.id for each in about])
    cuts = {
        cut: {key: measured.as_json() for key, measured in sorted(quality.cuts[cut].items())} for cut in CUTS
    }
    whole = {"all": quality.whole.as_json(), "open": quality.open, "is_whole": quality.is_whole}
    return JSONResponse(whole | cuts)
