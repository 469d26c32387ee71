"""The database: made when empty, brought to this version, the same on both kinds."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import Session, SQLModel, select

from monitor.clock import wall
from monitor.db import (
    OutdatedDatabase,
    is_current,
    open_engine,
    prepare,
    reading,
    upgrade,
    version_of,
    writing,
)
from monitor.models import Heartbeat
from monitor.models.search_text import SEARCH_TABLES


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    address = f"sqlite:///{tmp_path}/new/folder/watch.sqlite3"
    if request.param == "postgresql":
        address = request.getfixturevalue("empty_postgres_url")
    engine = open_engine(address)
    yield engine
    engine.dispose()


def test_an_empty_database_is_made_and_stands_at_the_newest_version(empty):
    assert version_of(empty) is None
    prepare(empty)
    assert is_current(empty)


def test_upgrading_twice_changes_nothing(empty):
    upgrade(empty)
    upgrade(empty)
    assert is_current(empty)


def is_described(name, kind, parents):
    """What SQLite and PostgreSQL search in is made by hand."""
    return not str(name).startswith(SEARCH_TABLES)


def test_the_migrations_make_exactly_the_tables_of_the_models(empty):
    upgrade(empty)
    with empty.connect() as connection:
        opts = {"compare_type": True, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_an_older_server_database_is_only_migrated_by_order(empty):
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    if empty.dialect.name == "postgresql":
        with pytest.raises(OutdatedDatabase, match="ceasewatch db upgrade"):
            prepare(empty)


def test_sqlite_writes_ahead_and_checks_its_references(sqlite_engine):
    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_time_without_a_zone_is_never_stored(engine):
    with pytest.raises(Exception, match="without a zone"), writing(engine) as session:
        session.add(Heartbeat(name="x", beat_at=wall().replace(tzinfo=None)))


def test_a_time_comes_back_aware_and_in_utc(engine):
    moment = wall()
    with writing(engine) as session:
        session.add(Heartbeat(name="x", beat_at=moment))
    with Session(engine) as session:
        assert session.exec(select(Heartbeat)).one().beat_at == moment


def test_looking_does_not_wait_for_a_writer(sqlite_engine):
    with writing(sqlite_engine) as writer:
        writer.add(Heartbeat(name="x", beat_at=wall()))
        writer.flush()
        with reading(sqlite_engine) as session:
            assert session.exec(select(Heartbeat)).all() == []
