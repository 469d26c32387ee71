"""Who accuses whom: rows say, columns are said of; the diagonal is what a party acknowledges of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.queries.figures import ACCUSATION, AgreementFigures
from monitor.terms import Stance
from monitor.web.overview.links import LogLinks
from monitor.web.pages.actors import Actor

ADMISSION = Stance.ADMISSION.value
HEAT = (1, 8, 20, 40)  # absolute classes, so that pages compare


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is a class: h1 to h4, zero, self; `denied` of the accusations."""

    number: int
    denied: int
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one actor says of each column, and all of it."""

    actor: Actor
    cells: Sequence[Cell]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """`columns` name who is accused; the last cell of a line is of nobody in particular."""

    columns: Sequence[Actor]
    lines: Sequence[Line]


def make_matrix(
    parties: Sequence[Actor], others: Sequence[Actor], figures: AgreementFigures, links: LogLinks
) -> Matrix:
    """Parties always; observers and third parties where they say something, or something is said of them."""
    speakers = {by for stance in (ACCUSATION, ADMISSION) for by, _ in figures.pairs[stance]}
    accused = {against for _, against in figures.pairs[ACCUSATION]}
    columns = [*parties, *(actor for actor in others if actor.id in accused)]
    rows = [*parties, *(actor for actor in others if actor.id in speakers)]
    return Matrix(columns, [_make_line(actor, columns, figures, links) for actor in rows])


def _make_line(actor: Actor, columns: Sequence[Actor], figures: AgreementFigures, links: LogLinks) -> Line:
    cells = [_make_cell(actor, column, figures, links) for column in columns]
    unnamed = figures.pairs[ACCUSATION].get((actor.id, None), 0)
    total = figures.count(ACCUSATION, actor.id)
    return Line(actor, [*cells, Cell(unnamed, 0, find_heat(unnamed), "")], total)


def _make_cell(actor: Actor, column: Actor, figures: AgreementFigures, links: LogLinks) -> Cell:
    if actor.id == column.id:
        own = figures.count(ADMISSION, actor.id)
        return Cell(own, 0, "self", links.find(ADMISSION, by=[actor.id]) if own else "")
    pair = (actor.id, column.id)
    number = figures.pairs[ACCUSATION].get(pair, 0)
    url = links.find(by=[actor.id], against=column.id) if number else ""
    return Cell(number, figures.answered.get(pair, 0), find_heat(number), url)


def find_heat(number: int) -> str:
    return f"h{sum(number >= step for step in HEAT)}" if number else "zero"
