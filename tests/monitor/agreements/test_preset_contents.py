"""What every bundled agreement holds: times, parties, places."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import combinations
from math import cos, hypot, radians
from zoneinfo import ZoneInfo

import pytest
import yaml
from sqlalchemy import Engine

from monitor.agreements.documents import agreement_document
from monitor.agreements.facts import agreement_facts
from monitor.agreements.form import check_tree
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.presets import list_presets, read_preset, read_preset_text
from monitor.agreements.yaml_tree import read_tree
from monitor.classify.reading import read_statement
from monitor.db import reading
from monitor.terms import StatementText
from tests.monitor.agreements.forms import adopt, dump_tables

STARTS = {
    "colombia-eln-2023": "2023-08-03T05:00Z",
    "drc-m23-doha": "2025-07-18T22:00Z",
    "gaza-2025": "2025-10-10T09:00Z",
    "india-pakistan-2025": "2025-05-10T11:30Z",
    "iran-israel-2025": "2025-06-24T04:00Z",
    "karabakh-2020": "2020-10-10T08:00Z",
    "karabakh-2020-11": "2020-11-09T21:00Z",
    "lebanon-2024": "2024-11-27T02:00Z",
    "lebanon-2026": "2026-04-16T21:00Z",
    "minsk-2-2015": "2015-02-14T22:00Z",
    "sudan-jeddah-2023": "2023-05-22T19:45Z",
    "thailand-cambodia-2025": "2025-12-27T05:00Z",
    "yemen-2022": "2022-04-02T16:00Z",
}
LANGUAGES = {
    "colombia-eln-2023": {"en", "es"},
    "drc-m23-doha": {"en", "fr", "sw"},
    "gaza-2025": {"en", "ar", "he"},
    "india-pakistan-2025": {"en", "hi", "ur"},
    "iran-israel-2025": {"en", "fa", "he"},
    "karabakh-2020": {"en", "hy", "ru"},
    "karabakh-2020-11": {"en", "hy", "ru"},
    "lebanon-2024": {"en", "ar", "he", "fr"},
    "lebanon-2026": {"en", "ar", "he", "fr"},
    "minsk-2-2015": {"en", "uk", "ru"},
    "sudan-jeddah-2023": {"en", "ar"},
    "thailand-cambodia-2025": {"en", "th", "km"},
    "yemen-2022": {"en", "ar"},
}
BY_PRESET = pytest.mark.parametrize("name", list_presets())


def agreement_of(name: str) -> AgreementForm:
    (agreement,) = read_preset(name).content.agreements
    return agreement


def test_every_preset_is_expected_here() -> None:
    assert set(STARTS) == set(LANGUAGES) == set(list_presets())


@BY_PRESET
def test_a_preset_takes_effect_when_it_is_known_to(name: str) -> None:
    assert agreement_of(name).starts_at.astimezone(UTC) == datetime.fromisoformat(STARTS[name])


@BY_PRESET
def test_the_offsets_of_a_preset_are_those_of_its_zone(name: str) -> None:
    agreement = agreement_of(name)
    assert agreement.timezone != "UTC"
    for moment in filter(None, (agreement.starts_at, agreement.ends_at)):
        assert moment.utcoffset() == moment.astimezone(ZoneInfo(agreement.timezone)).utcoffset()


@BY_PRESET
def test_a_preset_tells_what_is_doubtful_about_its_times(name: str) -> None:
    agreement = agreement_of(name)
    assert len(agreement.starts_note) > 20
    assert agreement.terms


def test_an_agreement_without_a_known_hour_says_so() -> None:
    note = agreement_of("drc-m23-doha").starts_note
    assert note.startswith("In doubt: no hour of a beginning is known.")


@BY_PRESET
def test_every_party_has_a_side_and_a_name_in_each_language_of_the_conflict(name: str) -> None:
    agreement = agreement_of(name)
    assert len({party.side for party in agreement.parties}) == 2
    for party in agreement.parties:
        by_country = {"en", "ru", "hy", "az"} if party.country else {"en"}
        assert party.side
        assert LANGUAGES[name] <= {*party.aliases, *by_country}, party.id


@BY_PRESET
def test_no_name_stands_for_two_actors(name: str) -> None:
    """A name of two would be attributed to one of them by accident."""
    agreement = agreement_of(name)
    owners: dict[str, set[str]] = defaultdict(set)
    for actor in (*agreement.parties, *agreement.observers):
        for wording in (actor.name, *(form for forms in actor.aliases.values() for form in forms)):
            owners[wording.casefold()].add(actor.id)
    assert [wording for wording, ids in owners.items() if len(ids) > 1] == []


@BY_PRESET
def test_a_presets_parties_are_told_apart(name: str) -> None:
    """Each party, accused by its first English alias, is the one that is read as accused."""
    agreement = agreement_of(name)
    facts = agreement_facts(agreement_document(agreement))
    for party in agreement.parties:
        speaker = next(other.id for other in agreement.parties if other.side != party.side)
        wording = next(iter(party.aliases.get("en", [party.name])))
        said = StatementText(
            title="",
            text=f"{wording} shelled our positions with artillery, killing two soldiers.",
            speaker=speaker,
            published_at=agreement.starts_at,
        )
        claims = read_statement(said, facts).findings
        assert {(claim.by, claim.against) for claim in claims} == {(speaker, party.id)}


@BY_PRESET
def test_places_stand_once_and_where_the_conflict_is(name: str) -> None:
    places = agreement_of(name).places
    wordings = [(form.casefold(), at) for at, place in enumerate(places) for form in flat(place.names)]
    owners: dict[str, set[int]] = defaultdict(set)
    for wording, at in wordings:
        owners[wording].add(at)
    assert [wording for wording, ats in owners.items() if len(ats) > 1] == []
    assert all("en" in place.names for place in places)
    points = [(place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None]
    assert len(points) >= 5
    for (lat, lon), (other_lat, other_lon) in combinations(points, 2):
        apart = 111 * hypot(lat - other_lat, (lon - other_lon) * cos(radians(lat)))
        assert 1 < apart < 2500


def flat(names: dict[str, list[str]]) -> set[str]:
    return {form for forms in names.values() for form in forms}


@BY_PRESET
def test_a_preset_that_is_written_again_says_the_same(name: str) -> None:
    text = read_preset_text(name)
    again = yaml.safe_dump(yaml.safe_load(text), allow_unicode=True, sort_keys=False)
    assert check_tree(read_tree(again), name).content == read_preset(name).content


def test_all_presets_together_are_applied_once(engine: Engine) -> None:
    forms = [read_preset(name) for name in list_presets()]
    changes = adopt(engine, *forms)
    assert {change.action for change in changes} == {"create"}
    outlets = {outlet.source_id for form in forms for outlet in form.content.agreements[0].sources}
    assert len(changes) == len(outlets) + len(forms)
    with reading(engine) as session:
        before = dump_tables(session)
    assert adopt(engine, *forms, minutes=5) == []
    with reading(engine) as session:
        assert dump_tables(session) == before
