"""What every step works with, and what a step does when it can't go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from sqlalchemy import Engine

from alerts.leases import Lease
from monitor import clock
from monitor.db import writing
from monitor.ledger.work import note_failure, put_off_work
from monitor.settings import Settings

_TURN = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Tools:
    """What every step works with: the database, the guarded client, the clock, the settings."""

    engine: Engine
    client: httpx.Client
    now: clock.Now
    settings: Settings = field(repr=False)


def note_crash(tools: Tools, lease: Lease, error: Exception) -> None:
    """A step failed in a way that none of the rooms foresaw: keep the work, try again later."""
    with writing(tools.engine) as session:
        note_failure(session, lease, tools.now(), say_unforeseen(error))


def say_unforeseen(error: Exception) -> str:
    """What the operator's screen may show: the error's own words may hold addresses or secrets."""
    return f"An unforeseen fault ({type(error).__name__}); the log of this time tells more."


def wait_a_turn(tools: Tools, lease: Lease) -> None:
    """Something earlier comes first; that is no failure."""
    with writing(tools.engine) as session:
        put_off_work(session, lease, tools.now() + _TURN)
