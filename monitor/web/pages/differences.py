"""What an edit changed: the words that came and went between two texts of a statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4_000  # comparing takes the square of it
_PLAIN = 60  # letters of an unchanged passage that stay on either side of a change

Kind = Literal["same", "gone", "come", "left_out"]


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of the later text, of the earlier one (`gone`), or a place where both go on alike."""

    kind: Kind
    text: str


def list_changes(before: str, now: str) -> list[Change]:
    """The pieces of both texts in reading order; [] when the texts are too long to compare word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    if len(old) + len(new) > _MOST_WORDS:
        return []
    pieces = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces += _shorten("".join(old[i:j]), first=i == 0, last=j == len(old))
            continue
        pieces += [Change("gone", "".join(old[i:j]))] if j > i else []
        pieces += [Change("come", "".join(new[k:n]))] if n > k else []
    return pieces


def _shorten(text: str, *, first: bool, last: bool) -> list[Change]:
    head, tail = (0 if first else _PLAIN), (0 if last else _PLAIN)
    if len(text) <= head + tail + _PLAIN:
        return [Change("same", text)]
    kept = [Change("same", text[:head]), Change("left_out", "…"), Change("same", text[len(text) - tail :])]
    return [piece for piece in kept if piece.text]
