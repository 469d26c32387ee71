"""Pure: when a delivery is tried again, or given up; what an answer means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

LADDER = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
JITTER = 0.2
LONGEST_PATIENCE = timedelta(hours=12)
EARLY_GAP = timedelta(seconds=5)


class Verdict(StrEnum):
    """What came of a try. `waits`: the next delivery waits with it; `passes`: the next one may go."""

    DELIVERED = "delivered"
    GONE = "gone"
    WAITS = "waits"
    PASSES = "passes"


def judge_status(status: int) -> Verdict:
    """2xx is success, 410 the end of the channel; a 4xx blames this message, so the next may go.

    408, 425 and 429 ask for patience, and anything else (a redirect too, which is not
    followed) says nothing about the message: those wait.
    """
    if 200 <= status < 300:
        return Verdict.DELIVERED
    if status == 410:
        return Verdict.GONE
    if 400 <= status < 500 and status not in (408, 425, 429):
        return Verdict.PASSES
    return Verdict.WAITS


def plan_next_try(
    steps: int, wall: datetime, jitter: float, not_before: datetime | None = None
) -> datetime | None:
    """When to try after `steps` used steps of the ladder; None: give up. `jitter` is in [0, 1]."""
    if steps >= len(LADDER):
        return None
    due = wall + LADDER[steps] * (1 + JITTER * jitter)
    return due if not_before is None else max(due, not_before)


def read_retry_after(value: str | None, wall: datetime) -> datetime | None:
    """The moment of a Retry-After header (seconds or a date), at most LONGEST_PATIENCE away."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        seconds = min(int(text[:9]), LONGEST_PATIENCE.total_seconds())
        return wall + timedelta(seconds=seconds)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return min(moment, wall + LONGEST_PATIENCE)
