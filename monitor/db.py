"""The engine (SQLite or PostgreSQL), its sessions and its migrations."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

from monitor.settings import BadSetting

# A failing statement's values (texts, hashes, tokens) stay out of the logs.
_QUIET: dict[str, Any] = {"hide_parameters": True}
_MIGRATION_LOCK = 7_230_116  # any number that no other advisory lock of ours uses


def open_engine(address: str, *, pool_size: int = 20) -> Engine:
    """An engine for `address`; the folder of a SQLite file is made when it is missing.

    Raises BadSetting when that folder can't be had.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(address, url.database, pool_size)
    engine = create_engine(address, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, **_QUIET)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _open_sqlite(address: str, path: str | None, pool_size: int) -> Engine:
    if path:
        _make_folder(Path(path).parent)
    engine = create_engine(
        address, pool_size=pool_size, max_overflow=pool_size, connect_args={"timeout": 30}, **_QUIET
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgres(connection: Any, _record: Any) -> None:
    # Compiling a question takes longer than answering any of ours.
    connection.execute("SET jit = off")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A transaction that starts as a reader and turns writer fails at once when another one
    # wrote in between; taking the write lock first waits instead.
    mode = "DEFERRED" if connection.get_execution_options().get("read_only") else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def reading(engine: Engine, *, steady: bool = False) -> Iterator[Session]:
    """A session for looking only: it takes no write lock; what it loaded may be read after it.

    With `steady` all of its questions see the same state, whatever is written meanwhile.
    """
    options: dict[str, Any] = {"read_only": True}
    if steady and engine.dialect.name == "postgresql":  # on SQLite a transaction always does
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, Session(connection) as session:
        yield session
        session.expunge_all()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose work is one commit, or nothing."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


class FolderInUse(RuntimeError):
    """Another process works on the same data folder; the text says which, and the mend."""


@contextmanager
def hold_folder(home: Path) -> Iterator[None]:
    """Work on the data folder alone; the system frees it when the process dies, however it dies.

    Raises FolderInUse, or BadSetting when the folder can't be had.
    """
    _make_folder(home)
    try:
        file = (home / "run.lock").open("w")
    except OSError as error:
        raise _refuse_folder(home, error) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUse(
                f"Another `ceasewatch` works in {home}; stop it first, or set another CEASEWATCH_HOME."
            ) from None
        yield


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _refuse_folder(folder, error) from None


def _refuse_folder(folder: Path, error: OSError) -> BadSetting:
    return BadSetting(
        f"The data folder {folder} can't be used ({error.strerror}); set CEASEWATCH_HOME to one that can."
    )


class OutdatedDatabase(RuntimeError):
    """The database was made by another version; the text says what to run."""


def upgrade(engine: Engine) -> None:
    """Create the tables, or bring an older database to this version; running it twice changes nothing."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # two processes may start at once
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        command.upgrade(_alembic(connection), "head")


def version_of(engine: Engine) -> str | None:
    """The migration that the database stands at; None when it is empty."""
    with engine.connect().execution_options(read_only=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of this version."""
    return version_of(engine) == ScriptDirectory.from_config(_alembic(None)).get_current_head()


def prepare(engine: Engine) -> None:
    """Make an empty database usable; an older SQLite file is migrated, an older server only by order.

    Raises OutdatedDatabase.
    """
    if is_current(engine):
        return
    if version_of(engine) is not None and engine.dialect.name != "sqlite":
        raise OutdatedDatabase("The database was made by an older version; run: ceasewatch db upgrade")
    upgrade(engine)


def say_database_failure(error: Exception) -> str:
    """One sentence without the statement, its values or the address."""
    cause = getattr(error, "orig", None) or error
    first = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    return (
        f"The database can't be used: {first.rstrip('.')}; check CEASEWATCH_DATABASE_URL or CEASEWATCH_HOME."
    )


def _alembic(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
