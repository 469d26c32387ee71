"""Hold leases while work is under way: they last seconds, a slow host or receiver takes longer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alerts.leases import LEASE

log = logging.getLogger(__name__)
TERM = LEASE.total_seconds() / 3


@contextmanager
def kept(renew: Callable[[], None]) -> Iterator[None]:
    """Call `renew` every few seconds from a thread of its own until the work is over."""
    over = threading.Event()
    thread = threading.Thread(target=_keep, args=(renew, over), name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep(renew: Callable[[], None], over: threading.Event) -> None:
    while not over.wait(TERM):
        try:
            renew()
        except Exception:
            # A lease that lapses is taken up again by somebody; the work itself goes on.
            log.exception("leases could not be renewed")
