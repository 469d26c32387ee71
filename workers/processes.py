"""The processes: each part alone over PostgreSQL and Redis, or all of them in one."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from celery import Celery
from sqlmodel import col, update

from alerts.leases import free_all
from alerts.models import Channel
from alerts.waiting import hasten_all
from monitor import clock
from monitor.db import hold_folder, reading, writing
from monitor.ledger.accounts import doubt_host, make_first_key
from monitor.ledger.heartbeats import beat, forget_gone
from monitor.models import Host, Source, Work
from monitor.settings import BadSetting, Settings
from monitor.web.app import create_app
from workers.app import make_app
from workers.desk import DeskServer
from workers.embedded import THREADS, EmbeddedWorker
from workers.keeper import kept
from workers.rig import Rig, open_rig
from workers.scheduler import Ticker


@contextmanager
def one_process(
    rig: Rig, host: str, port: int, *, open_to_read: bool = False
) -> Iterator[tuple[DeskServer, EmbeddedWorker]]:
    """Desk, scheduler and worker together, on a data folder that is ours alone."""
    with ExitStack() as parts:
        _refuse_servers(rig.settings)
        _refuse_strangers(rig, host)
        parts.enter_context(hold_folder(rig.settings.home))
        desk = DeskServer(host, port)
        parts.callback(desk.stop)
        _free_leases(rig)
        worker = parts.enter_context(_working(rig, THREADS))
        parts.enter_context(_ticking(rig))
        desk.start(
            create_app(
                rig.settings, rig.engine, rig.clock.now, lambda: worker.is_alive, open_to_read=open_to_read
            )
        )
        yield desk, worker


@contextmanager
def desk_alone(rig: Rig, host: str, port: int) -> Iterator[DeskServer]:
    """The web server; it fetches nothing itself."""
    _refuse_strangers(rig, host)
    desk = DeskServer(host, port)
    try:
        probe = partial(broker_answers, make_app(rig.settings))
        desk.start(create_app(rig.settings, rig.engine, rig.clock.now, probe))
        yield desk
    finally:
        desk.stop()


@contextmanager
def scheduler_alone(settings: Settings) -> Iterator[None]:
    """The clockwork, waking workers through the broker."""
    _need_broker(settings, "scheduler")
    with _ticking(open_rig(settings)):
        yield


@contextmanager
def worker_alone(settings: Settings, concurrency: int) -> Iterator[EmbeddedWorker]:
    """One worker process of several."""
    _need_broker(settings, "worker")
    with _working(open_rig(settings), concurrency) as worker:
        yield worker


class NobodyInCharge(RuntimeError):
    """The desk would be reached from elsewhere and has no administrator; the text says the mend."""


class WorkerDied(RuntimeError):
    """The worker stopped by itself; whoever supervises the process should start it again."""


def wait_for_end(worker: EmbeddedWorker | None = None) -> None:
    """Until somebody ends the process (Ctrl-C, SIGTERM); raises WorkerDied when its worker stops before."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.wait(1.0):
        if worker is not None and not worker.is_alive:
            raise WorkerDied("The worker stopped by itself; the log says why. Start it again.")


def broker_answers(app: Celery) -> bool:
    """Whether the queue can be reached."""
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=3, reraise_as_library_errors=True)
    except Exception:  # noqa: BLE001 - each transport fails in its own words; any of them is a no
        return False
    return True


@contextmanager
def _working(rig: Rig, concurrency: int) -> Iterator[EmbeddedWorker]:
    with writing(rig.engine) as session:
        hasten_all(session, clock.wall())  # what waits for a later try need not wait out our own absence
        forget_gone(session, clock.wall())
    worker = EmbeddedWorker(rig, concurrency)
    worker.start()
    name = f"worker:{socket.gethostname()}:{os.getpid()}"
    try:
        with kept(_beating(rig, name, lambda: worker.is_alive)):
            yield worker
    finally:
        worker.stop()


@contextmanager
def _ticking(rig: Rig) -> Iterator[None]:
    ticker = Ticker(rig, make_app(rig.settings))
    ticker.start()
    try:
        yield
    finally:
        ticker.stop()


def _beating(rig: Rig, name: str, is_alive: Callable[[], bool]) -> Callable[[], None]:
    def note() -> None:
        if is_alive():
            with writing(rig.engine) as session:
                beat(session, name, clock.wall())

    note()
    return note


def _free_leases(rig: Rig) -> None:
    """What a killed process held is free at once: nobody else works on this folder."""
    with writing(rig.engine) as session:
        for table in (Source, Work, Channel):
            free_all(session, table)
        session.execute(update(Host).where(col(Host.id).is_not(None)).values(in_flight={}))


def first_link(rig: Rig, address: str) -> str | None:
    """The one-time link that makes the first administrator; None when somebody has an account."""
    with writing(rig.engine) as session:
        key = make_first_key(session, clock.wall())
    return None if key is None else f"{address}/first?key={key}"


def _refuse_strangers(rig: Rig, host: str) -> None:
    """Before anything listens or starts; raises NobodyInCharge."""
    with reading(rig.engine) as session:
        doubt = doubt_host(session, host)
    if doubt is not None:
        raise NobodyInCharge(doubt)


def _refuse_servers(settings: Settings) -> None:
    """One process frees every lease at its start, which other workers on the same database would feel."""
    for name, value in (("BROKER_URL", settings.broker_url), ("DATABASE_URL", settings.database_url)):
        if value is not None and not value.get_secret_value().startswith("sqlite"):
            raise BadSetting(
                f"CEASEWATCH_{name}: `ceasewatch run` is everything in one process over SQLite; unset it, "
                "or start `ceasewatch web`, `scheduler` and `worker`."
            )


def _need_broker(settings: Settings, command: str) -> None:
    if settings.one_process:
        raise BadSetting(
            f"CEASEWATCH_BROKER_URL: `ceasewatch {command}` needs a Redis; set redis://HOST:6379/0, "
            "or use `ceasewatch run` for everything in one process."
        )
