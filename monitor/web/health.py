"""What a supervisor asks: is the process alive, and can it do its work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from monitor import clock
from monitor.db import reading
from monitor.models import Heartbeat
from monitor.web.desk import AtDesk, Desk

SCHEDULER = "scheduler"
STALE_AFTER = timedelta(seconds=30)
log = logging.getLogger(__name__)
router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Is the process alive")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="Can the desk do its work: database, queue, scheduler",
    responses={503: {"description": "A part is not ready", "content": {"application/json": {}}}},
)
def readyz(desk: AtDesk) -> JSONResponse:
    """503 names every part that is not ready, with a sentence."""
    checks: dict[str, Callable[[Desk], str | None]] = {
        "database": _check_database,
        "queue": _check_queue,
        "scheduler": _check_scheduler,
    }
    faults = {name: check(desk) for name, check in checks.items()}
    parts: dict[str, Any] = {
        name: {"ready": fault is None} | ({"detail": fault} if fault else {})
        for name, fault in faults.items()
    }
    ready = not any(faults.values())
    return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)


def _check_database(desk: Desk) -> str | None:
    try:
        with reading(desk.engine) as session:
            session.get(Heartbeat, SCHEDULER)
    except SQLAlchemyError:
        log.exception("the database did not answer")
        return "The database does not answer, or its tables are missing; see the log of this process."
    return None


def _check_queue(desk: Desk) -> str | None:
    try:
        answers = desk.queue_probe()
    except Exception:  # a probe that fails, in whatever way, has answered
        log.exception("the probe of the queue failed")
        answers = False
    return None if answers else "The queue does not answer; work waits in the database until it does."


def _check_scheduler(desk: Desk) -> str | None:
    try:
        with reading(desk.engine) as session:
            beat = session.get(Heartbeat, SCHEDULER)
    except SQLAlchemyError:
        return "Not known while the database does not answer."
    if beat is None:
        return "No scheduler has ever run; start `ceasewatch scheduler` or `ceasewatch run`."
    age = clock.wall() - beat.beat_at
    if age > STALE_AFTER:
        return f"The scheduler last spoke {age.total_seconds():.0f} s ago; sources are not being polled."
    return None
