"""Names: what an agreement's actors may be called."""

from monitor.classify.lexicon import load_lexicon
from monitor.classify.parties import compile_roster
from monitor.terms import AgreementFacts, Answer, Party

LEXICON = load_lexicon("en")


def pairs(answer: Answer) -> set[tuple[str, str | None]]:
    return {(f.by, f.against) for f in answer.findings}


def test_parties_of_one_side_are_allies(agreements):
    roster = compile_roster(agreements["karabakh-2020"], LEXICON)
    assert roster.allied("armenia", "artsakh")
    assert roster.opponents("artsakh") == ("azerbaijan",)
    assert set(roster.opponents("azerbaijan")) == {"armenia", "artsakh"}


def test_a_roster_is_compiled_once(agreements):
    first = compile_roster(agreements["karabakh-2020"], LEXICON)
    assert compile_roster(agreements["karabakh-2020"], LEXICON) is first


def test_a_capital_stands_for_its_government(read):
    answer = read(
        "Baku said Yerevan had violated the ceasefire.",
        speaker=None, agreement="karabakh-2020", at="2020-10-11T11:00:00+04:00",
    )  # fmt: skip
    assert pairs(answer) == {("azerbaijan", "armenia")}


def test_a_stranger_is_not_taken_for_a_party(read):
    answer = read("Turkish drones attacked our post at Radnik.")
    assert pairs(answer) == set()


def test_the_only_enemy_named_is_the_enemy(read):
    answer = read(
        "The Amber Brigades have broken the agreement. The enemy shelled Tamba.",
        speaker="government", agreement="sorania-2029", at="2029-09-10T12:00:00+03:00",
    )  # fmt: skip
    assert pairs(answer) == {("government", "amber")}


def test_of_two_enemies_none_is_guessed(read):
    answer = read(
        "The enemy shelled Tamba last night.",
        speaker="government", agreement="sorania-2029", at="2029-09-10T12:00:00+03:00",
    )  # fmt: skip
    assert pairs(answer) == {("government", None)}


def test_the_army_is_the_only_state_s_army(read):
    answer = read(
        "The army shelled our camp at Kaskal.",
        speaker="nlf", agreement="sorania-2029", at="2029-09-10T12:00:00+03:00",
    )  # fmt: skip
    assert pairs(answer) == {("nlf", "government")}


def test_a_short_name_in_capitals_is_not_a_common_word(agreements, read):
    base = agreements["korvia-2031"]
    roster = compile_roster(
        AgreementFacts("x", "x", base.starts_at, (Party("far", "FAR", "a"), Party("b", "Bravia", "b"))),
        LEXICON,
    )
    assert [sense.exact for sense in roster.names.get("far")] == ["FAR"]
