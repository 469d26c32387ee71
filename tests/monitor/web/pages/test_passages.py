"""Texts cut for a page keep every word, and mark what they are told to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.pages.passages import Bound, Stretch, cut_paragraphs, find_sentences


def flat(stretches: list[Stretch]) -> str:
    return "".join(piece.text for each in stretches for run in each.runs for piece in run.pieces)


def test_paragraphs_are_lines_and_empty_ones_are_left_out() -> None:
    assert [flat(each) for each in cut_paragraphs("One.\n\nTwo.\n")] == ["One.", "Two."]


def test_a_mark_over_two_paragraphs_marks_both() -> None:
    found = cut_paragraphs("ab\ncd", marks=[Bound(1, 4)])
    marked = [[(run.marked, run.pieces[0].text) for run in line[0].runs] for line in found]
    assert marked == [[(False, "a"), (True, "b")], [(True, "c"), (False, "d")]]


def test_a_cue_outside_the_marks_is_none() -> None:
    ((line,),) = cut_paragraphs("abcd", marks=[Bound(0, 2)], cues=[Bound(1, 2, 1), Bound(3, 4, 2)])
    assert [piece.number for run in line.runs for piece in run.pieces] == [0, 1, 0, 0]


def test_sentences_know_where_they_stand_in_code_points() -> None:
    text = "𝒜 fire. Then calm."
    sentences = find_sentences(text, "text")
    assert [text[each.start : each.end] for each in sentences] == ["𝒜 fire.", "Then calm."]
    (line,) = cut_paragraphs(text, sentences=sentences)
    assert [each.bound for each in line if each.bound] == sentences


@given(
    st.text(alphabet="ab .\né漢", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
)
def test_no_word_is_lost_or_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Bound(min(span), max(span)) for span in spans]
    lines = cut_paragraphs(text, marks=marks, sentences=find_sentences(text, "text"))
    assert [flat(line) for line in lines] == [line for line in text.split("\n") if line.strip()]
