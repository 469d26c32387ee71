"""What Alembic runs: the migrations on the connection that monitor.db hands it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, String
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import AutoString

import alerts.models  # noqa: F401 - registers the tables
import monitor.models  # noqa: F401 - registers the tables
from alerts.columns import UtcTime
from monitor.ledger.rebuilding import rebuild_lines
from monitor.models.search_text import SEARCH_TABLES, Words

# An older database has claims and no lines of the log. They are made after all migrations, because that is
# done with the models as they are now.
LINES_SINCE = "0004"


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
    before = context.get_context().get_current_revision()
    context.run_migrations()
    after = context.get_context().get_current_revision()
    if before is not None and before < LINES_SINCE <= (after or ""):
        with Session(context.config.attributes["connection"]) as session:
            rebuild_lines(session)
            session.flush()
