"""Accusation, denial, admission, and what is none of them."""

import pytest

from monitor.terms import Answer, Stance


def triples(answer: Answer) -> set[tuple[str, str, str | None]]:
    return {(f.stance.value, f.by, f.against) for f in answer.findings}


ACCUSES = ("accusation", "korvia", "lestania")
DENIES = ("denial", "korvia", "lestania")


@pytest.mark.parametrize(
    "text",
    [
        "The enemy opened fire on our trenches.",
        "Our positions came under mortar fire.",
        "Two of our outposts were shelled overnight.",
        "We condemn the attack by Lestanian troops on Dolna.",
        "Lestania has not withdrawn its tanks from the strip.",
    ],
)
def test_a_party_s_own_text_accuses_the_other_side(read, text: str):
    assert triples(read(text)) == {ACCUSES}


@pytest.mark.parametrize(
    "text",
    [
        "Korvia denies having shelled Brezik.",
        "The report that Korvian forces shelled Brezik is false.",
        "Our units did not shell Brezik.",
        "The claims of the Lestanian side about an attack by our troops are a fabrication.",
    ],
)
def test_a_rejected_accusation_is_only_a_denial_in_the_party_s_own_text(read, text: str):
    assert triples(read(text)) == {DENIES}


def test_in_media_both_the_accusation_and_its_denial_are_told(read):
    answer = read(
        "Lestania dismissed as a lie Korvia's claim that Lestanian troops had shelled Dolna.", speaker=None
    )
    assert triples(answer) == {ACCUSES, ("denial", "lestania", "korvia")}


def test_an_admission_has_nobody_against_it(read):
    answer = read("Our unit fired on the convoy by mistake. We regret it.")
    assert triples(answer) == {("admission", "korvia", None)}


def test_parties_who_accuse_each_other_make_two_claims(read):
    answer = read("Korvia and Lestania accused each other of violating the truce.", speaker=None)
    assert triples(answer) == {ACCUSES, ("accusation", "lestania", "korvia")}


def test_an_observer_who_names_nobody_leaves_it_open(read):
    answer = read("The Mission recorded 17 ceasefire violations near Radnik.", speaker="jmm")
    assert triples(answer) == {("accusation", "jmm", None)}


def test_media_attribute_to_whoever_is_quoted(read):
    answer = read("Lestanian guns shelled Dolna, the Korvian defence ministry said.", speaker=None)
    assert triples(answer) == {ACCUSES}


def test_another_named_third_party_is_other(read):
    answer = read("Amnesty International said Lestanian soldiers had shelled Dolna.", speaker=None)
    assert triples(answer) == {("accusation", "other", "lestania")}


@pytest.mark.parametrize(
    "text",
    [
        "No violations of the truce were recorded.",
        "The enemy did not open fire.",
        "If the Lestanian army shells our villages again, we will respond.",
        "We urge Lestania to refrain from attacks.",
        "Our artillery destroyed two enemy tanks.",
        "In response, our gunners struck Lestanian positions.",
        "Our tank crews will hold live-fire exercises on Friday.",
        "The defence minister visited the Mira line.",
        "",
    ],
)
def test_what_alleges_nothing_gives_no_claim(read, text: str):
    assert read(text).findings == ()


def test_own_retaliation_that_tells_of_the_enemy_s_fire_alleges_it(read):
    answer = read("Our units suppressed the enemy mortar that had shelled Dolna.")
    assert triples(answer) == {ACCUSES}


def test_why_names_speaker_doer_and_act(read):
    (finding,) = read("The enemy shelled Dolna.").findings
    assert finding.stance is Stance.ACCUSATION
    assert finding.why == ("speaker:korvia", "enemy->lestania", "act:shelled")


def test_a_named_doer_is_more_certain_than_perspective_alone(read):
    (named,) = read("Lestanian guns shelled Dolna.").findings
    (guessed,) = read("Dolna was shelled yesterday.").findings
    assert named.confidence > guessed.confidence
