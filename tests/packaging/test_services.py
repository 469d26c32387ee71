"""Each service's command and health check, run as plain processes over a real PostgreSQL and Redis."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.packaging.composition import FIRST, OWN, Ground, read_composition
from tests.servers import Postgres, wait_until


def _prepare(factory: pytest.TempPathFactory, database_url: str, broker_url: str) -> Ground:
    secrets = {"database_url": database_url, "broker_url": broker_url, "smtp_url": "smtp://127.0.0.1:1"}
    return Ground.prepare(factory.mktemp("compose"), secrets)


@pytest.fixture(scope="module")
def ground(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, shared_redis_url: str
) -> Iterator[Ground]:
    """A database brought up to date as docker-compose.yml does it; nothing runs yet."""
    database = postgres.make_database()
    prepared = _prepare(tmp_path_factory, postgres.url(database), shared_redis_url)
    assert prepared.start("migrate").wait(60) == 0, prepared.log_of("migrate")
    yield prepared
    postgres.drop_database(database)


@pytest.fixture(scope="module")
def services(ground: Ground) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    running = {name: ground.start(name) for name in OWN}
    yield running
    for process in running.values():
        process.kill()
        process.wait(10)


@pytest.mark.parametrize("name", OWN)
def test_a_health_check_fails_while_nothing_runs(ground: Ground, name: str) -> None:
    assert ground.check_health(name).returncode != 0


def test_the_web_listens_beyond_its_container_once_there_is_an_administrator(ground: Ground) -> None:
    web = read_composition()["services"]["web"]["command"]
    refused = ground.run_once("web", web, "")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "has no administrator" in refused.stderr.splitlines()[-1]
    made = ground.run_once("web", FIRST.split(), "a word long enough\n")
    assert made.returncode == 0, made.stderr
    assert made.stdout == "NAME may sign in as admin.\n"


@pytest.mark.parametrize("name", OWN)
def test_a_started_service_becomes_healthy(
    ground: Ground, services: dict[str, subprocess.Popen[bytes]], name: str
) -> None:
    def is_healthy() -> bool:
        assert services[name].poll() is None, f"{name} ended: {ground.log_of(name)[-2000:]}"
        return ground.check_health(name).returncode == 0

    wait_until(is_healthy, 30, f"{name} did not become healthy")


@pytest.mark.parametrize("name", OWN)
def test_a_service_ends_in_time_when_asked(
    ground: Ground, services: dict[str, subprocess.Popen[bytes]], name: str
) -> None:
    services[name].terminate()
    assert services[name].wait(20) in (0, -15, 143), ground.log_of(name)[-2000:]


def test_bringing_an_up_to_date_database_up_to_date_changes_nothing(ground: Ground) -> None:
    assert ground.start("migrate").wait(60) == 0
