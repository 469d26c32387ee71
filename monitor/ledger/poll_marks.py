"""The last polls of a source, for its page: when, what came, how much of it, how long it took.

A mark: {"at", "state", "status", "bytes", "took_ms", "found", "reason"}; `bytes` and `found` only of an
answer that differed from the last one, `found` once it was read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitor.fetch import Poll
from monitor.models import Source
from monitor.wire import time_json

MOST = 12


def mark_poll(source: Source, poll: Poll) -> None:
    """Put a poll before the earlier ones; the oldest goes."""
    received = poll.received
    mark: dict[str, Any] = {
        "at": time_json(poll.at, UTC),
        "state": poll.state.value,
        "status": received.status if received else poll.status,
        "bytes": len(received.body) if received else None,
        "took_ms": poll.took_ms,
        "found": None,
        "reason": poll.reason,
    }
    source.last_polls = [mark, *(source.last_polls or [])][:MOST]


def amend_mark(source: Source, at: datetime, **changes: Any) -> None:
    """What reading the answer of the poll at that time came to; a poll that went long ago is left alone."""
    stamp = time_json(at, UTC)
    source.last_polls = [
        mark | changes if mark["at"] == stamp else mark for mark in source.last_polls or []
    ] or None
