"""The subject of a mail."""

from __future__ import annotations

from alerts.message import Message
from alerts.sentences import notice_sentence

LONGEST_SUBJECT = 200


def write_subject(message: Message) -> str:
    """The first sentence, and how many more there are."""
    if not message.entries:
        return "Ceasewatch: a test message"
    first = message.entries[0]
    sentence = notice_sentence(first.kind, first.facts)
    more = len(message.entries) - 1 + message.more
    tail = f" (and {more} more)" if more else ""
    room = LONGEST_SUBJECT - len(tail)
    return (sentence if len(sentence) <= room else sentence[: room - 3].rstrip() + "...") + tail
