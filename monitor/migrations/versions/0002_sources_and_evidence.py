"""Sources of every kind, their health, and sealed evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import alerts.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.add_column(sa.Column("listed", alerts.columns.JSON_DOCUMENT, nullable=True))

    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("details", alerts.columns.JSON_DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_column("details")

    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.drop_column("listed")
