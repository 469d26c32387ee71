"""`source try`: fetch once, record nothing, say what is wrong."""

from datetime import UTC, datetime

import pytest

from monitor.db import open_engine, writing
from tests.builders import a_source, a_watch, an_agreement

ITEM = {"id": "1", "title": "Statement", "text": "The enemy opened fire.", "url": "/1"}
NOON = datetime(2020, 10, 10, 12, 19, tzinfo=UTC)


@pytest.fixture
def command(command):
    command.environment["CEASEWATCH_ALLOW_NETWORKS"] = "127.0.0.0/8"
    return command


def test_a_feed_shows_what_would_be_recorded(command, site):
    address = site.feed("/feed", [ITEM | {"published_at": NOON}])
    answer = command("source", "try", address, "--json").json
    assert (answer["state"], answer["final_url"], answer["problems"]) == ("ok", address, [])
    (statement,) = answer["statements"]
    assert (statement["id"], statement["title"]) == ("1", "Statement")
    assert statement["published_at"] == "2020-10-10T12:19:00+00:00"
    assert statement["precision"] == "second"


def test_nothing_is_recorded_by_a_try(command, site):
    command("source", "try", site.feed("/feed", [ITEM]), "--json")
    assert not (command.home / "ceasewatch.sqlite3").exists()


def test_what_is_doubtful_is_said(command, site):
    answer = command(
        "source", "try", site.feed("/feed", [ITEM, ITEM | {"id": "2", "text": ""}]), "--json"
    ).json
    problems = " ".join(answer["problems"])
    assert "no usable date" in problems
    assert "a title and no text" in problems


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ({"body": "<!DOCTYPE html><p>News</p>"}, "broken"),
        ({"body": "", "status": 403}, "blocked"),
        (None, "broken"),
    ],
)
def test_what_is_no_feed_has_a_state_and_a_reason(command, site, page, state):
    address = site.page("/feed", **page) if page else f"{site.url}/missing"
    answer = command("source", "try", address, "--json").json
    assert answer["state"] == state
    assert len(answer["problems"]) == 1
    assert answer["statements"] == []


def test_a_configured_source_is_tried_by_its_id_in_its_own_zone(command, site):
    command("db", "upgrade")
    engine = open_engine(f"sqlite:///{command.home}/ceasewatch.sqlite3")
    address = site.feed("/feed", [ITEM | {"published_at": "Sat, 10 Oct 2020 12:19:00"}])
    with writing(engine) as session:
        a_watch(session, an_agreement(session), a_source(session, "am-mod", url=address))
    (statement,) = command("source", "try", "am-mod", "--json").json["statements"]
    assert statement["published_at"] == "2020-10-10T12:19:00+04:00"


def test_an_unknown_source_is_one_plain_sentence(command):
    assert "neither an address nor the id of a source" in command("source", "try", "nobody").sentence


def test_an_unknown_kind_is_one_plain_sentence(command):
    assert "--kind" in command("source", "try", "https://mod.example/", "--kind", "pigeon").sentence


def test_an_address_inside_the_network_is_refused_with_the_mend(command, site):
    command.environment["CEASEWATCH_ALLOW_NETWORKS"] = ""
    answer = command("source", "try", site.feed("/feed", [ITEM]), "--json").json
    assert answer["state"] == "unreachable"
    assert "CEASEWATCH_ALLOW_NETWORKS" in answer["problems"][0]


LIST = "".join(
    f"<li><i>1{n}.10.2020</i> <a href='/n/{n}'>Statement number {n} of the Ministry of Defence</a></li>"
    for n in range(6)
)


def test_selectors_are_proposed_as_yaml_for_a_listing(command, site):
    command.environment["CEASEWATCH_HOST_GAP"] = "0"
    answer = command("source", "try", site.page("/press", f"<html><body><ul>{LIST}</ul></body></html>"))
    assert "kind: page" in answer.out
    assert "select: {item: " in answer.out


def test_a_telegram_channel_needs_its_terms_accepted(command):
    answer = command("source", "try", "@mod_example", "--json").json
    assert "acknowledge_terms" in answer["problems"][0]


def test_a_move_is_approved_by_a_person(command):
    assert "no source 'us-defense'" in command("source", "approve", "us-defense").sentence
    with writing(command.open()) as session:
        a_source(
            session, "us-defense", url="https://defense.example/feed", moved_to="https://war.example/feed"
        )
    answer = command("source", "approve", "us-defense", "--json").json
    assert answer == {"id": "us-defense", "url": "https://war.example/feed"}
    assert "nothing waits for approval" in command("source", "approve", "us-defense").sentence
