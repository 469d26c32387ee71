"""YAML line by line: what a draft changed, where its problems stand, and how two versions differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

AROUND = 2
MOST_LINES = 6_000  # comparing takes the square of it where nothing is alike

Kind = Literal["same", "gone", "come", "left_out"]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """`mark` is a class of the stylesheet: err, chg or nothing."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the earlier text (`gone`), of the later (`come`), of both, or how many are left out."""

    kind: Kind
    text: str


def mark_lines(text: str, before: str | None, barred: Collection[int]) -> list[MarkedLine]:
    """Every line with its mark; without a text before nothing counts as changed."""
    lines = text.rstrip("\n").split("\n")
    changed = _changed_numbers(lines, before) if before is not None else set()
    return [
        MarkedLine(line, "err" if number in barred else "chg" if number in changed else "")
        for number, line in enumerate(lines, 1)
    ]


def compare_texts(before: str, after: str) -> list[DiffLine]:
    """Both texts in reading order; what both have is left out but for two lines around each change."""
    old, new = before.rstrip("\n").split("\n"), after.rstrip("\n").split("\n")
    lines: list[DiffLine] = []
    for kind, i, j, k, n in _steps(old, new):
        if kind == "equal":
            lines += _shorten(old[i:j], first=i == 0, last=j == len(old))
            continue
        lines += [DiffLine("gone", line) for line in old[i:j]]
        lines += [DiffLine("come", line) for line in new[k:n]]
    return lines


def _changed_numbers(lines: Sequence[str], before: str) -> set[int]:
    steps = _steps(before.rstrip("\n").split("\n"), lines)
    return {at + 1 for kind, _, _, k, n in steps if kind != "equal" for at in range(k, n)}


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    if len(old) + len(new) > MOST_LINES:
        yield "replace", 0, len(old), 0, len(new)
        return
    yield from SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _shorten(lines: Sequence[str], *, first: bool, last: bool) -> list[DiffLine]:
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    left_out = len(lines) - head - tail
    if left_out < 2:
        return [DiffLine("same", line) for line in lines]
    middle = DiffLine("left_out", f"{left_out} lines alike")
    shown = [DiffLine("same", line) for line in (*lines[:head], *lines[len(lines) - tail :])]
    return [*shown[:head], middle, *shown[head:]]
