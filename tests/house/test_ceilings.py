"""Functions and modules stay small, and their names say what they are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.rooms import FLOORS, ROOT, all_files, parse, python_files

LONGEST_FUNCTION = 50
USUAL_FUNCTION = 25
LONGEST_MODULE = 300
DATA = ("migrations", "languages")
REFUSED = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "common"}


def _functions(path: Path) -> list[tuple[str, int]]:
    """Each function with its length: from the def line to its last line, docstring included."""
    return [
        (f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_no_function_is_over_50_lines() -> None:
    hand_written = [path for path in python_files() if "versions" not in path.parts]  # migrations apart
    functions = [function for path in hand_written for function in _functions(path)]
    assert [function for function in functions if function[1] > LONGEST_FUNCTION] == []


def test_nine_functions_in_ten_have_at_most_25_lines() -> None:
    functions = [function for path in python_files(*FLOORS) for function in _functions(path)]
    long = [function for function in functions if function[1] > USUAL_FUNCTION]
    assert len(long) <= len(functions) / 10, long


def test_no_module_is_over_300_lines() -> None:
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in python_files()
        if not set(path.parts) & set(DATA)
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    named = {path: set(re.split(r"[_\-./]", str(path.with_suffix("")).lower())) for path in all_files()}
    assert [str(path) for path, words in named.items() if words & REFUSED] == []


def test_no_class_has_a_name_that_says_nothing() -> None:
    classes = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef) and _words(node.name) & REFUSED
    ]
    assert classes == []


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)}


def test_a_class_name_is_read_word_by_word() -> None:
    assert _words("SourceManager") & REFUSED == {"manager"}
    assert not _words("Database") & REFUSED
