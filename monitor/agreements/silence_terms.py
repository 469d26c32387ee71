"""What holds for every silence, whoever writes it down: it has an end, and a reason on one line."""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST = timedelta(days=366)
LONGEST_REASON = 200


class BadTerm(ValueError):
    """An end or a text that a silence can't have; the text is one sentence for who wrote it."""


def check_end(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """In the future, and at most a year after its start; raises BadTerm."""
    if ends_at <= max(starts_at, now):
        raise BadTerm("The silence would be over before it begins; give an end in the future.")
    if ends_at - starts_at > LONGEST:
        raise BadTerm("The silence would last for more than a year; disable the rule's channels instead.")


def read_line(name: str, text: str) -> str:
    """A reason, or a name, on one line; raises BadTerm."""
    line = " ".join(text.split())
    if not line or not line.isprintable():
        raise BadTerm(f"{name} is empty or not to be printed; write it in plain words.")
    if len(line) > LONGEST_REASON:
        raise BadTerm(f"{name} is longer than {LONGEST_REASON} characters; shorten it.")
    return line
