"""What a process of the clockwork works with, made once from the settings."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from sqlalchemy import Engine

from alerts.courier import Courier
from monitor.clock import Clock
from monitor.courier import open_courier
from monitor.db import open_engine, prepare
from monitor.http import open_client
from monitor.pipeline import Tools
from monitor.settings import Settings


@dataclass(frozen=True, slots=True)
class Rig:
    """The tools of the corridor and the courier of the alerts, over one engine.

    `telling` is held by the one thread of the process that matches notices and closes alerts.
    """

    settings: Settings
    engine: Engine
    clock: Clock
    tools: Tools
    courier: Courier
    telling: threading.Lock = field(default_factory=threading.Lock)


def open_rig(settings: Settings, clock: Clock | None = None) -> Rig:
    """Open the database (made when empty) and the client; raises BadSetting or OutdatedDatabase."""
    clock = clock or Clock()
    engine = open_engine(settings.database)
    prepare(engine)
    client = open_client(settings)
    tools = Tools(engine=engine, client=client, now=clock.now, settings=settings)
    return Rig(settings, engine, clock, tools, open_courier(settings, client))
