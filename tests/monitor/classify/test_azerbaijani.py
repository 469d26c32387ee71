"""Suffixes, a verb at the end and reports before their verb, read on Azerbaijani."""

import pytest

from monitor.classify.lexicon import load_lexicon
from tests.monitor.classify.triples import Triples

triples = Triples("az", "veltra-ondar-2026", "veltra", at="2026-03-06T14:30:00+01:00")
ACCUSES = ("accusation", "veltra", "ondar")
DENIES = ("denial", "veltra", "ondar")


@pytest.mark.parametrize(
    "text",
    [
        "Düşmən mövqelərimizi atəşə tutub.",
        "Mövqelərimiz düşmən tərəfindən atəşə tutulub.",
        "Mövqelərimiz atəşə tutulub.",
        "Ondar bölmələri mövqelərimizə atəş açıb.",
        "Ondarın mövqelərimizi atəşə tutduğunu bildiririk.",
        "Qarşı tərəf gecə saatlarında minaatanlardan istifadə etməklə mövqelərimizi atəşə tutmuşdur.",
    ],
)
def test_whoever_is_named_by_whatever_suffix_the_other_side_did_it(text):
    assert triples(text) == {ACCUSES}


def test_azerbaijani_is_known_without_its_own_letters():
    assert triples("Ondar ordusu gece saatlarinda movqelerimizi minaatanlardan atese tutub.") == {ACCUSES}


def test_what_is_said_stands_before_the_verb_of_saying():
    text = "Veltra Müdafiə Nazirliyi Ondarın Lorsa kəndini atəşə tutduğunu bildirib."
    assert triples(text, speaker=None) == {ACCUSES}


def test_the_accused_stands_in_the_accusative():
    assert triples("Veltra Ondarı atəşkəsi pozmaqda ittiham edib.", speaker=None) == {ACCUSES}


@pytest.mark.parametrize("end", ["həqiqəti əks etdirmir.", "yalandır.", "tamamilə əsassızdır."])
def test_an_allegation_called_false_is_denied(end):
    text = f"Ondarın bölmələrimizin Lorsa kəndini atəşə tutması barədə yaydığı məlumat {end}"
    assert triples(text) == {DENIES}


@pytest.mark.parametrize(
    "text",
    [
        "Ondar atəşkəsi pozmayıb.",
        "Ondar atəşkəsi pozarsa, adekvat cavab alacaq.",
        "Tərəfləri atəşkəsi pozmamağa çağırırıq.",
        "Son sutka ərzində atəşkəs rejiminin pozulması halları qeydə alınmayıb.",
        "Təlim zamanı şərti düşmənin mövqeləri artilleriyadan atəşə tutulub.",
    ],
)
def test_negation_and_mood_inside_the_verb_keep_an_act_from_being_alleged(text):
    assert triples(text) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ondar bölmələri mövqelərimizi atəşə tutub.", "Veltra bölmələri mövqelərimizi atəşə tutub."),
        ("Ondarın ordusu Lorsanı minaatandan vurub.", "Veltranın ordusu Lorsanı minaatandan vurub."),
        ("Atəşkəs Ondar tərəfindən 14 dəfə pozulub.", "Atəşkəs Veltra tərəfindən 14 dəfə pozulub."),
        ("Ondara məxsus dron hava məkanımızı pozub.", "Veltraya məxsus dron hava məkanımızı pozub."),
    ],
)
def test_exchanging_the_parties_exchanges_the_claims(one, other):
    assert triples(one, "veltra") == {ACCUSES}
    assert triples(other, "ondar") == {("accusation", "ondar", "veltra")}


def test_the_lexicon_is_broad():
    lexicon = load_lexicon("az")
    assert len(lexicon.acts) >= 30
    assert {t.value for act in lexicon.acts.values() for t in act.types} >= {
        "shelling", "small_arms", "air_strike", "drone", "missile", "ground_assault", "explosive",
        "overflight", "buildup", "detention", "obstruction", "unspecified",
    }  # fmt: skip
