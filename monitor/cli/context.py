"""What a command works with: the settings, the data folder and the database in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from monitor.cli.outcome import Failure, say_database_failure
from monitor.db import open_engine, prepare
from monitor.logs import start_logging
from monitor.settings import BadSetting, Settings, read_settings

BACKENDS = ("sqlite", "postgresql")


def begin() -> Settings:
    """The settings; from now on warnings go to stderr."""
    settings = read_settings()
    start_logging(settings.log_format, logging.WARNING)
    return settings


def database_url(settings: Settings) -> URL:
    """The address of the database; raises BadSetting."""
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError):
        raise BadSetting(
            "CEASEWATCH_DATABASE_URL: is no database address; write postgresql+psycopg://user:password@host/name"
            " or leave it unset."
        ) from None
    if url.get_backend_name() not in BACKENDS:
        raise BadSetting(
            f"CEASEWATCH_DATABASE_URL: {url.get_backend_name()!r} is not supported; write postgresql+psycopg://..."
            " or leave it unset."
        )
    return url


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The engine of the database as it stands, made or migrated by nobody."""
    database_url(settings)
    try:
        engine = open_engine(settings.database)
    except OSError as error:
        raise Failure(f"{settings.home}: the data folder can't be used ({error.strerror}).") from None
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def database(settings: Settings | None = None) -> Iterator[Engine]:
    """The engine of a database that is ready: an empty one is made, an older SQLite file migrated."""
    with opened(settings or begin()) as engine:
        try:
            prepare(engine)
        except SQLAlchemyError as error:
            raise Failure(say_database_failure(error)) from None
        yield engine
