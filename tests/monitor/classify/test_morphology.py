"""Words read back to their dictionary forms, by paradigms and suffix chains that are data."""

import pytest

from monitor.classify.cues import find_cues
from monitor.classify.grammar import make_grammar
from monitor.classify.morphology import make_morphology
from monitor.classify.phrases import Wordings, compile_wordings
from monitor.classify.sentences import cut_tokens
from monitor.classify.words import Sense

CHAINED = {
    "folds": {"ə": "e"},
    "head": {"noun": "last", "verb": "last"},
    "harmony": {"A": {"aıou": "a", "eəiöü": "ə"}, "I": {"aı": "ı", "ou": "u", "eəi": "i", "öü": "ü"}},
    "gaps": ["da"],
    "glued": {"gen": ["in"]},
    "noun": [
        {
            "ends": "",
            "chains": [
                [
                    {"": ["", "lAr"]},
                    {"": [""], "SELF": ["ImIz"]},
                    {"nom": [""], "gen": ["In"], "abl": ["dAn"]},
                ]
            ],
        }
    ],
    "verb": [
        {
            "ends": "m[aə]q$|m[aə]k$",
            "stems": [[3, ""]],
            "chains": [[{"": [""], "NEG": ["mA"]}, {"fin": ["dI", "yIb", "Ib"], "nominal": ["mA"]}]],
        }
    ],
}


@pytest.fixture
def wordings() -> Wordings:
    return compile_wordings(
        [
            ("mövqe", Sense("head", "thing", "noun"), "noun"),
            ("silahlı qüvvə", Sense("head", "force", "noun"), "noun"),
            ("atəş açmaq", Sense("act", "shot", "verb"), "verb"),
            ("ORD", Sense("name", "ord", "name"), "noun"),
        ],
        make_morphology(CHAINED),
    )


def read(wordings: Wordings, text: str) -> list[tuple[str, str, str, frozenset[str]]]:
    return [(c.cls, c.key, c.form, c.features) for c in find_cues(cut_tokens(text), (wordings,))]


def test_a_chain_of_endings_gives_all_their_features(wordings):
    (head, ours) = read(wordings, "mövqelərimizdən")
    assert head == ("head", "thing", "noun", frozenset({"SELF", "abl"}))
    assert ours[:2] == ("self", "our")


def test_the_last_word_of_a_wording_is_inflected_where_the_head_is_last(wordings):
    assert read(wordings, "silahlı qüvvələrin") == [("head", "force", "noun", frozenset({"gen"}))]


def test_a_negation_inside_the_verb_is_a_feature_of_it(wordings):
    assert read(wordings, "atəş açmadı") == [("act", "shot", "fin", frozenset({"NEG", "fin"}))]


def test_a_small_word_may_stand_inside_a_wording(wordings):
    assert [found[:3] for found in read(wordings, "atəş da açıb")] == [("act", "shot", "fin")]


def test_letters_that_are_read_alike_are_one(wordings):
    assert [found[:2] for found in read(wordings, "ates acib")] == []
    assert [found[:2] for found in read(wordings, "ateş açıb")] == [("act", "shot")]


def test_an_ending_after_a_hyphen_belongs_to_the_name(wordings):
    assert read(wordings, "ORD-in") == [("name", "ord", "name", frozenset({"gen"}))]


def test_a_language_without_case_needs_only_its_order():
    grammar = make_grammar({"order": {"main": "SVO"}})
    assert (grammar.speech_scope, grammar.free, dict(grammar.roles)) == ("right", False, {})
