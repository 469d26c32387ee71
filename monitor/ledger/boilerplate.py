"""What changes in several texts of an outlet at once is their frame, no edit: counters, adverts. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable

_DIGITS = re.compile(r"\d+")
_SEVERAL = 3


def find_moving_lines(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The lines, their numbers aside, that came or went in three texts or more; `pairs` are (before, now).

    One text's own line is never among them, though every daily report has it with other
    numbers: a changed number there is an edit.
    """
    moved: Counter[str] = Counter()
    for before, now in pairs:
        old, new = Counter(before.split("\n")), Counter(now.split("\n"))
        moved.update({_plain(line) for line in ((old - new) + (new - old))})
    return frozenset(line for line, times in moved.items() if times >= _SEVERAL)


def text_hash(title: str, text: str, moving: Collection[str] = ()) -> str:
    """What makes two texts the same: letters and order, not white space, Unicode composition or frame."""
    own = [line for line in text.split("\n") if not moving or _plain(line) not in moving]
    folded = " ".join(unicodedata.normalize("NFC", "\n".join([title, *own])).split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(line: str) -> str:
    return _DIGITS.sub("0", " ".join(line.split()))
