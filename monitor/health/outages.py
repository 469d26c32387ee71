"""Whether the trouble is ours: all sources that were due fail at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.terms import SourceState

LEAST_SOURCES = 3
_SHARE = 0.9
_SHORTEST = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the sources that were due within one interval: how many, how many newly fail in one way, at
    how many hosts.
    """

    due: int
    failing: int
    hosts: int
    state: SourceState


def is_outage(tally: Tally) -> bool:
    """At least three, and nine in ten of those that were due, fail in the same way.

    Hosts that answer, whatever they answer, show that we can reach the world: then three hosts
    must have begun to refuse us at once (a proxy, a block of our address), or it is a host's own trouble.
    """
    if tally.failing < LEAST_SOURCES or tally.failing < _SHARE * tally.due:
        return False
    return tally.state is SourceState.UNREACHABLE or tally.hosts >= LEAST_SOURCES


def is_over(affected: int, left: int) -> bool:
    """An outage ends when half of the sources that it took answer again."""
    return left * 2 <= affected


def tally_span(pace: float | None) -> timedelta:
    """Over how long the sources that were due are counted: one interval, with room for the polls to take."""
    return max(1.25 * timedelta(seconds=pace or 60), _SHORTEST)
