"""What Alembic runs: the migrations on the connection that monitor.db hands it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import alerts.models  # noqa: F401 - registers the tables
import monitor.models  # noqa: F401 - registers the tables
from alerts.columns import UtcTime
from monitor.models.search_text import SEARCH_TABLES, Words


def write_type(kind: str, thing: Any, autogen: Any) -> str | Literal[False]:
    """Our own column types by name in a generated migration, everything else as Alembic writes it."""
    if kind != "type":
        return False
    if isinstance(thing, Words):
        autogen.imports.add("from monitor.models.search_text import Words")
        return "Words()"
    if isinstance(thing, UtcTime | JSON):
        autogen.imports.add("import alerts.columns")
        return "alerts.columns.JSON_DOCUMENT" if isinstance(thing, JSON) else "alerts.columns.UtcTime()"
    return "sa.String()" if type(thing) in (AutoString, String) and thing.length is None else False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether the models describe it; what SQLite and PostgreSQL search in is made by hand (0004)."""
    return not (kind in ("table", "index") and str(name).startswith(SEARCH_TABLES))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=write_type,
    compare_type=True,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
