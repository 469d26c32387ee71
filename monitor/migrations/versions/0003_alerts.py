"""Alerts: silences, threads, acknowledgements, what rules remember."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import alerts.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("made_at", alerts.columns.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "silence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document", alerts.columns.JSON_DOCUMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("starts_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("ends_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("created_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("ended_at", alerts.columns.UtcTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
    )
    op.create_table(
        "rule_mark",
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column(
            "notice_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", alerts.columns.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_rule_mark_notice_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["rule.id"], name=op.f("fk_rule_mark_rule_id")),
        sa.PrimaryKeyConstraint("rule_id", "notice_id", "key", name=op.f("pk_rule_mark")),
    )
    with op.batch_alter_table("rule_mark", schema=None) as batch_op:
        batch_op.create_index("ix_rule_mark_rule_id_key_at", ["rule_id", "key", "at"], unique=False)

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("silence_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("acknowledged_at", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("acknowledged_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("acknowledged_note", sa.String(), nullable=True))
        batch_op.create_index(
            "ix_alert_follows",
            ["follows"],
            unique=False,
            sqlite_where=sa.text("follows IS NOT NULL"),
            postgresql_where=sa.text("follows IS NOT NULL"),
        )
        batch_op.create_index("ix_alert_opened_at_id", ["opened_at", "id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_alert_follows"), "alert", ["follows"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_alert_silence_id"), "silence", ["silence_id"], ["id"])

    with op.batch_alter_table("alert_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pair", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("tokens", alerts.columns.JSON_DOCUMENT, nullable=True))
        batch_op.add_column(sa.Column("made_at", alerts.columns.UtcTime(), nullable=True))
        batch_op.create_index(
            "ix_alert_entry_pair",
            ["pair", "rule_id", "made_at"],
            unique=False,
            sqlite_where=sa.text("pair IS NOT NULL"),
            postgresql_where=sa.text("pair IS NOT NULL"),
        )

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("previous_secret", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("previous_until", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("failing_since", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("warned_at", alerts.columns.UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("is_slow", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(
            sa.Column("unsubscribed", alerts.columns.JSON_DOCUMENT, server_default="[]", nullable=False)
        )

    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recalled_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("rule", schema=None) as batch_op:
        batch_op.drop_column("recalled_version")

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_column("unsubscribed")
        batch_op.drop_column("is_slow")
        batch_op.drop_column("warned_at")
        batch_op.drop_column("failing_since")
        batch_op.drop_column("previous_until")
        batch_op.drop_column("previous_secret")

    with op.batch_alter_table("alert_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_alert_entry_pair",
            sqlite_where=sa.text("pair IS NOT NULL"),
            postgresql_where=sa.text("pair IS NOT NULL"),
        )
        batch_op.drop_column("made_at")
        batch_op.drop_column("tokens")
        batch_op.drop_column("pair")

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_alert_silence_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_alert_follows"), type_="foreignkey")
        batch_op.drop_index("ix_alert_opened_at_id")
        batch_op.drop_index(
            "ix_alert_follows",
            sqlite_where=sa.text("follows IS NOT NULL"),
            postgresql_where=sa.text("follows IS NOT NULL"),
        )
        batch_op.drop_column("acknowledged_note")
        batch_op.drop_column("acknowledged_by")
        batch_op.drop_column("acknowledged_at")
        batch_op.drop_column("silence_id")
        batch_op.drop_column("follows")

    with op.batch_alter_table("rule_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_mark_rule_id_key_at")

    op.drop_table("rule_mark")
    op.drop_table("silence")
    op.drop_table("signing_key")
