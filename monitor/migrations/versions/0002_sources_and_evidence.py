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
        batch_op.add_column(sa.Column("pages_back", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("original_of", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("unread", sa.String(), nullable=True))

    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("version_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("original_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_listed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("listed_sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("revisit_at", alerts.columns.UtcTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_statement_address_key"), ["address_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_version_key"), ["version_key"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_statement_original_id"), "statement", ["original_id"], ["id"]
        )

    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("details", alerts.columns.JSON_DOCUMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_column("details")

    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_statement_original_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_statement_version_key"))
        batch_op.drop_index(batch_op.f("ix_statement_address_key"))
        batch_op.drop_column("revisit_at")
        batch_op.drop_column("listed_sha256")
        batch_op.drop_column("is_listed")
        batch_op.drop_column("original_id")
        batch_op.drop_column("version_key")
        batch_op.drop_column("address_key")

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("unread")
        batch_op.drop_column("original_of")

    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.drop_column("pages_back")
        batch_op.drop_column("listed")
