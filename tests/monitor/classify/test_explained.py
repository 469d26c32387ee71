"""Whoever mends a language finds each of its parts explained."""

import re
from pathlib import Path

import pytest

from monitor.classify.datafiles import LANGUAGES, read_data

DOCS = Path(__file__).parents[3] / "docs" / "languages.md"


@pytest.fixture(scope="module")
def explained():
    code = re.findall(r"```.*?```|`[^`\n]+`", DOCS.read_text("utf-8"), re.DOTALL)
    return set(re.findall(r"\b[a-z_]+\b", " ".join(code)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_class_and_key_of_an_act_stands_in_the_docs(explained, language):
    data = read_data(f"{language}.yaml")
    classes = {name for part in ("classes", "nouns", "verbs", "adjectives") for name in data.get(part) or ()}
    keys = {key for act in data["acts"].values() for key in act}
    assert {*data, *classes, *keys} - explained == set()
