"""The sources of an agreement over the last day: asked, heard, not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from monitor.health.states import FAILING
from monitor.models import Agreement
from monitor.queries.coverage import Outlet, find_end
from monitor.terms import SourceState
from monitor.web.charts.strip import Slot, draw_strip
from monitor.web.pages.actors import Actor, find_actor
from monitor.web.pages.windows import write_local

HALF_HOUR = timedelta(minutes=30)
SLOTS = 48
INDEPENDENT = Actor("", "independent", "none")


@dataclass(frozen=True, slots=True)
class OutletRow:
    """`tag`: the state as a word that needs looking at, solid where it fails; `words` say the rest."""

    id: str
    publisher: str
    actor: Actor
    strip: Markup
    tag: str
    is_heavy: bool
    words: str


def list_outlet_rows(
    agreement: Agreement, outlets: Sequence[Outlet], received: Mapping[str, Sequence[int]], now: datetime
) -> list[OutletRow]:
    """Those that are in use, in the order of the agreement."""
    return [
        _make_row(agreement, outlet, received.get(outlet.source.id, [0] * SLOTS), now)
        for outlet in outlets
        if outlet.in_use
    ]


def begin_slots(now: datetime) -> datetime:
    """The last day ends with the half-hour that is running."""
    seconds = now.timestamp() // HALF_HOUR.total_seconds() * HALF_HOUR.total_seconds()
    return datetime.fromtimestamp(seconds, now.tzinfo) - (SLOTS - 1) * HALF_HOUR


def _make_row(agreement: Agreement, outlet: Outlet, received: Sequence[int], now: datetime) -> OutletRow:
    source, zone = outlet.source, ZoneInfo(agreement.timezone)
    state = SourceState(source.state) if source.state else None
    actor = find_actor(agreement.document, outlet.speaker) if outlet.speaker else INDEPENDENT
    answered = f"read {write_local(source.answered_at, zone, now)}" if source.answered_at else "not read yet"
    since = f"since {write_local(source.state_since, zone, now)}" if source.state_since else ""
    is_odd = state is not None and state not in (SourceState.OK, SourceState.UNCHANGED)
    return OutletRow(
        id=source.id,
        publisher=outlet.publisher,
        actor=actor,
        strip=draw_strip(list_slots(agreement, outlet, received, now)),
        tag=state.value if is_odd and state else "",
        is_heavy=state is SourceState.OUTAGE or state in FAILING,
        words=since if is_odd else answered,
    )


def list_slots(
    agreement: Agreement, outlet: Outlet, received: Sequence[int], now: datetime
) -> list[Slot | int]:
    """A half-hour in which something was received is that, whatever else it was."""
    begin = begin_slots(now)
    slots: list[Slot | int] = []
    for place, number in enumerate(received):
        start = begin + place * HALF_HOUR
        slots.append(number or _judge(agreement, outlet, start, min(start + HALF_HOUR, now)))
    return slots


def _judge(agreement: Agreement, outlet: Outlet, start: datetime, end: datetime) -> Slot:
    until = find_end(agreement, start + HALF_HOUR)
    if end <= agreement.starts_at or until <= start or (outlet.source.due_at is None and not outlet.blanks):
        return Slot.IDLE
    if any(blank.start < end and (blank.end is None or blank.end > start) for blank in outlet.blanks):
        return Slot.UNREAD
    return Slot.ASKED
