"""What a baseline proves: which statements stood at their source when an agreement took effect. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.terms import PublishedPrecision

# A baseline poll this soon after the start still shows what stood there at the start.
_AT_THE_START = timedelta(seconds=60)


def stood_at_start(first_seen_at: datetime, baseline_at: datetime | None, starts_at: datetime) -> bool:
    """Whether a statement is known to have stood at its source when the agreement took effect.

    It was seen by then, or by a baseline poll made at the start itself; a baseline that came
    late (the agreement was added late, the source did not answer) proves nothing.
    """
    if first_seen_at <= starts_at or baseline_at is None:
        return first_seen_at <= starts_at
    return first_seen_at <= baseline_at <= starts_at + _AT_THE_START


def published_by(
    published_at: datetime,
    precision: PublishedPrecision,
    first_seen_at: datetime,
    baseline_at: datetime | None,
    starts_at: datetime,
) -> datetime:
    """The time that a rule's `max_age` counts from.

    A mere day may mean its last minute. An undated text that a late baseline found may be as
    old as the agreement: taking it for new would make a flood of a truce that is added late.
    """
    if precision is PublishedPrecision.DAY:
        return max(published_at, min(published_at + timedelta(days=1), first_seen_at))
    stood_at_baseline = baseline_at is not None and first_seen_at <= baseline_at
    if precision is PublishedPrecision.FIRST_SEEN and stood_at_baseline:
        return min(starts_at, published_at)
    return published_at
