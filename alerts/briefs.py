"""An alert in a few plain lines: the subject, some sentences, the link."""

from __future__ import annotations

from alerts.courier import Brief
from alerts.message import Message
from alerts.passages import write_passage
from alerts.sentences import notice_sentence
from alerts.subjects import write_subject
from alerts.tallies import list_tallies

MOST_LINES = 5


def write_brief(message: Message) -> Brief:
    """What everybody in a room reads at a glance; the rest is behind the link."""
    title = write_subject(message)
    if message.total == 1:
        return _write_single(title, message)
    lines = _list_lines(message)
    left_out = max(0, len(lines) - MOST_LINES) + (0 if message.tallies else message.more)
    return _calm(title, lines[:MOST_LINES] + ([f"and {left_out} more"] if left_out else []), message.url)


def _write_single(title: str, message: Message) -> Brief:
    """The title tells it already, unless it was cut or says something else first; then who published it."""
    (entry,) = message.entries
    sentence = notice_sentence(entry.kind, entry.facts)
    passage = write_passage(entry, message.base_url, None, 0)
    told = sentence.removesuffix(".") in title
    lines = [line for line in ("" if told else sentence, passage.source) if line]
    return _calm(title, lines, passage.claim_url or message.url)


def _list_lines(message: Message) -> list[str]:
    if message.tallies:
        return [f"{words}: {number}" for words, number in list_tallies(message.tallies)]
    return [notice_sentence(entry.kind, entry.facts) for entry in message.entries]


def _calm(title: str, lines: list[str], link: str) -> Brief:
    """No name in it calls everybody of a room (@all), or is taken for a tag."""
    calmed = [text.replace("@", "@\u200b").replace("<", "‹").replace(">", "›") for text in (title, *lines)]
    return Brief(calmed[0], tuple(calmed[1:]), link)
