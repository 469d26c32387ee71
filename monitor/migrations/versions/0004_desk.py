"""The desk: lines of the log, words to search, reviews of claims, misses, saved views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import alerts.columns
from monitor.models.search_text import Words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_facet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("in_force_certain", sa.Boolean(), nullable=False),
        sa.Column("civilians", sa.Boolean(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_occurred", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_occurred", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("least_confidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_confidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_facet")),
        sa.UniqueConstraint("key", name=op.f("uq_log_facet_key")),
    )
    op.create_table(
        "log_line",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("facet_id", sa.Integer(), nullable=False),
        sa.Column("occurred", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lineage_id", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=True),
        sa.Column("began_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("ended_at", alerts.columns.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_line")),
    )
    with op.batch_alter_table("log_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_line_began_at"), ["began_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_line_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index("ix_log_line_confidence", ["confidence", "id", "facet_id"], unique=False)
        batch_op.create_index("ix_log_line_facet", ["facet_id", "id"], unique=False)
        batch_op.create_index("ix_log_line_facet_confidence", ["facet_id", "confidence", "id"], unique=False)
        batch_op.create_index("ix_log_line_facet_occurred", ["facet_id", "occurred", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_line_lineage_id"), ["lineage_id"], unique=False)
        batch_op.create_index("ix_log_line_occurred", ["occurred", "id", "facet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_log_line_text_id"), ["text_id"], unique=False)

    op.create_table(
        "log_mark",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("facet_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "line_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("mark", "facet_id", "line_id", name=op.f("pk_log_mark")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("log_mark", schema=None) as batch_op:
        batch_op.create_index("ix_log_mark_line_id", ["line_id"], unique=False)
        batch_op.create_index("ix_log_mark_order", ["mark", "line_id", "facet_id"], unique=False)

    op.create_table(
        "log_mark_count",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("facet_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "facet_id", name=op.f("pk_log_mark_count")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("log_mark_count", schema=None) as batch_op:
        batch_op.create_index("ix_log_mark_count_facet_id", ["facet_id"], unique=False)

    op.create_table(
        "log_tally",
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column(
            "starts_at",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "agreement_id",
            "grain",
            "mark",
            "starts_at",
            "by",
            "against",
            "stance",
            "part",
            name=op.f("pk_log_tally"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_text",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("labels", alerts.columns.JSON_DOCUMENT, nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_search_text_revision_id")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_polls", alerts.columns.JSON_DOCUMENT, nullable=True))

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undoes", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("request_key", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_review_request_key"), ["request_key"], unique=True)

    op.create_table(
        "miss",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.String(), nullable=False),
        sa.Column("statement_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("against", sa.String(), nullable=True),
        sa.Column("types", alerts.columns.JSON_DOCUMENT, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("said_at", alerts.columns.UtcTime(), nullable=False),
        sa.Column("taken_back_at", alerts.columns.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_miss_agreement_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_miss_statement_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_miss_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss")),
        sa.UniqueConstraint("request_key", name=op.f("uq_miss_request_key")),
    )
    with op.batch_alter_table("miss", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_miss_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("made_at", alerts.columns.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["desk_user.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_view_user_id_name")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_actor", ["actor", "number"], unique=False)
        batch_op.create_index("ix_journal_at", ["at", "number"], unique=False)
        batch_op.create_index("ix_journal_kind", ["kind", "number"], unique=False)

    op.create_index("ix_statement_source_seen", "statement", ["source_id", "first_seen_at"])
    add_search()


def downgrade() -> None:
    drop_search()
    op.drop_index("ix_statement_source_seen", table_name="statement")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_kind")
        batch_op.drop_index("ix_journal_at")
        batch_op.drop_index("ix_journal_actor")

    op.drop_table("saved_view")
    with op.batch_alter_table("miss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_miss_statement_id"))

    op.drop_table("miss")
    # Not in a batch, which would copy the tables, and drop what others refer to.
    op.drop_column("source", "last_polls")
    op.drop_index(op.f("ix_review_request_key"), table_name="review")
    op.drop_column("review", "request_key")
    op.drop_column("review", "undoes")

    op.drop_table("search_text")
    op.drop_table("log_tally")
    with op.batch_alter_table("log_mark_count", schema=None) as batch_op:
        batch_op.drop_index("ix_log_mark_count_facet_id")

    op.drop_table("log_mark_count")
    with op.batch_alter_table("log_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_log_mark_order")
        batch_op.drop_index("ix_log_mark_line_id")

    op.drop_table("log_mark")
    with op.batch_alter_table("log_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_log_line_text_id"))
        batch_op.drop_index("ix_log_line_occurred")
        batch_op.drop_index(batch_op.f("ix_log_line_lineage_id"))
        batch_op.drop_index("ix_log_line_facet_occurred")
        batch_op.drop_index("ix_log_line_facet_confidence")
        batch_op.drop_index("ix_log_line_facet")
        batch_op.drop_index("ix_log_line_confidence")
        batch_op.drop_index(batch_op.f("ix_log_line_claim_id"))
        batch_op.drop_index(batch_op.f("ix_log_line_began_at"))

    op.drop_table("log_line")
    op.drop_table("log_facet")


TRIGGERS = {
    "insert": "INSERT INTO search_index(rowid, words) VALUES (new.id, new.words);",
    "delete": "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words);",
}


def add_search() -> None:
    """Words are split already: SQLite shall only see the blanks between them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX search_index ON search_text USING gin (words)")
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(words, content='search_text', content_rowid='id', tokenize='ascii')"
    )
    for event, body in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER search_text_{event} AFTER {event} ON search_text BEGIN {body} END")
    both = TRIGGERS["delete"] + TRIGGERS["insert"]
    op.execute(f"CREATE TRIGGER search_text_update AFTER UPDATE ON search_text BEGIN {both} END")


def drop_search() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX search_index")
        return
    for event in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER search_text_{event}")
    op.execute("DROP TABLE search_index")
