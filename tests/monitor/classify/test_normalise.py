"""Folding: what is matched, and the way back to the code points as given."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.normalise import READ_AT_MOST, fold_text

MARKS = "\u00ad\u200b\u200f\u2060\ufeff"


def test_plain_text_is_one_to_one():
    folded = fold_text("The enemy opened fire.")
    assert folded.text == "The enemy opened fire."
    assert folded.span(4, 9) == (4, 9)


def test_curly_quotes_and_dashes_are_folded_in_place():
    folded = fold_text("“Enemy’s fire” – he said")
    assert folded.text == '"Enemy\'s fire" — he said'
    assert folded.span(0, 3) == (0, 3)


def test_soft_hyphens_fall_away_and_lead_back():
    text = "shel\u00adling of Dolna"
    folded = fold_text(text)
    assert folded.text.startswith("shelling of")
    start, end = folded.span(0, 8)
    assert text[start:end] == "shel\u00adling"


def test_decomposed_letters_are_composed_and_lead_back():
    text = unicodedata.normalize("NFD", "Bogotá was shelled")
    folded = fold_text(text)
    assert folded.text == "Bogotá was shelled"
    assert text[slice(*folded.span(7, 10))] == "was"


def test_entities_are_read_as_what_they_stand_for():
    text = "Korvia &amp; Lestania&nbsp;agreed"
    folded = fold_text(text)
    assert folded.text == "Korvia & Lestania agreed"
    assert text[slice(*folded.span(7, 8))] == "&amp;"


def test_a_very_long_text_is_read_up_to_the_limit():
    assert len(fold_text("a" * (READ_AT_MOST + 5)).text) == READ_AT_MOST


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(MARKS + "e\u0301&;’“"))))
def test_every_folded_character_leads_back_into_the_text(text: str):
    folded = fold_text(text)
    for k in range(len(folded.text)):
        start, end = folded.span(k, k + 1)
        assert 0 <= start < end <= len(text)
