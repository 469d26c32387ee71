"""The bundled scenario is whole and consistent, and a broken one is refused in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
import yaml

from monitor.agreements.documents import agreement_document
from monitor.agreements.facts import agreement_facts
from monitor.agreements.presets import read_preset
from monitor.classify import read_statement
from monitor.demo.scenario import BadScenario, ExpectedClaim, Scenario, load_scenario, read_scenario
from monitor.terms import Finding, Stance, StatementText, ViolationType

START = datetime.fromisoformat("2020-10-10T12:00:00+04:00")
SMALL = """
agreement: karabakh-2020
begins_at: "2020-10-10T11:30:00+04:00"
ends_at: "2020-10-10T15:00:00+04:00"
outlets:
  - {id: one, publisher: One, actor: armenia, form: rss}
statements:
  - {id: first, outlet: one, at: "2020-10-10T12:10:00+04:00", title: T, text: A, claims: []}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario()


def all_claims(scenario: Scenario) -> list[ExpectedClaim]:
    return [
        claim
        for statement in scenario.statements
        for version in statement.versions
        for claim in version.claims
    ]


def test_it_has_more_than_two_dozen_statements_and_a_dozen_accusations_in_force(scenario: Scenario) -> None:
    assert len(scenario.statements) >= 24
    accusations = [
        claim for claim in all_claims(scenario) if claim.stance is Stance.ACCUSATION and claim.in_force
    ]
    assert len(accusations) >= 12


def test_outlets_of_both_sides_and_of_observers_publish_in_three_forms(scenario: Scenario) -> None:
    assert {"armenia", "artsakh", "azerbaijan", "russia", "icrc"} == {o.actor for o in scenario.outlets}
    assert {"rss", "atom", "rdf"} == {outlet.form for outlet in scenario.outlets}
    assert all(scenario.of_outlet(outlet.id) for outlet in scenario.outlets)


def test_every_outlet_is_of_an_actor_of_the_bundled_agreement(scenario: Scenario) -> None:
    agreement = read_preset(scenario.agreement).content.agreements[0]
    actors = {actor.id for actor in (*agreement.parties, *agreement.observers)}
    assert {outlet.actor for outlet in scenario.outlets} <= actors
    parties = {party.id for party in agreement.parties}
    for claim in all_claims(scenario):
        assert claim.by in actors
        assert claim.against in parties


def test_every_outlet_shows_something_before_the_start(scenario: Scenario) -> None:
    """An outlet whose list is empty at the first poll would look broken."""
    baseline = scenario.published_by(START)
    assert {statement.outlet for statement in baseline} == {outlet.id for outlet in scenario.outlets}
    accusing = [statement for statement in baseline if statement.claims]
    assert 2 <= len(accusing) <= 4
    assert not any(claim.in_force for statement in accusing for claim in statement.claims)


def test_the_first_accusation_comes_within_the_first_hour(scenario: Scenario) -> None:
    accusing = [s for s in scenario.statements if s.at >= START and any(c.in_force for c in s.claims)]
    assert timedelta(0) < accusing[0].at - START < timedelta(hours=1)
    assert accusing[0].claims[0].stance is Stance.ACCUSATION


def test_a_casualty_figure_changes_hours_later(scenario: Scenario) -> None:
    (edited,) = [statement for statement in scenario.statements if statement.edits]
    assert [version.claims[0].killed for version in edited.versions] == [5, 7, 9]
    assert edited.edits[0].at - edited.at > timedelta(hours=2)
    for version in edited.versions:
        assert f"{version.claims[0].killed} civilians were killed" in version.english
        assert f"{version.claims[0].killed} mülki şəxs həlak olub" in version.text


def test_there_are_denials_on_both_sides_and_one_of_something_before_the_start(scenario: Scenario) -> None:
    denials = [claim for claim in all_claims(scenario) if claim.stance is Stance.DENIAL]
    assert {"armenia", "azerbaijan", "artsakh"} == {denial.by for denial in denials}
    assert {True, False} == {denial.in_force for denial in denials}


def test_one_statement_reports_a_mutual_accusation(scenario: Scenario) -> None:
    pairs = [{(claim.by, claim.against) for claim in statement.claims} for statement in scenario.statements]
    assert {("armenia", "azerbaijan"), ("azerbaijan", "armenia")} in pairs


def test_some_statements_after_the_start_allege_nothing(scenario: Scenario) -> None:
    assert len([s for s in scenario.statements if s.at > START and not s.claims]) >= 4


def test_many_kinds_of_acts_are_alleged(scenario: Scenario) -> None:
    kinds = {kind for claim in all_claims(scenario) for kind in claim.types}
    assert len(kinds - {ViolationType.UNSPECIFIED}) >= 6


def test_every_place_and_figure_that_is_expected_stands_in_the_text(scenario: Scenario) -> None:
    for statement in scenario.statements:
        for version in statement.versions:
            for claim in version.claims:
                assert all(place in version.text for place in claim.places), statement.id


def test_no_statement_presents_two_claims_of_one_stance_and_pair(scenario: Scenario) -> None:
    for statement in scenario.statements:
        for version in statement.versions:
            triples = [(claim.stance, claim.by, claim.against) for claim in version.claims]
            assert len(triples) == len(set(triples)), statement.id


def test_no_text_shouts(scenario: Scenario) -> None:
    for statement in scenario.statements:
        assert "!" not in statement.title + "".join(version.text for version in statement.versions)


def test_what_is_not_english_stands_beside_its_english(scenario: Scenario) -> None:
    languages = {outlet.id: outlet.languages[0] for outlet in scenario.outlets}
    assert {"en", "hy", "az", "ru"} == set(languages.values())
    for statement in scenario.statements:
        foreign = languages[statement.outlet] != "en"
        assert (statement.english is not None) == foreign, statement.id
        assert all(bool(version.english) == foreign for version in statement.versions), statement.id


def test_every_original_is_read_as_a_careful_reader_reads_it(scenario: Scenario) -> None:
    """Merged as labels are: one entry for each (stance, by, against), types and places united."""
    agreement = agreement_facts(agreement_document(read_preset(scenario.agreement).content.agreements[0]))
    outlets = {outlet.id: outlet for outlet in scenario.outlets}
    for statement in scenario.statements:
        outlet = outlets[statement.outlet]
        for version in statement.versions:
            text = StatementText(
                statement.title, version.text, outlet.actor, statement.at, languages=outlet.languages
            )
            found = read_statement(text, agreement).findings
            assert unite(found) == unite(version.claims), (statement.id, version.at)


def unite(claims: Iterable[ExpectedClaim | Finding]) -> dict[tuple[object, ...], object]:
    united: dict[tuple[object, ...], tuple[set[object], set[object], set[object]]] = {}
    for claim in claims:
        types, places, numbers = united.setdefault(
            (claim.stance, claim.by, claim.against, claim.in_force), (set(), set(), set())
        )
        types |= set(claim.types)
        places |= set(claim.places)
        numbers |= {(name, getattr(claim, name)) for name in ("count", "killed", "wounded")}
    return {key: (t, p, {n for n in numbers if n[1] is not None}) for key, (t, p, numbers) in united.items()}


def test_nothing_stands_before_its_publication(scenario: Scenario) -> None:
    for statement in scenario.statements:
        assert statement.version_at(statement.at - timedelta(seconds=1)) is None
        assert statement.version_at(statement.at) == statement.versions[0]
        assert statement.version_at(scenario.ends_at) == statement.versions[-1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("outlet: one", "outlet: two", "first is published by two, which is no outlet of the scenario."),
        ('ends_at: "2020-10-10T15', 'ends_at: "2020-10-10T11', "ends before it begins"),
        ("12:10:00", "16:10:00", "first is published or edited after the scenario's end."),
        ("form: rss", "form: html", "outlets.0.form"),
        ("title: T", "headline: T", "statements.0"),
        ("T12:10:00+04:00", "T12:10:00", "statements.0.at"),
        ("claims: []", "claims: [{stance: guess}]", "statements.0.claims.0.stance"),
        ("agreement: karabakh-2020", "agreement: [", "is not YAML"),
    ],
)
def test_a_broken_scenario_is_refused_with_its_place(old: str, new: str, sentence: str) -> None:
    assert len(read_scenario(SMALL).statements) == 1
    with pytest.raises(BadScenario) as refused:
        read_scenario(SMALL.replace(old, new))
    assert sentence in str(refused.value)


def test_a_scenario_with_an_id_given_twice_or_out_of_order_is_refused() -> None:
    document = yaml.safe_load(SMALL)
    document["statements"].append(document["statements"][0])
    with pytest.raises(BadScenario, match="has first twice"):
        read_scenario(yaml.safe_dump(document))
    earlier = document["statements"][1] | {"id": "second", "at": "2020-10-10T12:05:00+04:00"}
    document["statements"][1] = earlier
    with pytest.raises(BadScenario, match="not in order of time"):
        read_scenario(yaml.safe_dump(document))


def test_an_edit_that_is_older_than_its_text_is_refused() -> None:
    document = yaml.safe_load(SMALL)
    document["statements"][0]["edits"] = [{"at": "2020-10-10T12:09:00+04:00", "text": "B", "claims": []}]
    with pytest.raises(BadScenario, match="first is edited at a time that does not follow"):
        read_scenario(yaml.safe_dump(document))
