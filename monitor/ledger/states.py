"""A source's state, with the time since which it lasts."""

from __future__ import annotations

from datetime import datetime

from monitor.health.states import is_same_state
from monitor.models import Source
from monitor.terms import SourceState


def set_state(source: Source, state: SourceState, at: datetime, reason: str | None) -> None:
    """A state keeps the time since which it lasts; also across an outage of ours."""
    if not is_same_state(source.state, state.value):
        before = source.shelved or {}
        if state is SourceState.OUTAGE:
            since = source.state_since.isoformat() if source.state_since else None
            source.shelved = {"state": source.state, "since": since}
            source.state_since = at
        elif before.get("since") and is_same_state(before.get("state"), state.value):
            source.state_since = datetime.fromisoformat(before["since"])
        else:
            source.state_since = at
    if state is not SourceState.OUTAGE:
        source.shelved = None
    source.state, source.state_reason = state.value, reason
