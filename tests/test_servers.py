"""The test grounds themselves: a server that only seems to run would let every other test pass."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psycopg
import pytest
import redis
from sqlalchemy import Engine, text

from monitor.db import open_engine
from tests.programs import account_for_postgres, copy_programs, open_folder, postgres_programs, wheel_programs
from tests.servers import Postgres, Redis, running_postgres, wait_until

KILLED_RUN = """
import os, signal, sys
from pathlib import Path
from tests.servers import running_postgres
with running_postgres(Path(sys.argv[1]), Path(sys.argv[2])) as server:
    print(server.url("postgres").replace("+psycopg", ""), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_engine_stands_on_each_database(engine: Engine) -> None:
    with engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_the_sqlite_file_is_in_wal_mode(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_database_starts_as_the_template_and_is_ones_own(postgres: Postgres) -> None:
    template = postgres.make_database()
    _write(postgres.url(template), "CREATE TABLE seen (word text)")
    first, second = postgres.make_database(template), postgres.make_database(template)
    _write(postgres.url(first), "INSERT INTO seen VALUES ('first')")
    assert _ask(postgres.url(first)) == 1
    assert _ask(postgres.url(second)) == 0
    for name in (first, second, template):
        postgres.drop_database(name)


def test_a_database_that_is_given_back_is_lent_out_empty(postgres: Postgres) -> None:
    template = postgres.make_database()
    _write(postgres.url(template), "CREATE TABLE seen (word text)")
    own = postgres.make_database(template)
    _write(postgres.url(own), "INSERT INTO seen VALUES ('first')")
    postgres.give_back(own)
    assert postgres.lend(template) == own
    assert _ask(postgres.url(own)) == 0
    for each in (own, template):
        postgres.drop_database(each)


def _write(address: str, sentence: str) -> None:
    engine = open_engine(address)
    with engine.begin() as connection:
        connection.execute(text(sentence))
    engine.dispose()


def _ask(address: str, question: str = "SELECT count(*) FROM seen") -> int:
    engine = open_engine(address)
    with engine.begin() as connection:
        found = int(connection.execute(text(question)).scalar_one())
    engine.dispose()
    return found


def test_the_programs_of_the_wheel_serve_from_a_copy_too() -> None:
    """As root in a virtual environment below a closed folder, the copy is all that PostgreSQL can reach."""
    account = account_for_postgres()
    with open_folder(account) as folder:
        copy = copy_programs(wheel_programs(folder / "reached", account), folder)
        with running_postgres(folder, copy) as server:
            assert _ask(server.url("postgres"), "SELECT count(*) FROM pg_database") >= 3


def test_postgresql_ends_with_a_test_run_that_is_killed() -> None:
    account = account_for_postgres()
    with open_folder(account) as folder:
        command = [sys.executable, "-c", KILLED_RUN, str(folder), str(postgres_programs(folder, account))]
        killed = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        wait_until(
            lambda: _refuses(killed.stdout.strip()), 10, "PostgreSQL outlived the process that had started it"
        )


def _refuses(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=1).close()
    except psycopg.OperationalError:
        return True
    return False


def test_a_killed_redis_comes_back_empty_on_the_same_port(redis_server: Redis) -> None:
    client = redis.Redis.from_url(redis_server.url)
    client.set("word", "kept")
    redis_server.kill()
    assert not redis_server.answers()
    redis_server.start()
    assert client.get("word") is None
    client.close()


def test_the_shared_redis_is_empty_at_the_start_of_a_test(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


def test_no_setting_of_the_machine_reaches_a_test() -> None:
    assert [name for name in os.environ if name.startswith("CEASEWATCH_") and "_TEST_" not in name] == []


def test_waiting_in_vain_fails_with_a_sentence() -> None:
    with pytest.raises(AssertionError, match=r"The mail did not come \(waited 0.05 s\)"):
        wait_until(lambda: False, 0.05, "The mail did not come")


def test_waiting_gives_back_what_was_found() -> None:
    assert wait_until(lambda: "found", 1) == "found"
