"""The Celery application: messages only say "wake up, rows 17, 18, 19"; losing one costs seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celery import Celery

from alerts.leases import LEASE, Lease
from monitor.settings import Settings

# A message outlives its leases for nothing: whoever was woken late finds the rows taken.
EXPIRES = LEASE.total_seconds()


# What waits for others has queues and threads of its own: outlets that hang must not keep what was
# fetched from being read and told, nor a receiver that hangs the mail to the others.
QUEUES = ("fetch", "ceasewatch", "deliver", "deliver_slowly")


def make_app(settings: Settings) -> Celery:
    """An application over Redis, or in memory when no broker is set."""
    broker = settings.broker_url.get_secret_value() if settings.broker_url else "memory://localhost/"
    app = Celery("ceasewatch", broker=broker, set_as_current=True)
    app.conf.update(
        task_default_queue="ceasewatch",
        task_routes={
            "fetch": {"queue": "fetch"},
            "visit": {"queue": "fetch"},
            "deliver": {"queue": "deliver"},
            "deliver_slowly": {"queue": "deliver_slowly"},
        },
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=5,
        broker_connection_max_retries=None,
        broker_transport_options=_transport_options(settings),
        task_publish_retry=False,
    )
    return app


def wake(app: Celery, task: str, leases: Sequence[Lease]) -> None:
    """Send one message; raises kombu's OperationalError when the broker can't be reached."""
    app.send_task(task, args=[[[lease.id, lease.token] for lease in leases]], expires=EXPIRES)


def read_message(pairs: Sequence[Sequence[str]]) -> list[Lease]:
    """The leases that a message names."""
    return [Lease(id, token) for id, token in pairs]


def _transport_options(settings: Settings) -> dict[str, Any]:
    if settings.one_process:
        return {"polling_interval": 0.02}  # the default of a second would be most of an alert's latency
    return {
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "visibility_timeout": 60,
    }
