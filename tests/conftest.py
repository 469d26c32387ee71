"""What every room's tests may ask for: both databases, Redis, a mailbox, a receiver, stand-in sites."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import settings
from sqlalchemy import Engine

from monitor.db import open_engine
from tests.mailbox import Mailbox
from tests.outside import Receiver, Site
from tests.servers import Postgres, Redis, make_schema, postgres_server

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("ceasewatch", deadline=None)
settings.load_profile("ceasewatch")


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of this machine reaches a test, and no test reaches this machine's data folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CEASEWATCH_")]:
            if not name.startswith("CEASEWATCH_TEST_"):
                patch.delenv(name)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a database that holds every table; tests get copies."""
    name = postgres.make_database()
    engine = open_engine(postgres.url(name))
    make_schema(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """The address of a database of one's own, with every table."""
    name = postgres.lend(postgres_template)
    yield postgres.url(name)
    postgres.give_back(name)


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> str:
    """The address of a database of one's own without any table."""
    return postgres.url(postgres.make_database())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    make_schema(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite file of one's own, with every table."""
    path = tmp_path / "home" / "ceasewatch.sqlite3"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the whole demonstration in it, people of each role, and their work."""
    from tests.filled import fill_database  # the whole house: only for who asks for it

    path = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
    fill_database(path)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each database in turn, with every table."""
    name = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on each database in turn."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    yield from _opened(sqlite_url)


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    yield from _opened(postgres_url)


def _opened(address: str) -> Iterator[Engine]:
    engine = open_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def shared_redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("CEASEWATCH_TEST_REDIS_URL")
    if given:
        yield given
        return
    server = Redis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server.url
    server.kill()


@pytest.fixture
def redis_url(shared_redis_url: str) -> str:
    """The address of a Redis that is empty at the start of the test."""
    with redis.Redis.from_url(shared_redis_url) as client:
        client.flushdb()
    return shared_redis_url


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    """A Redis of one's own, to kill and to start again."""
    server = Redis(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    catcher = Receiver()
    catcher.start()
    yield catcher
    catcher.stop()


@pytest.fixture
def make_site() -> Iterator[Callable[[], Site]]:
    """Starts stand-in sites, each on a port of its own."""
    sites: list[Site] = []

    def start() -> Site:
        sites.append(Site())
        sites[-1].start()
        return sites[-1]

    yield start
    for site in sites:
        site.stop()


@pytest.fixture
def site(make_site: Callable[[], Site]) -> Site:
    return make_site()
