"""What a reader of the accusation log may ask for, and what of it the facets of log lines can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement
from sqlmodel import col

from monitor.models import Facet
from monitor.models.log_line import CURRENT, PAST

Sort = Literal["-published", "published", "-occurred", "occurred", "-confidence", "confidence"]
ReviewState = Literal["open", "confirmed", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims, in which order; an empty list or None asks for nothing.

    Within one list any value will do; the wishes together must all hold. What a person corrected counts
    in place of the machine's reading. `from_` and `to` are publication times, `to` not included. `place` is
    a place's id or one of its names. `q` holds words that must all occur in title, text or quote, whatever
    their case; the last may be a beginning; a phrase stands in quotes. `sort` begins with a minus for
    descending; `occurred` takes the publication where no time is said. `versions="all"` adds claims that a
    later reading superseded or dropped. `as_of`: the log as it was then, with the reviews made until then.
    """

    agreement: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    in_force: bool | None = None
    civilians: bool | None = None
    from_: datetime | None = None
    to: datetime | None = None
    place: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    review: tuple[ReviewState, ...] = ()
    min_confidence: float | None = None
    q: str = ""
    sort: Sort = "-published"
    versions: Literal["current", "all"] = "current"
    as_of: datetime | None = None


def facet_conditions(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Which facets have lines that may be wanted."""
    yield col(Facet.lines) > 0
    if wanted.as_of is None:
        shown = (CURRENT,) if wanted.versions == "current" else (CURRENT, PAST)
        yield col(Facet.standing).in_(shown)
    lists: list[tuple[Any, tuple[str, ...]]] = [
        (Facet.agreement_id, wanted.agreement),
        (Facet.stance, wanted.stance),
        (Facet.by, wanted.by),
        (Facet.against, wanted.against),
        (Facet.source_id, wanted.source),
        (Facet.lang, wanted.lang),
        (Facet.review, wanted.review),
    ]
    for column, values in lists:
        if values:
            yield col(column).in_(values)
    if wanted.in_force is not None:
        yield col(Facet.in_force).is_(wanted.in_force)
    if wanted.civilians is not None:
        yield col(Facet.civilians).is_(wanted.civilians)
