"""Choosing by a question within a question, where SQLite and PostgreSQL are asked differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, any_, func, select
from sqlmodel import Session, col


def pick(*columns: Any) -> Select[Any]:
    """A question for columns whose types nobody asks for."""
    return select(*columns)


def on_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def in_chosen(session: Session, column: Any, inner: Select[Any]) -> ColumnElement[bool]:
    """Whether the column's value is among those of the inner question, each to be looked up in an index.

    PostgreSQL gets them as an array: for a join it might go through the whole table instead.
    """
    if on_postgres(session):
        found: ColumnElement[bool] = col(column) == any_(func.array(inner.scalar_subquery()))
        return found
    return col(column).in_(inner)
