"""The orders of the log: what lines are sorted by, and what comes after a place in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, literal, tuple_
from sqlmodel import col

from monitor.models import LogLine
from monitor.models.log_line import LONG
from monitor.queries.wishes import NO_ID, Wish

Place = tuple[int, ...]  # of a line: (id,) by publication, else (key, id)


def first_place(wish: Wish, place: Place | None) -> Place | None:
    """The place after which the first line may come that was published in the time asked for."""
    if wish.name != "published":
        return place
    if wish.descending:
        edge = wish.high if place is None else min(wish.high, place[0])
        return None if edge >= NO_ID else (edge,)
    edge = wish.low - 1 if place is None else max(wish.low - 1, place[0])
    return None if edge < 0 else (edge,)


def order_columns(wish: Wish) -> tuple[Any, ...]:
    keys = {"occurred": (col(LogLine.occurred),), "confidence": (col(LogLine.confidence),)}
    return (*keys.get(wish.name, ()), col(LogLine.id))


def sort_by(wish: Wish, columns: tuple[Any, ...]) -> list[Any]:
    return [column.desc() if wish.descending else column.asc() for column in columns]


def after(wish: Wish, place: Place | None, columns: tuple[Any, ...]) -> list[ColumnElement[bool]]:
    """The condition that a line comes after the place."""
    if place is None:
        return []
    if len(columns) == 1:
        return [columns[0] < place[0] if wish.descending else columns[0] > place[0]]
    end = tuple_(*(literal(value, LONG) for value in place))
    return [tuple_(*columns) < end if wish.descending else tuple_(*columns) > end]


def until(wish: Wish, id: Any) -> Iterator[ColumnElement[bool]]:
    """No further than the time that is asked for; `first_place` sees to where it begins.

    Both at once would be two bounds on one side, of which SQLite seeks the first and not the nearer.
    """
    if wish.descending and wish.low:
        yield id >= wish.low
    if not wish.descending and wish.high < NO_ID:
        yield id < wish.high


def skip_to(wish: Wish, place: Place | None, start: int) -> Place | None:
    """The place before the first key of the order at which any line may fit, `start` as Weight has it."""
    if wish.name == "confidence" and not wish.descending:
        start = max(start, wish.confidence)
    if place is not None and start == place[0]:
        return place
    if wish.name == "published":
        return (start + 1,) if wish.descending else (start - 1,)
    return (start, NO_ID - 1) if wish.descending else (start, -1)


def up_to(wish: Wish, end: int, key: Any) -> ColumnElement[bool]:
    """Not beyond this key of the order."""
    reached: ColumnElement[bool] = key >= end if wish.descending else key <= end
    return reached


def within(wish: Wish, id: Any) -> Iterator[ColumnElement[bool]]:
    """Published in the time that is asked for."""
    if wish.low:
        yield id >= wish.low
    if wish.high < NO_ID:
        yield id < wish.high
