"""Every module says what it is for, and no file says what it should not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.rooms import ROOT, all_files, parse, python_files, text_files

UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E)\b")
REGISTRY = re.compile(
    r"\b(?:(?:pypi|pythonhosted|npmjs|yarnpkg|rubygems|debian)\.(?:org|com)"
    r"|(?:crates|docker|ghcr|quay|gcr)\.io|proxy\.golang\.org)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.~$}])/(?:work|root|home/\w+|Users/\w+)/")
SKIP = re.compile(r"\b(?:skip|skipif|importorskip|xfail)\(")
SLEEP = re.compile(r"\bsleep\(")


def _found(pattern: re.Pattern[str], under: str = "") -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in text_files()
        if str(path).startswith(under) and path != Path(__file__).relative_to(ROOT)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_every_module_begins_with_a_sentence() -> None:
    texts = {str(path): ast.get_docstring(parse(path)) or "" for path in python_files()}
    assert [path for path, text in texts.items() if not _begins_with_a_sentence(text)] == []


def _begins_with_a_sentence(text: str) -> bool:
    first = text.partition("\n\n")[0].strip()
    return len(first.split()) >= 3 and first.endswith((".", '."', ".)", ":"))


def test_nothing_is_left_for_later() -> None:
    assert _found(UNFINISHED) == []


def test_no_file_names_a_host_of_a_package_registry() -> None:
    assert _found(REGISTRY) == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    assert _found(MACHINE_PATH) == []


def test_only_a_missing_browser_skips_a_test() -> None:
    assert [line for line in _found(SKIP, "tests/") if "browser" not in line] == []


def test_no_test_sleeps_for_effect() -> None:
    assert _found(SLEEP, "tests/") == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (UNFINISHED, "# TODO: later"),
        (REGISTRY, "index = https://files.python" + "hosted.org/x"),
        (MACHINE_PATH, "open('/ro" + "ot/secret')"),
        (MACHINE_PATH, "/home/somebody/project"),
        (SKIP, "pytest.skip('not here')"),
        (SLEEP, "time.sleep(1)"),
    ],
)
def test_a_planted_word_is_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/ro" + "ot/page",
        "${HOME}/ro" + "ot/",
        "/usr/lib/postgresql",
        "docker-compose.yml",
    ],
)
def test_a_harmless_line_is_let_be(line: str) -> None:
    assert not REGISTRY.search(line)
    assert not MACHINE_PATH.search(line)


def test_the_project_files_are_found() -> None:
    assert {Path("pyproject.toml"), Path("monitor/clock.py"), Path("tests/conftest.py")} <= set(all_files())
