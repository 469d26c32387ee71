"""Folds a text for matching and keeps the way back to the code points as given."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

READ_AT_MOST = 200_000  # code points of one field that are read; longer texts are read up to here

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u055b\u055c\u055e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_SKIPPED = re.compile(f"[{_IGNORABLE}]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_ALIKE = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u0060": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "\u2014", "\u2015": "\u2014",
        "\u055d": ",", "\u2024": ".", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `starts` and `ends` lead each of its characters back (None: one to one)."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original that the folded characters [start, end) came from."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold_text(text: str) -> Folded:
    """Fold quotes, dashes and spaces; drop invisible marks; compose; read entities."""
    text = text[:READ_AT_MOST]
    if text.isascii() and "&" not in text:
        return Folded(text.replace("`", "'").replace("\t", " "))
    plain = not _SKIPPED.search(text) and not _ENTITY.search(text)
    if plain and unicodedata.is_normalized("NFC", text):
        return Folded(text.translate(_ALIKE))
    return _fold_mapped(text)


def _fold_mapped(text: str) -> Folded:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        end = _cluster_end(text, position)
        for char in _fold_cluster(text[position:end]):
            out.append(char)
            starts.append(position)
            ends.append(end)
        position = end
    return Folded("".join(out), tuple(starts), tuple(ends))


def _cluster_end(text: str, position: int) -> int:
    """The end of one entity, or of one character with the marks that combine with it."""
    if text[position] == "&" and (entity := _ENTITY.match(text, position)):
        return entity.end()
    end = position + 1
    while end < len(text) and (unicodedata.combining(text[end]) or _SKIPPED.match(text[end])):
        end += 1
    return end


def _fold_cluster(cluster: str) -> str:
    if len(cluster) > 1 and cluster[0] == "&" and cluster[-1] == ";":
        cluster = html.unescape(cluster)
    return unicodedata.normalize("NFC", _SKIPPED.sub("", cluster)).translate(_ALIKE)
