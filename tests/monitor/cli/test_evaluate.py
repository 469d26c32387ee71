"""`evaluate`: figures over labelled statements, their errors, and what confidence is worth."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.cli.scoring import match_places, merge_claims, name_errors, rate_bands, score_statements

AGREEMENTS = """
version: 1
agreements:
  - id: river
    name: River truce
    starts_at: "2031-03-04T18:00:00+02:00"
    parties:
      - {id: north, name: Northland, side: n}
      - {id: south, name: Southmark, side: s}
"""
ACCUSED = {
    "id": "one",
    "lang": "en",
    "agreement": "river",
    "speaker": "north",
    "published_at": "2031-03-06T14:30:00+02:00",
    "title": "",
    "text": "Southmark shelled the town of Dolna this morning. Two civilians were killed.",
    "claims": [
        {
            "stance": "accusation",
            "by": "north",
            "against": "south",
            "types": ["shelling"],
            "in_force": True,
            "count": None,
            "killed": 2,
            "wounded": None,
            "civilians": True,
            "places": ["Dolna"],
        }
    ],
}
QUIET = {**ACCUSED, "id": "two", "text": "The night was quiet and trains ran on time.", "claims": []}


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in (ACCUSED, QUIET)), encoding="utf-8")
    (tmp_path / "agreements.yaml").write_text(AGREEMENTS, encoding="utf-8")
    return gold


def run(gold: Path, *options: str):
    return CliRunner().invoke(
        app, ["evaluate", str(gold), "--agreements", str(gold.parent / "agreements.yaml"), *options]
    )


def test_what_is_read_as_labelled_scores_one(labelled):
    figures = json.loads(run(labelled, "--json").stdout)["figures"]["all"]
    assert figures["statements"] == 2
    assert [figures[name] for name in ("roles_f1", "types_f1", "places_f1", "killed", "exact")] == [1.0] * 5
    assert figures["false_alarm"] == 0.0


def test_a_statement_read_otherwise_is_named_with_what_is_missing(labelled):
    wrong = {**QUIET, "id": "three", "claims": ACCUSED["claims"]}
    labelled.write_text(json.dumps(wrong) + "\n", encoding="utf-8")
    shown = run(labelled, "--errors", "5").stdout
    assert "three: missing accusation by north against south | extra -" in shown


def test_figures_stand_by_language_and_for_all(labelled):
    shown = run(labelled, "--by", "lang").stdout
    assert [line.split()[0] for line in shown.splitlines()[1:3]] == ["en", "all"]
    assert "CONFIDENCE" in shown


def test_a_line_without_labels_is_refused_with_its_number(labelled):
    with labelled.open("a", encoding="utf-8") as file:
        file.write(
            json.dumps({key: value for key, value in QUIET.items() if key != "claims"} | {"id": "x"}) + "\n"
        )
    refused = run(labelled)
    assert refused.exit_code == 2
    assert "gold.jsonl:3: `claims`" in refused.stderr


def test_acts_before_the_start_give_way_to_those_in_force():
    act = ACCUSED["claims"][0]
    old = {**act, "in_force": False, "types": ["missile"], "killed": 9}
    merged = merge_claims([old, act, {**act, "places": ["Brod"], "killed": 1}])
    (only,) = merged.values()
    assert only.types == {"shelling"}
    assert only.places == {"dolna", "brod"}
    assert only.numbers["killed"] == 3


def test_a_place_matches_its_longer_or_inflected_name():
    assert match_places(["sunderbani sector"], ["sunderbani"]) == (1, 0, 0)
    assert match_places(["dolna"], ["dolne", "brod"]) == (1, 1, 0)
    assert match_places(["dolna"], ["mira"]) == (0, 1, 1)


def test_a_false_alarm_is_a_claim_free_statement_with_a_claim():
    figures = score_statements([([], ACCUSED["claims"]), ([], [])])
    assert figures["false_alarm"] == 0.5
    assert name_errors([], ACCUSED["claims"]) == ([], ["accusation by north against south"])


def test_confidence_is_counted_by_band_of_a_tenth():
    act = ACCUSED["claims"][0]
    rows = [([act], [{**act, "confidence": 0.8}]), ([], [{**act, "confidence": 0.89}])]
    assert rate_bands(rows) == [(0.8, 2, 0.5)]
