"""JSON arrays in a question: the one place where SQLite and PostgreSQL are asked differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col


class ArrayElements(FunctionElement[Any]):
    """The elements of a JSON array of strings as a table with the column `value`."""

    inherit_cache = True
    name = "array_elements"


@compiles(ArrayElements, "sqlite")
def _on_sqlite(element: ArrayElements, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(ArrayElements, "postgresql")
def _on_postgresql(element: ArrayElements, compiler: Any, **options: Any) -> str:
    return f"jsonb_array_elements_text({compiler.process(element.clauses, **options)})"


def holds_any(array: Any, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether the JSON array of strings holds at least one of `values`, letter for letter."""
    elements = ArrayElements(col(array)).table_valued("value")
    return exists(select(1).select_from(elements).where(elements.c.value.in_(values)))
