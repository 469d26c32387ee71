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
    op.create_table(
        "outage",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("from_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("to_at", alerts.columns.UtcTime(), nullable=True),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outage_open",
            ["open"],
            unique=True,
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )

    op.create_table(
        "robots_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("had_at", alerts.columns.UtcTime(), nullable=True),
        sa.Column("fresh_until", alerts.columns.UtcTime(), nullable=False),
        sa.Column("failing_since", alerts.columns.UtcTime(), nullable=True),
        sa.Column("failure_state", sa.String(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_robots_file")),
    )
    op.create_table(
        "seal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("captures", sa.Integer(), nullable=False),
        sa.Column("journal_to", sa.Integer(), nullable=False),
        sa.Column("made_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_seal")),
    )
    op.create_table(
        "blank",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("from_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("to_at", alerts.columns.UtcTime(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("caught_up", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_blank_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank")),
    )
    with op.batch_alter_table("blank", schema=None) as batch_op:
        batch_op.create_index(
            "ix_blank_open",
            ["source_id"],
            unique=True,
            sqlite_where=sa.text("to_at IS NULL"),
            postgresql_where=sa.text("to_at IS NULL"),
        )
        batch_op.create_index("ix_blank_source_id_from_at", ["source_id", "from_at"], unique=False)

    op.create_table(
        "sealed_capture",
        sa.Column("capture_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["seal.sequence"], name=op.f("fk_sealed_capture_sequence")),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_sealed_capture")),
    )
    with op.batch_alter_table("sealed_capture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_capture_sequence"), ["sequence"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("capture_id", sa.String(), nullable=False),
        sa.Column("erased_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("erased_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name=op.f("fk_erasure_capture_id")),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.add_column(sa.Column("coding", sa.String(), server_default="identity", nullable=False))
        batch_op.add_column(sa.Column("kept", sa.String(), server_default="full", nullable=False))
        batch_op.add_column(sa.Column("certificate_sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("listed", alerts.columns.JSON_DOCUMENT, nullable=True))
        batch_op.add_column(sa.Column("pages_back", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("original_of", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("unread", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("kept", sa.String(), server_default="full", nullable=False))

    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failing_since", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("pace", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("moved_to", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("read_sha256", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("unread_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("window", alerts.columns.JSON_DOCUMENT, nullable=True))
        batch_op.add_column(sa.Column("quiet_after", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("rhythm", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("newest_at", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("told_state", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("shelved", alerts.columns.JSON_DOCUMENT, nullable=True))

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

    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_column("shelved")
        batch_op.drop_column("told_state")
        batch_op.drop_column("newest_at")
        batch_op.drop_column("rhythm")
        batch_op.drop_column("quiet_after")
        batch_op.drop_column("window")
        batch_op.drop_column("unread_reason")
        batch_op.drop_column("read_sha256")
        batch_op.drop_column("moved_to")
        batch_op.drop_column("pace")
        batch_op.drop_column("failing_since")

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_column("kept")
        batch_op.drop_column("unread")
        batch_op.drop_column("original_of")

    with op.batch_alter_table("capture", schema=None) as batch_op:
        batch_op.drop_column("pages_back")
        batch_op.drop_column("listed")
        batch_op.drop_column("certificate_sha256")
        batch_op.drop_column("kept")
        batch_op.drop_column("coding")

    op.drop_table("erasure")
    with op.batch_alter_table("sealed_capture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_capture_sequence"))

    op.drop_table("sealed_capture")
    with op.batch_alter_table("blank", schema=None) as batch_op:
        batch_op.drop_index("ix_blank_source_id_from_at")
        batch_op.drop_index(
            "ix_blank_open", sqlite_where=sa.text("to_at IS NULL"), postgresql_where=sa.text("to_at IS NULL")
        )

    op.drop_table("blank")
    op.drop_table("seal")
    op.drop_table("robots_file")
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outage_open", sqlite_where=sa.text("to_at IS NULL"), postgresql_where=sa.text("to_at IS NULL")
        )

    op.drop_table("outage")
