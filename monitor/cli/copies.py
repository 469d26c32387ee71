"""`db upgrade`, `db backup` and `db restore`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from monitor import clock
from monitor.cli.context import begin, database, opened
from monitor.cli.outcome import BadInput, Failure
from monitor.cli.output import write_json, write_line
from monitor.db import hold_folder, is_current, upgrade
from monitor.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]

app = typer.Typer(rich_markup_mode=None, no_args_is_help=False)


@app.callback()
def db() -> None:
    """The database: bring it up to date, copy it, bring a copy back.

    Example: ceasewatch db backup copy.sqlite3
    """


@app.command("upgrade")
def upgrade_database(as_json: AsJson = False) -> None:
    """Create the tables, or bring an older database to this version.

    Example: ceasewatch db upgrade
    """
    with opened(begin()) as engine:
        changed = not is_current(engine)
        upgrade(engine)
    if as_json:
        write_json({"changed": changed})
    else:
        write_line("The database was brought up to date." if changed else "The database is up to date.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; must not exist yet.")],
    as_json: AsJson = False,
) -> None:
    """Copy the SQLite database while it is in use.

    Example: ceasewatch db backup copy.sqlite3
    """
    settings = begin()
    here = _sqlite_file(settings, "pg_dump --format=custom")
    if file.exists():
        raise BadInput(f"{file}: exists already; choose another name.")
    if not file.absolute().parent.is_dir():
        raise BadInput(f"{file}: its folder does not exist; make it first.")
    with database(settings):
        _copy_to_file(here, file)
    write_json({"file": str(file)}) if as_json else write_line(f"Copied to {file}.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `db backup` made.")],
    as_json: AsJson = False,
) -> None:
    """Put a copy in place of the SQLite database; what stood there is kept beside it.

    Example: ceasewatch db restore copy.sqlite3
    """
    settings = begin()
    here = _sqlite_file(settings, "pg_restore --clean")
    _check_copy(file)
    with hold_folder(settings.home):  # `ceasewatch run` would go on with what it remembers
        kept = _keep_present(here)
        with (
            _failing_plainly(here),
            closing(_open(file, "ro")) as copy,
            closing(_open(here, "rwc")) as present,
        ):
            copy.backup(present)
        with database(settings):
            pass
    if as_json:
        write_json({"file": str(file), "kept": str(kept) if kept else None})
    else:
        write_line(f"Restored from {file}." + (f" What stood before is in {kept}." if kept else ""))


def _sqlite_file(settings: Settings, instead: str) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BadInput(
            f"CEASEWATCH_DATABASE_URL: copies are made of SQLite only; use `{instead}` for PostgreSQL."
        )
    return Path(url.database)


def _check_copy(file: Path) -> None:
    if not file.is_file():
        raise BadInput(f"{file}: is no file; give the path of a copy that `ceasewatch db backup` made.")
    try:
        with closing(_open(file, "ro")) as copy:
            sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            known = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error:
        sound, known = False, None
    if not sound:
        raise BadInput(f"{file}: is no sound SQLite database; give a copy that `ceasewatch db backup` made.")
    if known is None:
        raise BadInput(f"{file}: is no database of Ceasewatch; give a copy that `ceasewatch db backup` made.")


def _keep_present(here: Path) -> Path | None:
    if not here.exists():
        here.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return None
    stamp = clock.wall().strftime("%Y%m%dT%H%M%S%fZ")
    kept = here.with_name(f"{here.name}.before-{stamp}")
    _copy_to_file(here, kept)
    return kept


def _copy_to_file(here: Path, there: Path) -> None:
    """A whole copy under its own name only; one that broke off is removed."""
    partial = there.with_name(f"{there.name}.partial")
    try:
        with _failing_plainly(there):
            partial.touch(mode=0o600)
            with closing(_open(here, "ro")) as present, closing(_open(partial, "rw")) as copy:
                present.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
            partial.rename(there)
    finally:
        partial.unlink(missing_ok=True)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=30)


@contextmanager
def _failing_plainly(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise Failure(f"{file}: can't be copied to ({error}).") from None
