"""A try that somebody orders from a page: few at a time, each host asked as politely as by the workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine

from alerts.columns import new_id
from monitor import clock
from monitor.agreements.form_faults import list_faults
from monitor.agreements.form_source import SourceForm
from monitor.db import writing
from monitor.fetch import Caller, enter_host, leave_host
from monitor.http import open_client
from monitor.readers import SourceFacts
from monitor.settings import Settings
from monitor.terms import SourceState
from monitor.trial import Trial, try_source
from monitor.web.problems import Problem

AT_ONCE = 4
PATIENCE = timedelta(seconds=15)
BUSY = "Other tries are under way; try again in a moment."
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What of a source's own keys is wrong, so that nothing was asked."""

    key: str
    what: str


def read_facts(row: Mapping[str, Any], zone: str) -> SourceFacts | Refusal:
    """What a reader may know of a source as it is typed; an empty kind is to be found out."""
    given = {key: value for key, value in row.items() if key not in ("party", "source", "enabled")}
    filler = {"id": "tried", "publisher": "tried"}
    kind = str(given.get("kind") or "")
    try:
        form = SourceForm.model_validate({**filler, **given, "kind": kind or "feed", "enabled": False})
    except ValidationError as error:
        fault = list_faults(error, frozenset(SourceForm.model_fields))[0]
        return Refusal(str(fault.path[0]) if fault.path else "url", fault.what)
    return SourceFacts(
        id=form.id,
        kind=kind,
        url=form.url,
        languages=tuple(form.languages),
        timezone=form.timezone or zone,
        options=form.model_dump(mode="json"),
    )


def try_now(engine: Engine, settings: Settings, facts: SourceFacts, now: datetime) -> Trial:
    """Fetch once and read, record nothing; raises Problem while too many others do."""
    if not _turns.acquire(timeout=PATIENCE.total_seconds()):
        raise Problem(503, BUSY, {"Retry-After": "15"})
    try:
        with _at_host(engine, settings, facts.url) as leave:
            if not leave:
                sentence = "Its host is being asked by the workers just now; try again in a moment."
                return Trial(SourceState.UNREACHABLE, facts.url, problems=(sentence,))
            with open_client(settings) as client:
                return try_source(client, facts, now, lambda: _pause(settings.host_gap))
    finally:
        _turns.release()


@contextmanager
def _at_host(engine: Engine, settings: Settings, url: str) -> Iterator[bool]:
    """Leave from the host that an address names, given back afterwards; False when it was not had in time."""
    caller, end = Caller(f"try:{new_id()}", url), clock.wall() + PATIENCE
    gap = timedelta(seconds=settings.host_gap)
    while True:
        with writing(engine) as session:
            wait = enter_host(session, caller, clock.wall(), gap=gap, most=settings.host_concurrency)
        if wait is None or clock.wall() + wait > end:
            break
        _pause(wait.total_seconds())
    try:
        yield wait is None
    finally:
        if wait is None:
            with writing(engine) as session:
                leave_host(session, caller, clock.wall())


def _pause(seconds: float) -> None:
    threading.Event().wait(seconds)
