"""A filter made ready for the lines of the log: conditions on facets, marks, bounds of ids, words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from monitor.models import Agreement, Facet, MarkCount
from monitor.models.log_line import first_id, moment_of, place_mark, second_of, type_mark
from monitor.models.search_text import LABELLED, MARK, write_labels
from monitor.queries.filters import ClaimFilter, facet_conditions
from monitor.queries.words import Phrase, read_phrases

NO_ID = first_id(1 << 34)  # beyond every id


@dataclass(frozen=True, slots=True)
class Wish:
    """`facets` are conditions on Facet; of each group of `marks` a line has one; ids from `low` to `high`.

    `high` is not included, `confidence` is the least in thousandths. `phrases` is None where no words are
    asked for, [] where there is nothing in them to be found.
    """

    facets: tuple[ColumnElement[bool], ...]
    marks: tuple[tuple[str, ...], ...]
    low: int
    high: int
    confidence: int
    phrases: Sequence[Phrase] | None
    labels: tuple[Collection[str], ...]
    as_of: datetime | None
    name: str
    descending: bool

    @property
    def is_bounded(self) -> bool:
        """Whether the time of publication matters."""
        return self.low > 0 or self.high < NO_ID

    @property
    def is_counted(self) -> bool:
        """Whether facets, and one mark at most, tell exactly how many lines are wanted."""
        rest = self.is_bounded or self.confidence or self.phrases is not None or self.as_of
        return not rest and len(self.marks) <= 1 and all(len(group) == 1 for group in self.marks)


def prepare(session: Session, wanted: ClaimFilter) -> Wish:
    """What the filter means for the lines of the log."""
    groups = [tuple(type_mark(type_) for type_ in wanted.type), find_place_marks(session, wanted.place)]
    marks = tuple(group for group in groups if group)
    wish = Wish(
        facets=tuple(facet_conditions(wanted)),
        marks=marks,
        low=first_id(_second_from(wanted.from_)) if wanted.from_ else 0,
        high=first_id(_second_from(wanted.to)) if wanted.to else NO_ID,
        confidence=ceil(round(wanted.min_confidence * 1000, 3)) if wanted.min_confidence else 0,
        phrases=read_phrases(wanted.q) if wanted.q.strip() else None,
        labels=_labels(wanted, marks),
        as_of=wanted.as_of,
        name=wanted.sort.lstrip("-"),
        descending=wanted.sort.startswith("-"),
    )
    return replace(wish, facets=(*wish.facets, *_bounds(wish)))


def _second_from(moment: datetime) -> int:
    """The first whole second that is not before the moment: lines know no parts of a second."""
    second = second_of(moment)
    return second if moment_of(second) >= moment else second + 1


def _bounds(wish: Wish) -> Sequence[ColumnElement[bool]]:
    """What the bounds of a facet's lines rule out."""
    found = [col(Facet.last_id) >= wish.low] if wish.low else []
    found += [col(Facet.first_id) < wish.high] if wish.high < NO_ID else []
    return [*found, *([col(Facet.most_confidence) >= wish.confidence] if wish.confidence else [])]


def find_place_marks(session: Session, asked: Collection[str]) -> tuple[str, ...]:
    """The marks of places asked for by an id or by any name that an agreement's gazetteer has for them."""
    if not asked:
        return ()
    folded = {name.casefold() for name in asked}
    keys = set(folded)
    for document in session.exec(select(Agreement.document)):
        for place in document.get("places", []):
            spelled = {name.casefold() for names in place["names"].values() for name in names}
            if folded & {place["id"].casefold(), *spelled}:
                keys.add(place["id"].casefold())
    marks = [place_mark(key) for key in keys]
    known = select(MarkCount.mark).where(col(MarkCount.mark).in_(marks)).distinct()
    return tuple(sorted(session.exec(known))) or tuple(sorted(marks))


def _labels(wanted: ClaimFilter, marks: Collection[Collection[str]]) -> tuple[Collection[str], ...]:
    """By which a search may be narrowed: all that a text's labels tell of the filter."""
    values: dict[str, Sequence[Any]] = {
        "agreement_id": wanted.agreement,
        "source_id": wanted.source,
        "lang": wanted.lang,
        "stance": wanted.stance,
        "by": wanted.by,
        "against": wanted.against,
    }
    lists = [write_labels((name, value) for value in values[name]) for name in LABELLED]
    return tuple(group for group in [*lists, *(write_labels((MARK, m) for m in g) for g in marks)] if group)
