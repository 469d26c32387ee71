"""Try a source: fetch it once, record nothing, say what would be recorded and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from monitor.fetch import Asked, Poll, ask
from monitor.readers import CaptureText, SourceFacts, Unreadable, reader_for
from monitor.terms import FoundStatement, PublishedPrecision, SourceState


@dataclass(frozen=True, slots=True)
class Trial:
    """What one try came to; `problems` are sentences for the operator."""

    state: SourceState
    final_url: str
    statements: tuple[FoundStatement, ...] = ()
    problems: tuple[str, ...] = field(default=())


def try_source(client: httpx.Client, source: SourceFacts, now: datetime) -> Trial:
    """Poll and read once, as the workers would, and keep nothing."""
    try:
        address = reader_for(source.kind).address(source)
    except Unreadable as refusal:
        return Trial(SourceState.BROKEN, source.url, problems=(_sentence(refusal),))
    poll = ask(client, Asked(source.id, address), now)
    if poll.received is None:
        return Trial(poll.state, address, problems=(poll.reason or "",))
    return _read(poll, source, now)


def _read(poll: Poll, source: SourceFacts, now: datetime) -> Trial:
    assert poll.received is not None  # noqa: S101 - the caller asked
    received = poll.received
    answer = CaptureText(received.body, received.final_url, now, received.header("content-type"))
    try:
        found = reader_for(source.kind).read(answer, source).statements
    except Unreadable as refusal:
        return Trial(SourceState.BROKEN, received.final_url, problems=(_sentence(refusal),))
    return Trial(SourceState.OK, received.final_url, found, tuple(_find_problems(found)))


def _find_problems(found: Sequence[FoundStatement]) -> list[str]:
    undated = sum(one.precision is PublishedPrecision.FIRST_SEEN for one in found)
    days = sum(one.precision is PublishedPrecision.DAY for one in found)
    bare = sum(not one.text for one in found)
    repeated = sum(times - 1 for times in Counter(one.external_id for one in found).values())
    of = f"of {len(found)} statements"
    doubts = [
        (
            not found,
            "The list is empty: nothing was published yet, or the address is another feed's.",
        ),
        (undated, f"{undated} {of} have no usable date; they count from when they are first seen."),
        (
            days,
            f"{days} {of} have a day and no time; on the day of the start that is uncertain.",
        ),
        (bare, f"{bare} {of} have a title and no text; only the title is read."),
        (repeated, f"{repeated} {of} repeat the id of another; the last text would pass for an edit."),
    ]
    return [sentence for applies, sentence in doubts if applies]


def _sentence(refusal: Unreadable) -> str:
    text = str(refusal)
    return text[:1].upper() + text[1:]
