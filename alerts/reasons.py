"""Why an alert came as it did, in one sentence: what the rule asks for beyond a single notice."""

from __future__ import annotations

from typing import Any

from alerts.message import Entry, Message
from alerts.traits import sides_of
from alerts.wording import write_stamp

FIRST = {
    "agreement": "",
    "by": " of each speaker",
    "against": " against each party",
    "type": " of each type",
    "place": " at each place",
}
PER = {
    "agreement": "",
    "by": " by the same party",
    "against": " against the same party",
    "type": " of the same type",
    "place": " at the same place",
    "source": " from the same source",
}
UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def write_reason(message: Message, reader: str | None = None) -> str:
    """The sentence; "" where the notices speak for themselves."""
    if message.follows is not None:
        return _write_followed(message, reader)
    if message.digest is not None:
        return _write_until(message, reader)
    if not message.is_about_claims:
        return ""
    if find_mutual(message) is not None:
        return f"Both sides accuse each other within {write_span(message.when['mutual'])}."
    if message.when.get("first"):
        return f"The first{FIRST[message.when['first']]} since the start, as the rule asks."
    return (
        f"There were {write_threshold(message.when['more_than'])}." if message.when.get("more_than") else ""
    )


def write_threshold(asked: Any) -> str:
    """ "more than 10 within 1 hour against the same party"."""
    return (
        f"more than {asked['count']} within {write_span(asked['within'])}{PER[asked.get('per', 'agreement')]}"
    )


def find_mutual(message: Message) -> tuple[Entry, Entry] | None:
    """Where a rule asks for mutual accusations: the first of each side, by who says it; else None."""
    if not message.when.get("mutual") or message.follows is not None:
        return None
    firsts: dict[tuple[str, str], Entry] = {}
    for entry in message.entries:
        sides = sides_of(entry.facts) if entry.kind == "accusation" else None
        if sides is not None:
            firsts.setdefault(sides, entry)
            back = firsts.get((sides[1], sides[0]))
            if back is not None:
                one, other = sorted((firsts[sides], back), key=lambda each: str(each.facts["names"]["by"]))
                return one, other
    return None


def write_span(seconds: float) -> str:
    """ "6 hours", "90 minutes": in the largest unit that is exact."""
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0 or size == 1)
    number = round(seconds / size)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _write_followed(message: Message, reader: str | None) -> str:
    closed_at = message.thread.closed_at if message.thread is not None else None
    if closed_at is None:
        return "It follows an earlier alert."
    return f"It follows the alert of {write_stamp(closed_at, message.find_zone(reader))}."


def _write_until(message: Message, reader: str | None) -> str:
    stamp = write_stamp(message.closed_at, message.find_zone(reader)) if message.closed_at else "now"
    return f"What the rule asked for since its last digest, until {stamp}. Counts of claims, not of events."
