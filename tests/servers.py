"""A real PostgreSQL and a real Redis on loopback, without Docker and without root.

Where a server comes from: the address in the environment, else programs on the machine,
else the programs inside the wheels of the `test` extra. If none of them works the tests
fail and say so: a silent skip would look like a pass.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import redis
from sqlalchemy import Engine, make_url

from monitor.db import upgrade
from tests.programs import NoServer, account_for_postgres, open_folder, postgres_programs, redis_program

T = TypeVar("T")

POSTGRES_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # its connections would hold up copies of the template
}

# What a killed process of a test left open would hold the tables.
_LET_GO = b"""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = b"""
    DO $$ BEGIN
        SET LOCAL lock_timeout = '2s';
        EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ') || ' CASCADE'
                 FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version');
    END $$
"""


def wait_until(predicate: Callable[[], T], timeout: float = 10.0, sentence: str = "") -> T:
    """Ask until the answer is true, then give it back; fails with `sentence` after `timeout` seconds."""
    pause = threading.Event()
    waited = 0.0
    while True:
        answer = predicate()
        if answer:
            return answer
        if waited >= timeout:
            raise AssertionError(f"{sentence or 'What was awaited did not happen'} (waited {timeout:g} s)")
        pause.wait(0.02)
        waited += 0.02


def free_port() -> int:
    """A free port below the range that the kernel hands to clients.

    A port of that range could, while its server is stopped on purpose, be taken by a client
    that tries to reach the server.
    """
    for _ in range(200):
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise NoServer("No free port between 20000 and 32000 on 127.0.0.1.")


def make_schema(engine: Engine) -> None:
    """Every table of both floors, as the migrations make them."""
    upgrade(engine)


def start_server(command: list[str], log: Path, stop_signal: int, **options: Any) -> subprocess.Popen[bytes]:
    """Start a program that gets `stop_signal` from the kernel when the tests are killed."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def die_with_parent() -> None:
        if libc is not None:
            libc.prctl(1, stop_signal)  # PR_SET_PDEATHSIG

    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,
            **options,
        )


def stop_server(process: subprocess.Popen[bytes], stop_signal: int) -> None:
    process.send_signal(stop_signal)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def await_answer(process: subprocess.Popen[bytes], log: Path, ask: Callable[[], bool]) -> None:
    """Wait until a started server answers; NoServer with the end of its log when it ended instead."""

    def answered() -> bool:
        if process.poll() is not None:
            raise NoServer(f"{process.args!r} ended at once: {log.read_text(errors='replace')[-2000:]}")
        return ask()

    wait_until(answered, 30, f"{process.args!r} did not answer")


class Postgres:
    """One PostgreSQL for the whole run: a database per test, copied from a template."""

    def __init__(self, address: str) -> None:
        self._admin = make_url(address).set(drivername="postgresql")
        self._prefix = f"ceasewatch_{secrets.token_hex(4)}"
        self._made: list[str] = []
        self._empty: list[str] = []

    def url(self, database: str) -> str:
        own = self._admin.set(drivername="postgresql+psycopg", database=database)
        return own.render_as_string(hide_password=False)

    def make_database(self, template: str | None = None) -> str:
        """A new database, empty or like `template`; its name."""
        name = f"{self._prefix}_{len(self._made)}"
        self._made.append(name)
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        return name

    def lend(self, template: str) -> str:
        """A database like `template` that no other test uses; give it back afterwards."""
        return self._empty.pop() if self._empty else self.make_database(template)

    def give_back(self, name: str) -> None:
        """Empty every table for the next test; one that somebody still holds on to is left alone.

        Emptying takes a tenth of the time of a new copy.
        """
        with contextlib.suppress(psycopg.Error):
            with psycopg.connect(self._address_of(name), autocommit=True, connect_timeout=5) as connection:
                connection.execute(_LET_GO)
                connection.execute(_EMPTY)
            self._empty.append(name)

    def drop_database(self, name: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def drop_what_was_made(self) -> None:
        """Leave somebody else's server as it was; once at the end, because each drop is a checkpoint."""
        for name in self._made:
            self.drop_database(name)

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            self._say("SELECT 1")
            return True
        return False

    def _address_of(self, name: str) -> str:
        return self._admin.set(database=name).render_as_string(hide_password=False)

    def _say(self, sentence: str) -> None:
        address = self._admin.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            connection.execute(sentence.encode())


@contextlib.contextmanager
def postgres_server() -> Iterator[Postgres]:
    """PostgreSQL from CEASEWATCH_TEST_POSTGRES_URL (a user that may create databases), else started here."""
    given = os.environ.get("CEASEWATCH_TEST_POSTGRES_URL")
    if given:
        server = Postgres(given)
        yield server
        server.drop_what_was_made()
        return
    account = account_for_postgres()
    with (
        open_folder(account) as folder,
        running_postgres(folder, postgres_programs(folder, account)) as server,
    ):
        yield server


@contextlib.contextmanager
def running_postgres(folder: Path, programs: Path) -> Iterator[Postgres]:
    """A cluster of its own in `folder`, run by the initdb and postgres in `programs`."""
    account = account_for_postgres()
    log, port = folder / "log", free_port()
    _init_cluster(programs / "initdb", folder, account)
    settings = [part for name, value in POSTGRES_SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *settings]
    process = start_server(command, log, signal.SIGQUIT, cwd=folder, **account)
    try:
        server = Postgres(f"postgresql://ceasewatch@127.0.0.1:{port}/postgres")
        await_answer(process, log, server.answers)
        yield server
    finally:
        stop_server(process, signal.SIGINT)


def _init_cluster(initdb: Path, folder: Path, account: dict[str, Any]) -> None:
    options = ["-U", "ceasewatch", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        [str(initdb), "-D", str(folder / "data"), *options],
        capture_output=True,
        text=True,
        cwd=folder,
        **account,
    )
    if done.returncode:
        raise NoServer(f"{initdb} could not make a database cluster: {done.stderr or done.stdout}")


class Redis:
    """A Redis without persistence that can be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "redis.log"
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, unless it runs."""
        if self._process is not None:
            return
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = start_server([redis_program(), *options], self._log, signal.SIGKILL, cwd=self._folder)
        await_answer(self._process, self._log, self.answers)

    def kill(self) -> None:
        """End it as a power cut would: everything it held is gone."""
        if self._process is not None:
            stop_server(self._process, signal.SIGKILL)
            self._process = None

    def answers(self) -> bool:
        with contextlib.suppress(redis.RedisError), redis.Redis.from_url(self.url, retry=None) as client:
            return bool(client.ping())
        return False
