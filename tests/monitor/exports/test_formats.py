"""What each format says of a claim."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from sqlmodel import Session

from monitor.exports.acled import COLUMNS as ACLED_COLUMNS
from monitor.exports.acled import EVENTS, THEIRS, write_acled
from monitor.exports.atom import Feed, write_feed
from monitor.exports.entries import Entry
from monitor.exports.json_text import write_features, write_lines
from monitor.exports.table import COLUMNS, write_table
from monitor.models import Claim
from monitor.terms import ViolationType
from tests.builders import START, a_review

FEED = Feed("https://watch.example/feed.atom", "https://watch.example/claims", "https://watch.example", START)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def correct(session: Session, claim: Claim) -> None:
    changes = {"against": None, "types": ["shelling"], "killed": 2}
    a_review(session, claim, "corrected", changes=changes, note="the text names nobody")


def read_row(body: str) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(body.removeprefix("\ufeff"), newline=""))
    return row


def read_acled(entry: Entry) -> dict[str, str]:
    return read_row("".join(write_acled([entry])))


def test_a_row_has_every_column_even_without_any_claim(make_published: Callable[..., Entry]) -> None:
    assert "".join(write_table([])) == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    row = read_row("".join(write_table([make_published(places=["Stepanakert"])])))
    assert tuple(row) == COLUMNS
    assert row["by_name"] == "Armenia"
    assert row["occurred_from"] == "2020-10-10T12:05:00+04:00"
    assert (row["latitude"], row["longitude"]) == ("39.815", "46.752")
    assert row["url"].startswith("https://watch.example/claims/")
    assert (row["review"], row["machine"], row["current"]) == ("open", "", "true")


def test_what_a_person_corrected_stands_in_its_place_and_the_reading_beside_it(
    make_published: Callable[..., Entry],
) -> None:
    entry = make_published(review=correct)
    (said,) = [json.loads(line) for line in write_lines([entry])]
    assert (said["against"], said["types"], said["killed"]) == (None, ["shelling"], 2)
    assert said["names"] == {"by": "Armenia", "against": None}
    assert said["machine"] == {"against": "azerbaijan", "types": ["ground_assault"], "killed": None}
    row = read_row("".join(write_table([entry])))
    assert (row["against"], row["types"], row["review"]) == ("", "shelling", "corrected")
    assert json.loads(row["machine"])["against"] == "azerbaijan"
    assert row["review_note"] == "the text names nobody"


def test_a_feature_lies_where_the_gazetteer_says_longitude_first(
    make_published: Callable[..., Entry],
) -> None:
    entries = [
        make_published(places=["Khankendi"]),
        make_published(places=["Stepanakert", "nowhere", "Gəncə"]),
        make_published(places=[]),
    ]
    found = json.loads("".join(write_features(entries)))
    assert found["type"] == "FeatureCollection"
    assert [feature["geometry"] for feature in found["features"]] == [
        {"type": "Point", "coordinates": [46.752, 39.815]},
        {"type": "MultiPoint", "coordinates": [[46.752, 39.815], [46.361, 40.683]]},
        None,
    ]
    assert found["features"][0]["id"] == entries[0].form["id"]


def test_an_accusation_in_the_shape_of_acled(make_published: Callable[..., Entry]) -> None:
    row = read_acled(
        make_published(places=["Stepanakert"], types=["unspecified", "drone", "shelling"], killed=3)
    )
    assert tuple(row) == ACLED_COLUMNS
    assert len(THEIRS) == 31
    assert (row["actor1"], row["actor2"]) == ("Azerbaijan", "Armenia")
    assert (row["accuser"], row["accused"], row["claim_stance"]) == ("Armenia", "Azerbaijan", "accusation")
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["event_date"], row["time_precision"], row["fatalities"]) == ("2020-10-10", "1", "3")
    assert (row["inter1"], row["interaction"]) == ("State forces", "State forces-State forces")
    assert (row["location"], row["geo_precision"]) == ("Stepanakert", "1")
    assert row["notes"].startswith("Armenia accuses Azerbaijan of")
    assert row["region"] == ""


def test_of_a_denial_the_one_who_denies_is_said_to_have_acted(make_published: Callable[..., Entry]) -> None:
    row = read_acled(make_published(stance="denial"))
    assert (row["actor1"], row["accuser"], row["accused"]) == ("Armenia", "Azerbaijan", "Armenia")


def test_of_an_admission_nobody_is_the_accuser(make_published: Callable[..., Entry]) -> None:
    row = read_acled(make_published(stance="admission", against=None))
    assert (row["actor1"], row["accuser"], row["accused"]) == ("Armenia", "", "Armenia")


def test_what_the_text_does_not_say_stays_empty(make_published: Callable[..., Entry]) -> None:
    nothing: dict[str, Any] = {"occurred_from": None, "occurred_precision": None}
    row = read_acled(make_published(by="artsakh", against=None, types=["unspecified"], **nothing))
    empty = ("actor1", "inter1", "inter2", "interaction", "disorder_type", "event_type", "fatalities")
    assert [row[name] for name in empty] == [""] * len(empty)
    assert (row["event_date"], row["time_precision"]) == ("2020-10-10", "3")


def test_every_type_of_act_has_its_event_type() -> None:
    assert list(EVENTS) == [kind.value for kind in ViolationType]


def test_a_feed_has_what_atom_asks_for(make_published: Callable[..., Entry]) -> None:
    entry = make_published(url="https://am-mod.example/1?a=1&b=2")
    feed = ElementTree.fromstring("".join(write_feed([entry], FEED)))
    assert [feed.findtext(f"a:{name}", "", ATOM) for name in ("id", "updated")] == [
        "https://watch.example/feed.atom",
        "2020-10-10T08:00:00Z",
    ]
    assert "does not establish what happened" in feed.findtext("a:subtitle", "", ATOM)
    item = feed.find("a:entry", ATOM)
    assert item is not None
    assert item.findtext("a:id", "", ATOM) == f"tag:watch.example,2020:lineage/{entry.form['lineage']}"
    assert item.findtext("a:author/a:name", "", ATOM) == "Press office am-mod"
    assert item.findtext("a:title", "", ATOM).startswith("Armenia accuses Azerbaijan of a ground assault")
    links = {link.get("rel"): link.get("href") for link in item.findall("a:link", ATOM)}
    assert links == {"alternate": entry.form["url"], "via": "https://am-mod.example/1?a=1&b=2"}
    assert datetime.fromisoformat(item.findtext("a:published", "", ATOM)) == datetime(
        2020, 10, 10, 8, 20, tzinfo=UTC
    )


def test_an_address_that_is_none_of_the_web_is_no_link(make_published: Callable[..., Entry]) -> None:
    entry = make_published(url="javascript:alert(1)")
    assert "javascript" not in "".join(write_feed([entry], FEED))
