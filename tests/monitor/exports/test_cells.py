"""Cells that a spreadsheet opens: whatever a text begins with, it stays text and comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.exports.cells import join_list, read_cell, write_cell, write_row

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\ufeff=1",
    "\u200b\u202e=1",
    "＝1＋1",
    "－1",
    "\x00=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_shown_as_text(text: str) -> None:
    assert write_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["'quoted'", "''", "'=1"])
def test_a_text_that_begins_with_an_apostrophe_keeps_it(text: str) -> None:
    assert write_cell(text) == f"'{text}"
    assert read_cell(write_cell(text)) == text


@given(st.text(max_size=40))
def test_every_text_comes_back_from_its_cell_as_it_was(text: str) -> None:
    line = next(csv.reader(io.StringIO(write_row([text, "end"]), newline="")))
    assert line[1] == "end"
    assert read_cell(line[0]) == text.encode("utf-8", "replace").decode()


def test_numbers_stay_bare_and_nothing_is_empty() -> None:
    assert [write_cell(value) for value in (-3.5, 0, None, True, False)] == ["-3.5", "0", "", "true", "false"]


def test_a_list_can_be_taken_apart_again() -> None:
    assert join_list(["a", "b; c", "d\\e"]) == r"a; b\; c; d\\e"
