"""One room asks the time; every other one is told."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.rooms import FLOORS, parse, python_files

CLOCK = Path("monitor/clock.py")
ASKING = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "sqlalchemy.func.now",
    "sqlmodel.func.now",
}


def find_questions(tree: ast.Module) -> list[str]:
    """Where a module asks the time, under whatever name it imported the question."""
    origins = _imported_names(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = _full_name(node, origins)
            if name in ASKING:
                found.append(f"line {node.lineno}: {name}")
    return found


def _imported_names(tree: ast.Module) -> dict[str, str]:
    origins: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            origins |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            origins |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return origins


def _full_name(node: ast.expr, origins: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return origins.get(node.id, "")
    if isinstance(node, ast.Attribute):
        owner = _full_name(node.value, origins)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def test_only_the_clock_asks_the_time() -> None:
    asked = {str(path): find_questions(parse(path)) for path in python_files(*FLOORS) if path != CLOCK}
    assert {path: questions for path, questions in asked.items() if questions} == {}


def test_the_clock_does_ask_the_time() -> None:
    assert len(find_questions(parse(CLOCK))) == 2


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import UTC, datetime as moment\nmoment.now(UTC)",
        "import datetime\ndatetime.datetime.utcnow()",
        "import datetime as dt\ndt.date.today()",
        "import time\ntime.monotonic()",
        "from time import time as asked\nasked()",
        "from dataclasses import field\nimport time\nfield(default_factory=time.time)",
        "from sqlalchemy import func\nfunc.now()",
    ],
)
def test_a_planted_question_is_found(source: str) -> None:
    assert len(find_questions(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from monitor import clock\nclock.now()",
        "import time\ntime.gmtime(0)",
        "def tell(now): return now()",
        "from datetime import datetime\ndatetime.fromisoformat('2020-10-10')",
    ],
)
def test_being_told_the_time_is_no_question(source: str) -> None:
    assert find_questions(ast.parse(source)) == []
