"""Ask an address once: conditional GET; whatever comes of it is a state with a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from alerts.retry import read_retry_after
from monitor import clock, http
from monitor.fetch.verdicts import is_same_host, judge_answer
from monitor.terms import SourceState


@dataclass(frozen=True, slots=True)
class Asked:
    """One poll to be made: the address and what the source last told us of its state."""

    source_id: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to; `received` only when the body differs from the last one.

    `moved_to`: a permanent redirect leads there from the address that was asked. With the state
    `moved` it leads to another host, and nothing that stands there was taken.
    """

    asked: Asked
    state: SourceState
    at: datetime
    reason: str | None = None
    received: http.Received | None = None
    sha256: str | None = None
    retry_after: timedelta | None = None
    status: int | None = None
    moved_to: str | None = None
    took_ms: int | None = None


def ask(client: httpx.Client, asked: Asked, now: datetime) -> Poll:
    """Poll once; every failure is a state with a sentence, never an exception."""
    headers = {"If-None-Match": asked.etag, "If-Modified-Since": asked.last_modified}
    try:
        known = {name: value for name, value in headers.items() if value}
        received = http.get(client, asked.url, known, is_same_host)
    except http.Unanswered as failure:
        state = SourceState.BROKEN if failure.answered else SourceState.UNREACHABLE
        return Poll(asked, state, now, str(failure))
    verdict = judge_answer(asked.url, received)
    if verdict is not None:
        wait = read_patience(received)
        moved_to = received.moved_to if verdict.state is SourceState.MOVED else None
        return Poll(
            asked,
            verdict.state,
            now,
            verdict.reason,
            retry_after=wait,
            status=received.status,
            moved_to=moved_to,
        )
    return _take(asked, received, now)


def read_patience(received: http.Received) -> timedelta | None:
    """How long the host asks us to wait (Retry-After)."""
    wall = clock.wall()
    until = read_retry_after(received.header("retry-after"), wall)
    return max(until - wall, timedelta(0)) if until else None


def _take(asked: Asked, received: http.Received, now: datetime) -> Poll:
    moved_to, status = received.moved_to, received.status
    if status == httpx.codes.NOT_MODIFIED:
        return Poll(asked, SourceState.UNCHANGED, now, status=status, moved_to=moved_to)
    sha256 = hashlib.sha256(received.body).hexdigest()
    if sha256 == asked.body_sha256:
        return Poll(asked, SourceState.UNCHANGED, now, sha256=sha256, status=status, moved_to=moved_to)
    return Poll(asked, SourceState.OK, now, None, received, sha256, status=status, moved_to=moved_to)
