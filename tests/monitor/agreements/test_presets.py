"""The bundled agreements, and the facts that reading takes from an agreement."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.agreements.documents import agreement_document
from monitor.agreements.facts import agreement_facts
from monitor.agreements.faults import BadForm
from monitor.agreements.form import read_form
from monitor.agreements.presets import list_presets, read_preset, read_preset_text
from monitor.terms import Observer, Place
from tests.monitor.agreements.forms import AGREEMENT, a_form


def test_at_least_twelve_agreements_are_bundled() -> None:
    assert len(list_presets()) >= 12


@pytest.mark.parametrize("name", list_presets())
def test_a_preset_is_a_good_form_of_its_own_name(name: str) -> None:
    assert [agreement.id for agreement in read_preset(name).content.agreements] == [name]


def test_karabakh_begins_at_noon_in_three_parties_words() -> None:
    (agreement,) = read_preset("karabakh-2020").content.agreements
    assert agreement.starts_at.astimezone(UTC) == datetime(2020, 10, 10, 8, tzinfo=UTC)
    assert [party.id for party in agreement.parties] == ["armenia", "artsakh", "azerbaijan"]
    assert "time zone" in agreement.starts_note
    assert len(agreement.places) >= 25
    assert all({"en", "hy", "az", "ru"} <= set(place.names) for place in agreement.places)


def test_a_preset_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadForm, match="did you mean `karabakh-2020`"):
        read_preset_text("karabakh-2021")


def test_facts_are_the_document_as_plain_values() -> None:
    facts = agreement_facts(agreement_document(a_form(agreements=[AGREEMENT]).content.agreements[0]))
    assert (facts.id, facts.starts_at, facts.ends_at) == (
        "truce",
        datetime(2020, 10, 10, 8, tzinfo=UTC),
        None,
    )
    assert [(party.id, party.country, party.side) for party in facts.parties] == [
        ("armenia", "AM", "west"),
        ("azerbaijan", "AZ", "east"),
    ]
    assert facts.parties[0].aliases == {"en": ("Yerevan",)}
    assert facts.observers == (Observer("russia", "Russia", "RU"),)
    assert facts.places == (Place("ganja", {"en": ("Ganja",), "az": ("Gəncə",)}, 40.7, 46.4),)


def test_the_yaml_of_the_readme_is_a_good_form() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in readme.split("```yaml\n")[1:]]
    for block in blocks:
        if block.startswith("version: 1"):
            read_form(block, "README.md")
