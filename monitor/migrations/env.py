"""What Alembic runs: the migrations on the connection that monitor.db hands it."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import alerts.models  # noqa: F401 - registers the tables
import monitor.models  # noqa: F401 - registers the tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="alerts.columns.",
)
with context.begin_transaction():
    context.run_migrations()
