"""Death at a marked point: every statement and commit of the alerts' rooms, and both sides of a sending.

A point is the function of `alerts` that was at work and what it was about to do, such as
"closing._address: INSERT delivery". From then on nothing reaches the database until `revive`,
as nothing would from a process that is gone; what it held open is rolled back.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

import alerts

ROOM = str(Path(alerts.__file__).parent)


class Killed(BaseException):
    """The process died here."""


class Scythe:
    """Watches an engine; kills when one of some points is passed for the `visit`-th time, once."""

    def __init__(self) -> None:
        self.visited: Counter[str] = Counter()
        self._is_watching = False
        self.killed_at: Counter[str] = Counter()
        self._aim: frozenset[str] = frozenset()
        self._visits_left = 0
        self._is_dead = False

    @property
    def spared(self) -> set[str]:
        """The points that were passed and at which nobody died yet."""
        return set(self.visited) - set(self.killed_at)

    def aim(self, points: Iterable[str], visit: int = 1) -> None:
        self._aim, self._visits_left = frozenset(points), visit

    def revive(self) -> None:
        self._is_dead = False
        self.aim(())

    def pass_by(self, point: str) -> None:
        """Raise Killed if the process is dead, or dies here."""
        if self._is_dead:
            raise Killed
        if not self._is_watching:
            return
        self.visited[point] += 1
        if point not in self._aim:
            return
        self._visits_left -= 1
        if self._visits_left <= 0:
            self.killed_at[point] += 1
            self._is_dead = True
            raise Killed

    @contextmanager
    def over(self, engine: Engine) -> Iterator[None]:
        """Listen to what an engine does for as long as the block lasts."""

        def before_statement(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            self._pass_by(_name_statement(statement))

        def before_commit(_connection: Any) -> None:
            self._pass_by("COMMIT")

        event.listen(engine, "before_cursor_execute", before_statement)
        event.listen(engine, "commit", before_commit)
        self._is_watching = True
        try:
            yield
        finally:
            self._is_watching = False
            event.remove(engine, "before_cursor_execute", before_statement)
            event.remove(engine, "commit", before_commit)

    def _pass_by(self, doing: str) -> None:
        """What the test itself asks the database is no point."""
        place = _place_of()
        if place or self._is_dead:
            self.pass_by(f"{place}: {doing}")


def _place_of() -> str:
    """The innermost function of `alerts` that is at work; "" for none."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(ROOM):
            return f"{Path(code.co_filename).stem}.{code.co_name}"
        frame = frame.f_back
    return ""


def _name_statement(statement: str) -> str:
    """ "INSERT delivery": the verb and the first table."""
    words = statement.replace('"', "").split()
    verb = words[0].upper()
    before = {"INSERT": "INTO", "SELECT": "FROM", "DELETE": "FROM", "UPDATE": "UPDATE"}.get(verb)
    upper = [word.upper() for word in words]
    if before not in upper:
        return verb
    return f"{verb} {words[upper.index(before) + 1].strip('(,')}"
