"""What every request may use: settings, database, clock, and whether the queue answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from monitor.clock import Now
from monitor.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """`open_to_read` lets anybody who reaches the desk read it: a demo on loopback."""

    settings: Settings
    engine: Engine
    now: Now
    queue_probe: Callable[[], bool]
    open_to_read: bool = False


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
