"""The data files: inflection, countries, and that the engine holds no language."""

import subprocess
import sys

import pytest

from monitor.classify.countries import load_countries, name_country
from monitor.classify.datafiles import LANGUAGES, read_data
from monitor.classify.inflection import inflect
from monitor.classify.lexicon import load_lexicon
from monitor.terms import ViolationType

PARADIGMS = read_data("en.yaml")["inflection"]


@pytest.mark.parametrize(
    ("lemma", "form", "wording"),
    [
        ("shell", "past", "shelled"),
        ("carry out", "past", "carried out"),
        ("strike", "past", "struck"),
        ("raze", "ing", "razing"),
        ("open fire", "ing", "opening fire"),
    ],
)
def test_a_verb_is_spelled_out_by_its_paradigm(lemma: str, form: str, wording: str):
    assert (form, wording) in set(inflect(lemma, "verb", PARADIGMS))


@pytest.mark.parametrize(
    ("lemma", "wording"),
    [
        ("armed force", "armed forces"),
        ("violation of the truce", "violations of the truce"),
        ("militia", "militias"),
    ],
)
def test_a_noun_is_inflected_at_its_head(lemma: str, wording: str):
    assert ("many", wording) in set(inflect(lemma, "noun", PARADIGMS))


def test_a_country_brings_name_people_and_capital():
    forms = set(name_country("AM", "en"))
    assert {("name", "Armenia"), ("adjective", "Armenian"), ("capital", "Yerevan")} <= forms


def test_a_country_without_an_entry_still_has_its_common_name():
    assert list(name_country("KI", "en")) == [("name", "Kiribati")]


def test_at_least_sixty_countries_have_an_entry():
    assert len(load_countries("en")) >= 60


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_type_but_unspecified_has_an_act_of_its_own(code: str):
    named = {t for act in load_lexicon(code).acts.values() for t in act.types}
    assert named == set(ViolationType)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_wording_of_a_data_file_is_a_yaml_truth_value(code: str):
    def leaves(value: object) -> list[object]:
        if isinstance(value, dict):
            return [leaf for inner in value.values() for leaf in leaves(inner)]
        return [leaf for inner in value for leaf in leaves(inner)] if isinstance(value, list) else [value]

    data = read_data(f"{code}.yaml")
    words = [leaf for part in ("classes", "verbs", "nouns") for leaf in leaves(data[part])]
    assert all(isinstance(word, str) for word in words)


def test_the_room_reaches_no_database_network_or_queue():
    code = (
        "import sys, monitor.classify; "
        "print([m for m in ('httpx', 'sqlmodel', 'sqlalchemy', 'celery', 'fastapi') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
