"""One Alembic history for SQLite and PostgreSQL; a file per version in versions/."""
