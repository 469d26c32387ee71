"""How long the desk takes over a log of a million claims, on SQLite and on PostgreSQL.

    python benchmarks/desk_speed.py [--claims N] [--requests N] [--only sqlite|postgresql] [--database URL]

Builds the seeded log of the tests (minutes; `--database` takes one that stands), then sends requests
through the whole application in this process, warm, one after the other, and prints for each kind how
many milliseconds they took: median, 95th percentile, worst, and the largest answer. `work` is the time in
which this process and the database's were at work, as Linux counts it: what the wait would be on cores of
their own, when others use the machine at the same time. Filters are drawn in
pairs, half of them with the values of one claim, half from two claims, so that some pairs have nothing in
common; cursors lie anywhere in the order. The slowest address of each kind stands below the table.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from sqlalchemy import Engine, text

from benchmarks.desk_requests import Asker, Query
from monitor.db import open_engine, upgrade
from monitor.settings import Settings
from monitor.web.app import create_app
from tests import servers
from tests.seeded_log import NOW, build_log

WARM = 4  # of so many requests one goes before them, unmeasured
BARS = {
    "log page": 60,
    "log API": 60,
    "other orders": 60,
    "search": 250,
    "overview": 150,
    "stats": 150,
    "first page": 60,
}
SERVING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
POSTGRES = {"shared_buffers": "512MB", "max_wal_size": "8GB", "maintenance_work_mem": "256MB"}


def main() -> None:
    """Build what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=300, help="of each kind")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--database", help="measure this one; it must hold the seeded log")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.database:
        measure(open_engine(asked.database), asked.requests, asked.seed)
        return
    for kind, databases in (("sqlite", sqlite_database), ("postgresql", postgres_database)):
        if asked.only in (None, kind):
            with databases() as address:
                engine = open_engine(address)
                build(engine, asked.claims)
                measure(engine, asked.requests, asked.seed)
                engine.dispose()


@contextmanager
def sqlite_database() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/log.sqlite3"


@contextmanager
def postgres_database() -> Iterator[str]:
    servers.POSTGRES_SETTINGS |= POSTGRES
    with servers.postgres_server() as server:
        yield server.url(server.make_database())


def build(engine: Engine, claims: int) -> None:
    upgrade(engine)
    begun = time.monotonic()
    build_log(engine, claims)
    print(f"{engine.dialect.name}: built {claims} claims in {time.monotonic() - begun:.0f} s")


def measure(engine: Engine, requests: int, seed: int) -> None:
    """Print the table of one database."""
    asker = Asker(engine, random.Random(seed))
    with engine.connect() as connection:
        claims = connection.execute(text("SELECT count(*) FROM lineage WHERE claim_id IS NOT NULL")).scalar()
    print(f"{engine.dialect.name}, {claims} current claims; milliseconds")
    print(
        f"{'':14}{'wait: median':>13}{'p95':>8}{'worst':>8}{'work: median':>14}{'p95':>8}{'bar':>6}{'kB':>7}"
    )
    slowest = {}
    for kind, draw in asker.kinds().items():
        found = asyncio.run(send_all(engine, draw, requests))
        wait, work = sorted(each.wait for each in found), sorted(each.work for each in found)
        half, most = len(found) // 2, int(0.95 * len(found))
        waits = f"{1000 * wait[half]:13.1f}{1000 * wait[most]:8.1f}{1000 * wait[-1]:8.1f}"
        works = f"{1000 * work[half]:14.1f}{1000 * work[most]:8.1f}"
        size = max(each.size for each in found) / 1000
        print(f"{kind:14}{waits}{works}{BARS[kind]:6}{size:7.0f}", flush=True)
        slowest[kind] = sorted(found, key=lambda each: -each.work)[:3]
    for kind, answers in slowest.items():
        print(kind, *(f"  {1000 * each.work:5.0f} {each.url}" for each in answers), sep="\n")


@dataclass(frozen=True)
class Answer:
    """Seconds of waiting and of work, and bytes."""

    wait: float
    work: float
    size: int
    url: str


async def send_all(engine: Engine, draw: Callable[[], tuple[str, Query]], requests: int) -> list[Answer]:
    """What so many requests took, those to warm up left out."""
    app = create_app(Settings(), engine, lambda: NOW, lambda: True, open_to_read=True)
    gc.collect()
    gc.freeze()  # as the desk does when it starts
    found = []
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080"
    ) as desk:
        for number in range(-(requests // WARM), requests):
            path, query = draw()
            url = f"{path}?{urlencode(query, doseq=True)}"
            working, begun = count_work(engine), time.perf_counter()
            answer = await desk.get(url)
            wait, work = time.perf_counter() - begun, count_work(engine) - working
            answer.raise_for_status()
            if number >= 0:
                found.append(Answer(wait, work, len(answer.content), url))
    return found


def count_work(engine: Engine) -> float:
    """Seconds that this process and those which serve the database's connections have been at work."""
    seconds = time.process_time()
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            pids = connection.execute(text(SERVING)).scalars().all()
        seconds = time.process_time()
        for pid in pids:
            seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return seconds


if __name__ == "__main__":
    main()
