"""What a reader of the accusation log may ask for, and how each wish becomes a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from monitor.models import Agreement, Claim, Lineage, Review, Revision, Source
from monitor.queries.arrays import holds_any

Sort = Literal["-published", "published", "-occurred", "occurred", "-confidence", "confidence"]
ReviewState = Literal["open", "confirmed", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims, in which order; an empty list or None asks for nothing.

    Within one list any value will do; the wishes together must all hold. `from_` and `to` are
    publication times, `to` not included. `place` is a place's id or one of its names. `q` holds
    words that must all occur in title, text or quote, whatever their case. `sort` begins with a
    minus for descending; `occurred` takes the publication where no time is said. `versions="all"`
    adds claims that a later reading superseded or dropped.
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
    review: tuple[ReviewState, ...] = ()
    min_confidence: float | None = None
    q: str = ""
    sort: Sort = "-published"
    versions: Literal["current", "all"] = "current"


def claim_conditions(session: Session, wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions over the joined tables of `claims.py`."""
    if wanted.versions == "current":
        yield col(Claim.id) == col(Lineage.claim_id)
        yield col(Lineage.claim_id).is_not(None)  # said outright, so that the indexes of current claims serve
    yield from _listed(wanted)
    yield from _scalar(wanted)
    if wanted.type:
        yield holds_any(Claim.types, wanted.type)
    if wanted.place:
        yield holds_any(Claim.places, place_names(session, wanted.place))
    if wanted.review:
        yield or_(*(_reviewed(state) for state in wanted.review))
    for word in wanted.q.split():
        yield _mentions(word)


def _listed(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    columns: list[tuple[Any, tuple[str, ...]]] = [
        (Lineage.agreement_id, wanted.agreement),
        (Lineage.stance, wanted.stance),
        (Lineage.by, wanted.by),
        (Lineage.against, wanted.against),
        (Source.id, wanted.source),
    ]
    for column, values in columns:
        if values:
            yield col(column).in_(values)


def _scalar(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.in_force is not None:
        yield col(Claim.in_force).is_(wanted.in_force)
    if wanted.civilians is not None:
        yield col(Claim.civilians).is_(wanted.civilians)
    if wanted.from_ is not None:
        yield col(Lineage.published_at) >= wanted.from_
    if wanted.to is not None:
        yield col(Lineage.published_at) < wanted.to
    if wanted.min_confidence is not None:
        yield col(Claim.confidence) >= wanted.min_confidence


def place_names(session: Session, asked: tuple[str, ...]) -> list[str]:
    """`asked`, and every name that an agreement gives to a place asked for by its id or a name."""
    folded = {name.casefold() for name in asked}
    names = set(asked)
    for document in session.scalars(select(col(Agreement.document))):
        for place in document.get("places", []):
            spelled = [name for names in place["names"].values() for name in names]
            if folded & {place["id"].casefold(), *(name.casefold() for name in spelled)}:
                names.update(spelled)
    return sorted(names)


def _reviewed(state: ReviewState) -> ColumnElement[bool]:
    """The newest verdict on this version of the claim; a changed claim is open again."""
    verdicts = select(col(Review.verdict)).where(col(Review.claim_id) == col(Claim.id))
    newest = verdicts.order_by(col(Review.made_at).desc(), col(Review.id).desc()).limit(1).scalar_subquery()
    return newest.is_(None) if state == "open" else newest == state


def _mentions(word: str) -> ColumnElement[bool]:
    """LIKE folds only ASCII on SQLite, so that the usual spellings of other scripts are tried too."""
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()})
    columns = (col(Revision.title), col(Revision.text), col(Claim.quote))
    return or_(*(column.icontains(each, autoescape=True) for column in columns for each in spellings))
