"""The tasks fetch, visit, read, classify, deliver: thin, batches of ids, repeatable."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from celery import Celery
from sqlmodel import SQLModel

from alerts import leases
from alerts.closing import close_due_alerts
from alerts.leases import Lease
from alerts.models import Channel
from alerts.notices import match_notices
from alerts.outbox import deliver_channel
from monitor import clock
from monitor.db import writing
from monitor.models import Source, Work
from monitor.pipeline import (
    Tools,
    classify_revision,
    fetch_source,
    note_crash,
    note_failed_poll,
    read_capture,
    stay_at_host_of,
    visit_page,
)
from workers.app import read_message
from workers.dispatch import LANES, Dispatcher
from workers.keeper import kept
from workers.rig import Rig

log = logging.getLogger(__name__)

Pairs = list[list[str]]
Step = Callable[[Tools, Lease], None]
Crash = Callable[[Tools, Lease, Exception], None]


def add_tasks(app: Celery, rig: Rig) -> None:
    """Register the tasks of this process, working with `rig`; each wakes what its result made due."""
    dispatcher = Dispatcher(rig, app)

    @app.task(name="fetch", shared=False)  # type: ignore[untyped-decorator]
    def fetch(pairs: Pairs) -> None:
        _fetch(rig, read_message(pairs))
        dispatcher.wake_due("read")

    @app.task(name="visit", shared=False)  # type: ignore[untyped-decorator]
    def visit(pairs: Pairs) -> None:
        _work_off(rig, read_message(pairs), visit_page)
        dispatcher.wake_due("read")

    @app.task(name="read", shared=False)  # type: ignore[untyped-decorator]
    def read(pairs: Pairs) -> None:
        _work_off(rig, read_message(pairs), read_capture)
        dispatcher.wake_due("classify", "visit")

    @app.task(name="classify", shared=False)  # type: ignore[untyped-decorator]
    def classify(pairs: Pairs) -> None:
        _work_off(rig, read_message(pairs), classify_revision)
        tell(rig, dispatcher)
        dispatcher.wake_due("classify")

    @app.task(name="deliver", shared=False)  # type: ignore[untyped-decorator]
    def deliver(pairs: Pairs) -> None:
        _deliver(rig, read_message(pairs), slow=False, limit=20)
        dispatcher.wake_due(*LANES)

    @app.task(name="deliver_slowly", shared=False)  # type: ignore[untyped-decorator]
    def deliver_slowly(pairs: Pairs) -> None:
        # One try and the next channel's turn: there may be more slow ones than threads.
        _deliver(rig, read_message(pairs), slow=True, limit=1)
        dispatcher.wake_due(*LANES)


def tell(rig: Rig, dispatcher: Dispatcher) -> None:
    """From notices to deliveries, a batch at a time: in a flood, too, what is due closes in its time.

    One thread of a process does it for all: the others' notices are found by its next look or by
    the scheduler's next tick.
    """
    if not rig.telling.acquire(blocking=False):
        return
    try:
        while _tell_batch(rig, dispatcher):
            pass
    finally:
        rig.telling.release()


def _tell_batch(rig: Rig, dispatcher: Dispatcher) -> bool:
    matched = match_notices(rig.engine, rig.clock.now())
    closed = close_due_alerts(rig.engine, rig.clock.now(), clock.wall())
    if closed:
        dispatcher.wake_due(*LANES)
    return bool(matched or closed)


def _fetch(rig: Rig, handed: Sequence[Lease]) -> None:
    """Poll a batch side by side: a slow host delays only itself."""
    own = _take_over(rig, Source, handed)
    if not own:
        return
    step = partial(_guarded, rig.tools, fetch_source, note_failed_poll)
    with _held(rig, Source, own, stay_at_host_of), ThreadPoolExecutor(len(own), "fetch") as threads:
        list(threads.map(step, own))


def _deliver(rig: Rig, handed: Sequence[Lease], *, slow: bool, limit: int) -> None:
    for lease in handed:
        deliver_channel(
            rig.engine,
            lease,
            rig.courier,
            clock.wall,
            now=rig.clock.now,
            keep=partial(_keep_channel, rig),
            limit=limit,
            slow=slow,
        )


def _work_off(rig: Rig, handed: Sequence[Lease], step: Step) -> None:
    own = _take_over(rig, Work, handed)
    if not own:
        return
    with _held(rig, Work, own):
        for lease in own:
            _guarded(rig.tools, step, note_crash, lease)


def _guarded(tools: Tools, step: Step, note: Crash, lease: Lease) -> None:
    """One row's failure is its own: it is noted, and the rest of the batch goes on."""
    try:
        step(tools, lease)
    except Exception as error:
        log.exception("%s failed", step.__name__, extra={"work": lease.id})
        note(tools, lease, error)


def _take_over(rig: Rig, table: type[SQLModel], handed: Sequence[Lease]) -> list[Lease]:
    with writing(rig.engine) as session:
        taken = [leases.take_over(session, table, lease, clock.wall()) for lease in handed]
    return [lease for lease in taken if lease is not None]


@contextmanager
def _held(
    rig: Rig,
    table: type[SQLModel],
    own: Sequence[Lease],
    also: Callable[[Tools, Lease], None] | None = None,
) -> Iterator[None]:
    def renew() -> None:
        with writing(rig.engine) as session:
            leases.renew(session, table, own, clock.wall())
        if also is not None:
            for lease in own:
                also(rig.tools, lease)

    with kept(renew):
        yield


@contextmanager
def _keep_channel(rig: Rig, lease: Lease) -> Iterator[None]:
    with _held(rig, Channel, [lease]):
        yield
