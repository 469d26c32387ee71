"""A Celery worker in threads of its own, whether alone in its process or with everything else.

Embedding a worker is no documented use of Celery, so it is kept to this module. What was
learnt of it: an application must be finalized and made the default one, or the pool's
threads resolve another and the tasks vanish without an error; the queues of a worker are
kept on its application, so that two queues with threads of their own need two applications,
each with all the tasks; the event loop is one per process, so that workers side by side do
without it (sharing it, one of them now and then broke when Redis went away); and workers stop by a flag
of their module.
"""

from __future__ import annotations

import threading

from celery import Celery
from celery.worker import WorkController, state

from workers.app import QUEUES, make_app
from workers.dispatch import LANES
from workers.rig import Rig
from workers.tasks import add_tasks

THREADS = 8
# Sending is waiting for somebody else, and threads of a lane are made only when others hang: as
# many channels may begin to hang at one moment before a healthy one waits for them.
LANE_THREADS = 16


class EmbeddedWorker:
    """Works off every queue, `concurrency` tasks of each at a time; the broker may be `memory://`.

    Of deliveries it takes LANE_THREADS times as many in each lane.
    """

    def __init__(self, rig: Rig, concurrency: int = THREADS) -> None:
        threads = {queue: concurrency * (LANE_THREADS if queue in LANES else 1) for queue in QUEUES}
        controllers = {queue: _controller(rig, queue, threads[queue]) for queue in QUEUES}
        self._threads = [
            threading.Thread(target=controller.start, name=f"worker-{queue}", daemon=True)
            for queue, controller in controllers.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def is_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Finish what is in flight, take nothing new."""
        state.should_stop = 0
        for thread in self._threads:
            thread.join(timeout=30)
        state.should_stop = None


def _controller(rig: Rig, queue: str, concurrency: int) -> WorkController:
    app: Celery = make_app(rig.settings)
    add_tasks(app, rig)
    app.finalize()
    app.set_current()
    app.set_default()
    return WorkController(
        app=app,
        queues=[queue],
        hostname=f"{queue}@ceasewatch",
        pool_cls="threads",
        concurrency=concurrency,
        use_eventloop=False,
        without_gossip=True,
        without_mingle=True,
    )
