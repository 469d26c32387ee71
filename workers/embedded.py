"""Everything in one process: a Celery worker in a thread of its own.

Embedding a worker is no documented use of Celery, so it is kept to this module: the
application must be finalized and made the default one, or the pool's threads resolve
another and the tasks vanish without an error; and a worker stops by a flag of its module.
"""

from __future__ import annotations

import threading

from celery import Celery
from celery.worker import WorkController, state

from workers.rig import Rig
from workers.tasks import add_tasks

THREADS = 8


class EmbeddedWorker:
    """A worker over threads; the broker may be `memory://` or a real one."""

    def __init__(self, rig: Rig, app: Celery, concurrency: int = THREADS) -> None:
        add_tasks(app, rig)
        app.finalize()
        app.set_current()
        app.set_default()
        self._controller = WorkController(
            app=app, pool_cls="threads", concurrency=concurrency, without_gossip=True, without_mingle=True
        )
        self._thread = threading.Thread(target=self._controller.start, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Finish what is in flight, take nothing new."""
        state.should_stop = 0
        self._thread.join(timeout=30)
        state.should_stop = None
