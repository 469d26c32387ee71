"""What a command works with: the settings, the data folder and the database in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from monitor.cli.outcome import Failure
from monitor.db import open_engine, prepare, say_database_failure
from monitor.logs import start_logging
from monitor.settings import Settings, read_settings


def begin() -> Settings:
    """The settings; from now on warnings go to stderr."""
    settings = read_settings()
    start_logging(settings.log_format, logging.WARNING)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """The engine of the database as it stands, made or migrated by nobody."""
    engine = open_engine(settings.database)
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
