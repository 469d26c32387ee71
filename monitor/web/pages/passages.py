"""A text cut for a page: into paragraphs and sentences, with what is marked in it and the numbered cues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from monitor.classify.sentences import Stops, cut_sentences
from monitor.classify.words import Field


@dataclass(frozen=True, slots=True)
class Bound:
    """A part of a text, in code points; `number` is not 0 for a cue."""

    start: int
    end: int
    number: int = 0


Bounds = Sequence[Bound]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind; `number` leads to what they explain, and 0 to nothing."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that are marked together, or not."""

    pieces: list[Piece]
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or what stands between two; `bound` is None for the latter."""

    runs: list[Run]
    bound: Bound | None = None


def find_sentences(text: str, field: Field) -> list[Bound]:
    """Where each sentence begins and ends, by the marks that all languages have in common."""
    found = (sentence.tokens for sentence in cut_sentences(text, field, Stops()))
    return [Bound(tokens[0].start, tokens[-1].end) for tokens in found]


def cut_paragraphs(
    text: str, marks: Bounds = (), cues: Bounds = (), sentences: Bounds = ()
) -> list[list[Stretch]]:
    """The text in paragraphs; empty ones are left out. A cue outside every mark is none."""
    lines: list[list[_Cut]] = [[]]
    for cut in _cut(text, marks, cues, sentences):
        for number, words in enumerate(text[cut.start : cut.end].split("\n")):
            if number:
                lines.append([])
            if words:
                lines[-1].append(_Cut(cut.start, cut.end, words, cut.marked, cut.number, cut.sentence))
    return [_join(line) for line in lines if any(cut.words.strip() for cut in line)]


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    words: str
    marked: bool
    number: int
    sentence: Bound | None


def _cut(text: str, marks: Bounds, cues: Bounds, sentences: Bounds) -> Iterator[_Cut]:
    edges = {0, len(text)}
    for bound in (*marks, *cues, *sentences):
        edges |= {min(bound.start, len(text)), min(bound.end, len(text))}
    starts = [sentence.start for sentence in sentences]
    for start, end in pairwise(sorted(edges)):
        marked = any(mark.start <= start < mark.end for mark in marks)
        number = next((cue.number for cue in cues if cue.start <= start < cue.end), 0) if marked else 0
        before = bisect_right(starts, start) - 1
        near = sentences[before] if before >= 0 else None
        yield _Cut(start, end, "", marked, number, near if near and start < near.end else None)


def _join(line: list[_Cut]) -> list[Stretch]:
    return [
        Stretch([_run(marked, run) for marked, run in groupby(cuts, key=lambda cut: cut.marked)], sentence)
        for sentence, cuts in groupby(line, key=lambda cut: cut.sentence)
    ]


def _run(marked: bool, cuts: Iterator[_Cut]) -> Run:
    return Run([Piece(cut.words, cut.number) for cut in cuts], marked)
