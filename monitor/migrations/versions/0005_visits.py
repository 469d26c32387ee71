"""When a person last looked at an overview, and when the visit before that ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import alerts.columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("desk_user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visited_at", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("visited_before", alerts.columns.UtcTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("desk_user", schema=None) as batch_op:
        batch_op.drop_column("visited_before")
        batch_op.drop_column("visited_at")
