"""`claims` shows the log, filtered as in the API, as a table and in every format of an export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from monitor.db import reading, writing
from monitor.queries.journal import JournalFilter, list_entries
from tests.builders import a_published_claim, minutes_after


@pytest.fixture
def log(ready: Any, engine_of_ready: Engine) -> Any:
    """Three claims: two of Armenia's, one of Azerbaijan's."""
    with writing(engine_of_ready) as session:
        a_published_claim(session, published_at=minutes_after(20), id="first")
        a_published_claim(
            session, published_at=minutes_after(40), id="second", types=["shelling"], places=["Ganja"]
        )
        a_published_claim(
            session,
            "az-mod",
            speaker="azerbaijan",
            by="azerbaijan",
            against="armenia",
            published_at=minutes_after(60),
            id="third",
            in_force=False,
        )
    return ready


def ids(command: Any, *words: str) -> list[str]:
    done = command("claims", "--format", "jsonl", *words)
    assert (done.code, done.err) == (0, "")
    return [json.loads(line)["id"] for line in done.out.splitlines()]


def test_the_newest_stands_first(log: Any) -> None:
    assert ids(log) == ["third", "second", "first"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--by", "azerbaijan"), ["third"]),
        (("--by", "azerbaijan", "--by", "armenia"), ["third", "second", "first"]),
        (("--against", "azerbaijan", "--type", "shelling"), ["second"]),
        (("--in-force", "false"), ["third"]),
        (("--place", "ganja"), ["second"]),
        (("--source", "am-mod"), ["second", "first"]),
        (("--from", "2020-10-10T12:40:00+04:00", "--to", "2020-10-10T12:50:00+04:00"), ["second"]),
        (("--to", "2020-10-10"), ["third", "second", "first"]),
        (("--to", "2020-10-09"), []),
        (("--stance", "denial"), []),
        (("--sort", "published", "--limit", "1"), ["first"]),
        (("--limit", "0"), ["third", "second", "first"]),
        (("--agreement", "another"), []),
    ],
)
def test_filters_are_those_of_the_api(log: Any, words: tuple[str, ...], expected: list[str]) -> None:
    assert ids(log, *words) == expected


def test_a_table_says_who_says_what_of_whom(log: Any) -> None:
    lines = log("claims", "--by", "azerbaijan").out.splitlines()
    assert lines[0].split()[:4] == ["PUBLISHED", "BY", "STANCE", "AGAINST"]
    assert lines[1].split()[1:4] == ["Azerbaijan", "accusation", "Armenia"]


def test_json_is_one_line_with_the_cursor_of_the_next_page(log: Any) -> None:
    page = log("claims", "--format", "json", "--limit", "2").json
    assert [item["id"] for item in page["items"]] == ["third", "second"]
    assert page["items"][0]["url"] == "http://127.0.0.1:8080/claims/third"
    rest = log("claims", "--format", "json", "--cursor", page["next"]).json
    assert ([item["id"] for item in rest["items"]], rest["next"]) == (["first"], "")


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_has_a_row_for_each_claim(log: Any) -> None:
    rows = read_csv(log("claims", "--format", "csv").out)
    assert [row["id"] for row in rows] == ["third", "second", "first"]
    assert (rows[1]["types"], rows[1]["in_force"], rows[1]["publisher"]) == (
        "shelling",
        "true",
        "Press office am-mod",
    )


def test_a_cell_that_looks_like_a_formula_is_none(ready: Any, engine_of_ready: Engine) -> None:
    with writing(engine_of_ready) as session:
        a_published_claim(session, title='=HYPERLINK("http://x.example")')
    (row,) = read_csv(ready("claims", "--format", "csv").out)
    assert row["title"].startswith("'=")


def test_geojson_acled_and_atom_are_formats_as_well(log: Any) -> None:
    assert len(json.loads(log("claims", "--format", "geojson").out)["features"]) == 3
    rows = read_csv(log("claims", "--format", "acled", "--limit", "2").out)
    assert [row["claim_id"] for row in rows] == ["third", "second"]
    assert log("claims", "--format", "atom").out.count("<entry>") == 3


def test_an_export_with_its_manifest_has_every_claim_and_is_in_the_journal(
    log: Any, engine_of_ready: Engine, tmp_path: Path
) -> None:
    beside = tmp_path / "log.csv.manifest.json"
    body = log("claims", "--format", "csv", "--limit", "1", "--manifest", str(beside)).out
    manifest = json.loads(beside.read_text())
    assert manifest["file"]["rows"] == len(read_csv(body)) == 3
    with reading(engine_of_ready) as session:
        kinds = [entry.kind for entry in list_entries(session, JournalFilter(), 2)]
    assert kinds == ["export_manifest", "export"]


def test_the_log_can_be_asked_as_of_a_time(log: Any) -> None:
    assert ids(log, "--as-of", minutes_after(45).isoformat()) == ["second", "first"]
    refused = log("claims", "--format", "csv", "--as-of", "2199-01-01", "--manifest", "x.json")
    assert refused.sentence.startswith("--as-of: lies in the future")


def test_an_empty_log_says_so(ready: Any) -> None:
    assert ready("claims").out == "No claims.\n"
    assert ready("claims", "--format", "json").json == {"items": [], "next": ""}
    assert ready("claims", "--json").json == {"items": [], "next": ""}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--stance", "acusation"), "--stance: 'acusation' is not known; did you mean `accusation`?"),
        (("--type", "bombing"), "--type: 'bombing' is not known; "),
        (("--in-force", "maybe"), "--in-force: 'maybe' is not known; known here: true, false."),
        (("--from", "2020-10-10T12:00"), "--from: '2020-10-10T12:00' has no offset"),
        (("--from", "soon"), "--from: 'soon' is no time"),
        (("--cursor", "x"), "--cursor: not one that this order of the log gave"),
        (("--sort", "loud"), "--sort: 'loud' is not known"),
        (("--format", "table", "--manifest", "x.json"), "--manifest: is of a file; choose its --format."),
        (("--format", "xml"), "--format: 'xml' is not known"),
    ],
)
def test_a_bad_filter_is_one_sentence_that_names_it(log: Any, words: tuple[str, ...], sentence: str) -> None:
    assert log("claims", *words).sentence.startswith(sentence)
