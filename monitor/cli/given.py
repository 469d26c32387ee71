"""Statements that `replay` is given, one a line, brought into the order of their publication."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple

from monitor.cli.outcome import BadInput
from monitor.cli.output import write_error
from monitor.cli.questions import Asked, Usual, ask_row, find_text, read_row
from monitor.replay import GivenStatement
from monitor.terms import AgreementFacts

STDIN = "-"


class _Place(NamedTuple):
    """Where a line stands; sorts by publication, then as given."""

    published_at: datetime
    offset: int
    id: str


@dataclass(slots=True)
class GivenLines:
    """The lines of one agreement. `bad`: lines that can't be read; `other`: those of other agreements."""

    stream: BinaryIO
    facts: AgreementFacts
    places: list[_Place] = field(default_factory=list)
    bad: int = 0
    other: int = 0

    def in_order(self) -> Iterator[GivenStatement]:
        """Each line once more, the earliest publication first."""
        left = Counter(place.id for place in self.places)
        for place in sorted(self.places):
            self.stream.seek(place.offset)
            row = read_row(self.stream.readline())
            left[place.id] -= 1
            yield GivenStatement(
                id=place.id,
                text=_ask(row, self.facts).statement,
                source=find_text(row, "source"),
                is_last=not left[place.id],
            )


def open_lines(stack: ExitStack, file: str) -> BinaryIO:
    """The file, or what comes through a pipe, kept while it is needed; raises BadInput."""
    try:
        if file == STDIN:
            return _keep(stack, sys.stdin.buffer)
        stream = stack.enter_context(Path(file).open("rb"))  # noqa: SIM115  the stack closes it
        return stream if stream.seekable() else _keep(stack, stream)
    except OSError as error:
        raise BadInput(f"{file}: can't be read ({error.strerror}); name a file of statements.") from None


def _keep(stack: ExitStack, stream: BinaryIO) -> BinaryIO:
    kept = stack.enter_context(TemporaryFile())  # noqa: SIM115  the stack closes it
    shutil.copyfileobj(stream, kept)
    kept.seek(0)
    return kept


def check_lines(stream: BinaryIO, name: str, facts: AgreementFacts) -> GivenLines:
    """Look at every line; one that can't be read is named on stderr and left out.

    Raises BadInput when no line of the agreement is left.
    """
    lines, offset = GivenLines(stream, facts), 0
    for number, line in enumerate(stream, 1):
        if line.strip():
            try:
                _check_line(lines, line, offset)
            except BadInput as error:
                write_error(f"{name}:{number}: {error}")
                lines.bad += 1
        offset += len(line)
    if not lines.places and not lines.bad:
        what = f"holds no statement of {facts.id}" if lines.other else "holds no statement"
        raise BadInput(f"{name}: {what}; give one JSON object a line.")
    return lines


def _check_line(lines: GivenLines, line: bytes, offset: int) -> None:
    row = read_row(line)
    if row.get("agreement") not in (None, lines.facts.id):
        lines.other += 1
        return
    asked = _ask(row, lines.facts)
    find_text(row, "source")
    lines.places.append(_Place(asked.statement.published_at, offset, str(asked.id)))


def _ask(row: dict[str, Any], facts: AgreementFacts) -> Asked:
    if row.get("published_at") is None:
        raise BadInput("`published_at` is missing; a replay needs the time of publication.")
    usual = Usual(facts.id, None, None, None, facts.starts_at)
    return ask_row(row, {facts.id: facts}, usual)
