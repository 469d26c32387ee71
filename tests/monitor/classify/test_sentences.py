"""Cutting: tokens and sentences."""

from monitor.classify.sentences import LONGEST, Stops, cut_sentences, cut_tokens

STOPS = Stops(frozenset({"gen", "maj", "no"}), typed={":": frozenset("abc")}, parting={".": frozenset("abc")})


def sentences(text: str) -> list[str]:
    return [s.words(0, len(s.tokens)) for s in cut_sentences(text, "text", STOPS)]


def test_a_hyphen_inside_a_word_parts_it_without_a_token():
    assert [t.low for t in cut_tokens("anti-tank cease-fire")] == ["anti", "tank", "cease", "fire"]


def test_clock_times_and_grouped_numbers_are_one_token():
    assert [t.low for t in cut_tokens("at 07:00, 21.30 and 1,204 times")] == [
        "at", "07:00", ",", "21.30", "and", "1,204", "times",
    ]  # fmt: skip


def test_a_possessive_ending_is_its_own_token():
    assert [t.low for t in cut_tokens("Israel's fire")] == ["israel", "'s", "fire"]


def test_a_full_stop_ends_a_sentence_and_an_abbreviation_does_not():
    assert sentences("Maj. Gen. Dorin spoke. Nobody answered.") == [
        "Maj. Gen. Dorin spoke.",
        "Nobody answered.",
    ]


def test_an_initial_does_not_end_a_sentence():
    assert sentences("V. Dorin spoke.") == ["V. Dorin spoke."]


def test_a_closing_quote_stays_with_its_sentence():
    assert sentences('"They fired." He left.') == ['"They fired."', "He left."]


def test_bullets_and_blank_lines_part_sentences():
    assert sentences("Summary\n- one fire\n- two fires\n\nThe end") == [
        "Summary",
        "- one fire",
        "- two fires",
        "The end",
    ]


def test_a_wrapped_line_goes_on():
    assert sentences("The enemy opened\nfire at night.") == ["The enemy opened\nfire at night."]


def test_a_mark_that_a_language_types_for_its_full_stop_ends_a_sentence_before_a_capital_letter():
    assert sentences("Abab aba: Bab aba: bab aba") == ["Abab aba:", "Bab aba: bab aba"]
    assert sentences("Xyz xyz: Bab aba") == ["Xyz xyz: Bab aba"]


def test_a_mark_that_parts_statements_in_a_language_ends_a_sentence_before_its_small_letters():
    assert sentences("Abab abab. bab") == ["Abab abab.", "bab"]
    assert sentences("Abab abab. xyz") == ["Abab abab. xyz"]


def test_a_run_without_full_stops_is_cut():
    assert max(len(s.tokens) for s in cut_sentences("word " * 1000, "text", STOPS)) <= LONGEST
