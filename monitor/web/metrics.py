"""/metrics: how the service is, for Prometheus; read from the database at each request."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import version

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import choose_encoder
from sqlalchemy.exc import SQLAlchemyError

from monitor import clock
from monitor.db import reading
from monitor.queries.vitals import Vitals, read_vitals
from monitor.web.desk import AtDesk
from monitor.web.problems import Problem

log = logging.getLogger(__name__)
router = APIRouter(tags=["health"])


@router.get("/metrics", summary="Numbers for Prometheus", response_class=Response)
def metrics(request: Request, desk: AtDesk) -> Response:
    """Counts and ages only: no claim, no address, no name of a source or channel."""
    try:
        with reading(desk.engine) as session:
            vitals = read_vitals(session, clock.wall(), desk.now())
    except SQLAlchemyError:
        log.exception("the database did not answer")
        raise Problem(503, "The database does not answer, or its tables are missing.") from None
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(fill_registry(vitals)), headers={"content-type": content_type})


def fill_registry(vitals: Vitals) -> CollectorRegistry:
    """A registry of this request's own; docs/operating.md says what each number means."""
    registry = CollectorRegistry()
    _set(registry, "info", "Version of this desk.", {version("ceasewatch"): 1}, "version")
    _set_age(registry, "oldest_undelivered_alert", "Since it should have gone out.", vitals.undelivered)
    _set_age(registry, "oldest_unmatched_notice", "Since it was made, and no rule looked.", vitals.unmatched)
    _set_age(registry, "most_overdue_alert", "Since it should have closed.", vitals.overdue)
    _set(registry, "pending_notices", "Notices that no rule has looked at.", vitals.pending_notices)
    _set(registry, "open_alerts", "Alerts that notices may still join.", vitals.open_alerts)
    _set(registry, "deliveries", "Deliveries by state.", vitals.deliveries, "state")
    _set(registry, "work_due", "Steps that wait to be done, by kind.", vitals.work, "kind")
    _set(registry, "sources", "Sources that are polled, by state.", vitals.sources, "state")
    _set(registry, "channels", "Channels by how their last tries went.", vitals.channels, "state")
    _set(registry, "workers_alive", "Workers heard of within 30 s.", vitals.workers)
    ages = {part: age.total_seconds() for part, age in vitals.beats.items()}
    _set(registry, "heartbeat_age_seconds", "Since a part of the clockwork last spoke.", ages, "part")
    return registry


def _set_age(registry: CollectorRegistry, name: str, meaning: str, age: timedelta) -> None:
    _set(registry, f"{name}_seconds", meaning, age.total_seconds())


def _set(
    registry: CollectorRegistry,
    name: str,
    meaning: str,
    value: float | Mapping[str, float],
    label: str | None = None,
) -> None:
    gauge = Gauge(f"ceasewatch_{name}", meaning, [label] if label else [], registry=registry)
    if isinstance(value, Mapping):
        for key, number in value.items():
            gauge.labels(key).set(number)
    else:
        gauge.set(value)
