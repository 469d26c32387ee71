"""The two commands that the README begins with, and what runs them."""

from __future__ import annotations

import os
import re

import pytest

from tests.packaging.composition import ROOT

COMMANDS = [
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/ceasewatch demo",
    "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest",
]


@pytest.mark.parametrize("place", [0, 1])
def test_the_readme_begins_with_the_two_commands(place: int) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert [block.strip() for block in blocks[place : place + 1]] == [COMMANDS[place]]


def test_every_change_is_checked_by_the_command_of_the_readme() -> None:
    assert COMMANDS[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_check_of_a_change_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_licence_stands_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
