"""Many rows at once into either database, past the ORM: as tuples, with every reference switched off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine
from sqlmodel import Session

Row = Sequence[Any]


class Bulk:
    """Takes rows for several tables and writes each table's whenever enough have come."""

    def __init__(self, connection: Any, columns: Mapping[str, Sequence[str]], size: int = 20_000) -> None:
        self._driver = connection.connection.driver_connection
        self._on_postgres = connection.dialect.name == "postgresql"
        self._columns = columns
        self._size = size
        self._waiting: dict[str, list[Row]] = {table: [] for table in columns}

    def add(self, table: str, row: Row) -> None:
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= self._size:
            self._write(table)

    def finish(self) -> None:
        for table in self._columns:
            self._write(table)

    def _write(self, table: str) -> None:
        rows, self._waiting[table] = self._waiting[table], []
        names = ", ".join(f'"{name}"' for name in self._columns[table])
        if self._on_postgres:
            with self._driver.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(self._columns[table]))
            self._driver.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


@contextmanager
def writing_bulk(engine: Engine, columns: Mapping[str, Sequence[str]]) -> Iterator[Bulk]:
    """One transaction of bulk rows; times are strings as `write_time` makes them."""
    with _unguarded(engine) as connection, _without_indexes(connection, columns):
        bulk = Bulk(connection, columns)
        yield bulk
        bulk.finish()


@contextmanager
def writing_fast(engine: Engine) -> Iterator[Session]:
    """A session for one large commit."""
    with _unguarded(engine) as connection, Session(connection) as session:
        yield session
        session.commit()


@contextmanager
def _unguarded(engine: Engine) -> Iterator[Connection]:
    engine.dispose()
    with engine.connect() as connection:
        _switch_off(connection)
        yield connection
        connection.commit()
        connection.invalidate()  # what was switched off stays off on no connection of the pool


def _switch_off(connection: Connection) -> None:
    """What guards each row by itself: its references, and on SQLite the journal of the transaction."""
    if connection.dialect.name == "postgresql":
        pragmas = ("SET LOCAL session_replication_role = replica", "SET LOCAL timezone = 'UTC'")
    else:
        names = ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-800000")
        pragmas = ("COMMIT", *(f"PRAGMA {name}" for name in names), "BEGIN IMMEDIATE")
    for each in pragmas:
        connection.exec_driver_sql(each)


@contextmanager
def _without_indexes(connection: Connection, tables: Iterable[str]) -> Iterator[None]:
    """PostgreSQL sorts whole indexes afterwards, many times faster than it would fill them row by row."""
    if connection.dialect.name != "postgresql":
        yield
        return
    off = "UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = '{0}'::regclass"
    for table in tables:
        connection.exec_driver_sql(off.format(table))
    yield
    for table in tables:
        connection.exec_driver_sql(f'REINDEX TABLE "{table}"')


def write_time(seconds: int) -> str:
    """A moment, in seconds since 1970, as both databases read it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S.000000")
