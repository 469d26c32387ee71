"""The rules that the documentation shows are rules."""

from __future__ import annotations

import re

import pytest

from tests.house.rooms import ROOT
from tests.monitor.agreements.forms import faults_of

TEXT = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
EXAMPLES = [
    block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if block.startswith("rules:")
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_good_form(example: str) -> None:
    assert faults_of(f"version: 1\n{example}") == []
