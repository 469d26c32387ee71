"""An agreement's document as fields of a form, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.agreements.export import write_yaml
from monitor.agreements.fields import fits_fields, write_fields
from monitor.agreements.filled_fields import read_fields
from monitor.agreements.form import read_form
from monitor.agreements.local_times import read_local, write_local
from monitor.agreements.names_text import read_names, write_names
from monitor.agreements.pasted_places import read_places
from monitor.agreements.presets import list_presets, read_preset_text
from monitor.agreements.yaml_tree import read_tree
from tests.monitor.agreements.forms import AGREEMENT


def checked(document: dict[str, Any]) -> Any:
    return read_form(write_yaml({"version": 1, "agreements": [document]})).content.agreements[0]


def preset(name: str) -> dict[str, Any]:
    document: dict[str, Any] = read_tree(read_preset_text(name)).value["agreements"][0]
    return document


@pytest.mark.parametrize("name", list_presets())
def test_fields_that_nobody_touched_change_nothing(name: str) -> None:
    document = preset(name)
    assert fits_fields(document)
    assert read_fields(write_fields(document), document) == document


@pytest.mark.parametrize("name", list_presets())
def test_fields_alone_make_the_same_agreement(name: str) -> None:
    document = preset(name)
    assert checked(read_fields(write_fields(document), {})) == checked(document)


def test_a_form_from_nothing_makes_ids_of_the_names() -> None:
    filled = {
        "name": "Truce along the river",
        "starts_at": "2026-11-20 06:00",
        "timezone": "Europe/Kyiv",
        "parties.0.name": "Northland",
        "parties.0.column": "0",
        "parties.1.name": "Հյուսիս",
        "parties.1.column": "1",
        "sides.0": "",
        "sides.1": "",
        "observers.0.name": "Northland",
        "places.0.names": "The Ford, Old Ford; uk: Брід",
        "places.0.lat": "48,1",
        "places.0.lon": "35.2",
        "sources.0.publisher": "Ministry of Defence of Northland",
        "sources.0.url": "https://mod.north.example/feed.xml",
        "sources.0.kind": "feed",
        "sources.0.enabled": "1",
        "sources.1.enabled": "1",
        "sources.1.kind": "",
    }
    agreement = checked(read_fields(filled, {}))
    assert (agreement.id, agreement.starts_at.isoformat()) == (
        "truce-along-the-river",
        "2026-11-20T06:00:00+02:00",
    )
    assert [party.id for party in agreement.parties] == ["northland", "party"]
    assert [observer.id for observer in agreement.observers] == ["northland-2"]
    assert agreement.places[0].names == {"en": ["The Ford", "Old Ford"], "uk": ["Брід"]}
    assert (agreement.places[0].lat, agreement.places[0].lon) == (48.1, 35.2)
    assert [source.source_id for source in agreement.sources] == ["ministry-of-defence-of-northland"]


def test_a_party_that_is_added_to_a_column_joins_its_side() -> None:
    filled = write_fields(AGREEMENT) | {"parties.2.name": "Artsakh", "parties.2.column": "0"}
    assert read_fields(filled, AGREEMENT)["parties"][2] == {
        "name": "Artsakh",
        "side": "west",
        "id": "artsakh",
    }
    renamed = read_fields(filled | {"sides.0": "Armenian Side"}, AGREEMENT)
    assert [party["side"] for party in renamed["parties"]] == ["armenian-side", "east", "armenian-side"]


def test_a_changed_zone_keeps_the_hour_that_is_written() -> None:
    filled = write_fields(AGREEMENT) | {"timezone": "Europe/Moscow"}
    assert read_fields(filled, AGREEMENT)["starts_at"] == "2020-10-10T12:00:00+03:00"


def test_an_emptied_field_leaves_the_document_unless_it_is_needed() -> None:
    filled = write_fields(AGREEMENT) | {"timezone": "", "name": "", "parties.0.country": ""}
    document = read_fields(filled, AGREEMENT)
    assert "timezone" not in document
    assert document["name"] == ""
    assert "country" not in document["parties"][0]


def test_what_a_field_cannot_show_whole_stays_until_somebody_writes_over_it() -> None:
    document = AGREEMENT | {"terms": ["One point\nin two lines"], "starts_at": "2020-10-10T12:00:00.5+04:00"}
    assert read_fields(write_fields(document) | {"name": "Another"}, document)["terms"] == document["terms"]
    assert read_fields(write_fields(document) | {"terms": "One"}, document)["terms"] == ["One"]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"parties": {"id": "armenia"}},
        {"parties": ["armenia"]},
        {"places": [{"names": ["Ganja"]}]},
        {"sources": [{"select": ".item"}]},
        {"terms": [{}]},
    ],
)
def test_what_has_another_shape_is_left_to_the_yaml(document: Any) -> None:
    assert not fits_fields(document)


LANGUAGES = st.sampled_from(["en", "hy", "az", "zh-Hant"])
FORMS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1).filter(
    str.strip
)


@given(st.dictionaries(LANGUAGES, st.lists(FORMS, min_size=1), max_size=3))
def test_names_come_back_as_they_were_written(names: dict[str, list[str]]) -> None:
    folded = {language.lower(): forms for language, forms in names.items()}
    assert read_names(write_names(folded)) == folded


@pytest.mark.parametrize(
    ("moment", "zone", "shown"),
    [
        ("2020-10-10T12:00:00+04:00", "Asia/Yerevan", "2020-10-10 12:00"),
        ("2020-10-10T12:00:30+04:00", "Asia/Yerevan", "2020-10-10 12:00:30"),
        ("2020-10-10T12:00:00+03:00", "Asia/Yerevan", "2020-10-10 12:00 +03:00"),
        ("2020-10-10T12:00:00+04:00", "Nowhere", "2020-10-10 12:00 +04:00"),
        ("soon", "UTC", "soon"),
    ],
)
def test_a_time_is_shown_in_the_zone_of_the_agreement(moment: str, zone: str, shown: str) -> None:
    assert write_local(moment, zone) == shown
    assert read_local(shown, zone) == moment


def test_a_pasted_list_has_a_place_a_line() -> None:
    assert read_places("Ganja; az: Gəncə; 40.683; 46.361\nStepanakert\t39.8\t46.7\n\nHadrut, Getahogh\n") == [
        {"names": {"en": ["Ganja"], "az": ["Gəncə"]}, "lat": 40.683, "lon": 46.361},
        {"names": {"en": ["Stepanakert"]}, "lat": 39.8, "lon": 46.7},
        {"names": {"en": ["Hadrut", "Getahogh"]}},
    ]
