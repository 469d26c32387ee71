"""What a person asks for in words, as each database searches for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from monitor.models.search_text import is_spaceless, split_words

_PART = re.compile(r'"([^"]*)"|(\S+)')
SHORTEST_BEGINNING = 3  # letters from which the last word may be a beginning


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; the last may be the beginning of a longer one."""

    words: tuple[str, ...]
    is_beginning: bool = False


def read_phrases(asked: str) -> list[Phrase]:
    """The parts that must all occur: words, and phrases in quotes; [] when there is no word in it.

    What punctuation holds together (cease-fire) is a phrase too. The last word may be a beginning,
    unless it stands in quotes.
    """
    parts = [(quoted or plain, bool(plain)) for quoted, plain in _PART.findall(asked)]
    phrases = [(_query_words(part), is_plain) for part, is_plain in parts]
    found = [(words, is_plain) for words, is_plain in phrases if words]
    return [
        Phrase(words, is_plain and number == len(found) and _may_begin(words[-1]))
        for number, (words, is_plain) in enumerate(found, 1)
    ]


def _query_words(part: str) -> tuple[str, ...]:
    """As a text's own words; of a run without spaces the pairs are enough."""
    words = split_words(part)
    if len(words) > 1 and len(words[-1]) == 1 and is_spaceless(words[-1]) and words[-2].endswith(words[-1]):
        words.pop()
    return tuple(words)


def _may_begin(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING or is_spaceless(word)


def write_match(phrases: Sequence[Phrase], labels: Sequence[Collection[str]] = ()) -> str:
    """The question for SQLite's search table; of each group of labels one must be there."""
    asked = [f'"{" ".join(phrase.words)}"' + (" *" if phrase.is_beginning else "") for phrase in phrases]
    groups = ["(" + " OR ".join(f'"{label}"' for label in sorted(group)) + ")" for group in labels]
    return " AND ".join([*asked, *groups])


def write_tsquery(phrases: Sequence[Phrase], labels: Sequence[Collection[str]] = ()) -> str:
    """The same for PostgreSQL."""
    groups = ["(" + " | ".join(f"'{label}'" for label in sorted(group)) + ")" for group in labels]
    return " & ".join([*map(_write_phrase, phrases), *groups])


def _write_phrase(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    if phrase.is_beginning:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"
