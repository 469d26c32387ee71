"""The subject of a mail: who accuses whom of what, where, and how many more there are."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from alerts.follow_ups import FOLLOW_UPS
from alerts.message import Entry, Message
from alerts.reasons import find_mutual, write_threshold
from alerts.sentences import list_changes, notice_sentence, say_claim
from alerts.tallies import write_accusations
from alerts.wording import write_day

LONGEST_SUBJECT = 200
MOST_CHANGES = 2
DIGESTS = {"hour": "Hourly", "day": "Daily", "week": "Weekly"}


def write_subject(message: Message, reader: str | None = None) -> str:
    """One line; what does not fit is cut before the count of the others. `reader`: the zone of its times."""
    if not message.entries:
        return "Ceasewatch: a test message"
    if message.follows is not None:
        return _cut(f"Re: {_write_follow_up(message.entries[0], reader)}", message.total - 1)
    if message.digest is not None:
        return _cut(_write_digest(message, reader), 0)
    mutual = find_mutual(message)
    if mutual is not None:
        return _cut(_write_mutual(mutual), message.total - 2)
    first = notice_sentence(message.entries[0].kind, message.entries[0].facts, reader)
    return _cut(_write_prefix(message) + first, message.total - 1)


def _cut(sentence: str, more: int) -> str:
    tail = f" (and {more} more)" if more else ""
    room, sentence = LONGEST_SUBJECT - len(tail), sentence.removesuffix(".")
    return (sentence if len(sentence) <= room else sentence[: room - 3].rstrip() + "...") + tail


def _write_prefix(message: Message) -> str:
    if not message.is_about_claims:
        return ""
    if message.when.get("first"):
        return "First: "
    asked = message.when.get("more_than")
    return f"M{write_threshold(asked)[1:]}: " if asked else ""


def _write_follow_up(entry: Entry, reader: str | None) -> str:
    """What changed stands first: a phone shows little more of a subject."""
    if entry.kind not in FOLLOW_UPS:
        return notice_sentence(entry.kind, entry.facts, reader)
    said = say_claim(entry.facts["claim"], entry.facts["names"])
    if entry.kind == "retraction":
        return f"Retracted: {said}"
    changes = list_changes(entry.facts, reader)
    left_out = len(changes) - MOST_CHANGES
    more = [f"{left_out} more"] if left_out > 0 else []
    what = f" ({'; '.join(changes[:MOST_CHANGES] + more)})" if changes else ""
    return f"Corrected{what}: {said}"


def _write_mutual(both: tuple[Entry, Entry]) -> str:
    said = [say_claim(entry.facts["claim"], entry.facts["names"]) for entry in both]
    return f"Both sides accuse each other: {'; '.join(said)}"


def _write_digest(message: Message, reader: str | None) -> str:
    digest = message.digest or {}
    zone = ZoneInfo(digest.get("timezone") or message.find_zone(reader))
    closed = message.closed_at.astimezone(zone) if message.closed_at else None
    hour = f", {closed:%H:%M}" if closed and digest.get("every") == "hour" else ""
    day = f", {write_day(closed)}{hour}" if closed else ""
    return f"{DIGESTS.get(digest.get('every', ''), 'A')} digest{day}: {write_accusations(message.tallies)}"
