"""How a number is read: digits, words, thousands parted by a space; and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.classify.words import Sentence

_NUMBER = re.compile(r"\d{1,3}(?:[,.]\d{3})+$|\d{1,6}$")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number: of violations (`count`), of `killed` or of `wounded`; `at` is its token."""

    kind: str
    number: int
    at: int
    total: bool = False


def number_at(sentence: Sentence, k: int) -> int | None:
    """The number that token k (or the wording that begins there) states."""
    if not 0 <= k < len(sentence.tokens):
        return None
    text = sentence.tokens[k].low
    if text.isascii() and _NUMBER.match(text):
        number = int(text.replace(",", "").replace(".", ""))
        return number if number <= _MOST else None
    cue = sentence.is_at(k, "number")
    return int(cue.key) if cue else None


def _is_spaced(sentence: Sentence, k: int) -> bool:
    """ "2 740": thousands parted by a space."""
    if k < 2 or not re.fullmatch(r"\d{3}", sentence.tokens[k - 1].raw):
        return False
    return re.fullmatch(r"[1-9]\d?", sentence.tokens[k - 2].raw) is not None


def number_before(sentence: Sentence, k: int) -> tuple[int | None, int]:
    if k > 3 and sentence.tokens[k - 1].raw == ")" and sentence.tokens[k - 3].raw == "(":
        k -= 3  # "3 (three) times"
    number = number_at(sentence, k - 1) if k else None
    if number is not None and _is_spaced(sentence, k):
        return int(sentence.tokens[k - 2].low) * 1000 + number, k - 2
    if number is not None:
        tens = number_at(sentence, k - 2) if k > 1 and 0 < number < 10 else None
        if tens and tens % 10 == 0 and 10 < tens <= 900:
            return tens + number, k - 2
        return number, k - 1
    cue = sentence.ending_at(k, "number")
    return (int(cue.key), cue.i) if cue else (None, k)


def is_clock_or_day(sentence: Sentence, k: int) -> bool:
    return bool(sentence.ending_at(k, "month")) or sentence.is_at(k + 1, "month") is not None


def is_age(sentence: Sentence, k: int) -> bool:
    """ "A 19-year-old", "(34)", ", 34,"."""
    if sentence.is_at(k + 1, "age") or sentence.ending_at(k, "aged"):
        return True
    of = sentence.ending_at(k, "marker")  # "a girl of nineteen", "a father of six"
    if of is not None and of.key == "of" and sentence.ending_at(of.i, "single"):
        return True
    be = sentence.ending_at(k, "aux")  # "she is 27"
    if be is not None and be.key == "be" and sentence.ending_at(be.i, "pronoun"):
        return True
    marks = [t.raw for t in (*sentence.tokens[max(k - 1, 0) : k], *sentence.tokens[k + 1 : k + 2])]
    return marks in (["(", ")"], [",", ","]) and sentence.tokens[k].raw.isdigit()
