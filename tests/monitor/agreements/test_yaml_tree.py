"""YAML becomes plain values with their lines, and nothing that is hidden in it gets through."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.agreements.yaml_tree import Unreadable, read_tree


def refusal_of(text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_tree(text)
    return f"{refused.value.fault.line}: {refused.value.fault.what}"


def test_norway_is_no_denial() -> None:
    assert read_tree("country: NO\nswitch: on\n").value == {"country": "NO", "switch": "on"}


def test_a_time_stays_as_it_was_written() -> None:
    assert read_tree("at: 2020-10-10T12:00:00+04:00\nclock: 12:30:45").value == {
        "at": "2020-10-10T12:00:00+04:00",
        "clock": "12:30:45",
    }


def test_numbers_switches_and_nothing_are_what_they_look_like() -> None:
    text = "a: 1\nb: -2.5\nc: true\nd: ~\ne:\nf: '1'\ng: 1e3\n"
    expected = {"a": 1, "b": -2.5, "c": True, "d": None, "e": None, "f": "1", "g": 1000.0}
    assert read_tree(text).value == expected


def test_every_key_and_item_knows_its_line() -> None:
    lines = read_tree("a:\n  - x\n  - b: 1\n    c: 2\n").lines
    assert (lines[("a",)], lines[("a", 0)], lines[("a", 1)], lines[("a", 1, "c")]) == (1, 2, 3, 4)


def test_a_key_given_twice_is_a_fault_at_the_second_one() -> None:
    tree = read_tree("a: 1\nb: 2\na: 3\n")
    assert [(fault.path, fault.line) for fault in tree.faults] == [(("a",), 3)]
    assert "line 1" in tree.faults[0].what
    assert tree.value == {"a": 1, "b": 2}


def test_an_alias_stands_for_what_it_names() -> None:
    assert read_tree("a: &x [1, 2]\nb: *x\n").value == {"a": [1, 2], "b": [1, 2]}


def test_a_bomb_of_aliases_is_refused() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "holds too much" in refusal_of("\n".join(levels))


def test_an_alias_of_its_own_inside_is_refused() -> None:
    assert refusal_of("a: &x [*x]").startswith("1: refers to `&x`")


def test_brackets_without_end_are_refused() -> None:
    assert "nested too deeply" in refusal_of("[" * 100_000)


def test_a_tag_is_refused() -> None:
    assert "carries a tag" in refusal_of("a: !!python/object/apply:os.system ['true']")


def test_a_second_document_is_refused() -> None:
    assert refusal_of("a: 1\n---\nb: 2\n").startswith("2: holds a second document")


def test_a_control_character_is_refused() -> None:
    assert refusal_of('a: 1\nb: "x\\0y"\n').startswith("2: holds a control character")


def test_broken_yaml_is_named_with_its_line() -> None:
    assert refusal_of("a: 1\nb: [1\nc: 2\n").startswith("3: is not valid YAML")


def test_a_file_over_5_mb_is_refused() -> None:
    assert "larger than 5 MB" in refusal_of("a: " + "x" * 5_000_001)


def test_an_empty_text_is_nothing() -> None:
    assert read_tree("# only a remark\n").value is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    with contextlib.suppress(Unreadable):
        read_tree(text)
