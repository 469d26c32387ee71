"""An alert in a few plain lines."""

from __future__ import annotations

from typing import Any

from alerts.briefs import MOST_LINES, write_brief
from alerts.message import Entry, Message, Tally
from tests.alerts.scenes import a_statement, claim_facts, source_facts

DESK = "https://desk.example"
SENTENCE = "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05"


def a_message(*entries: Entry, more: int = 0, **changes: Any) -> Message:
    values = {
        "type": "claims.accusation",
        "alert_id": "a1",
        "rule": "every-accusation",
        "agreement": "karabakh-2020",
        "entries": entries,
        "more": more,
        "url": f"{DESK}/claims?agreement=karabakh-2020",
        "base_url": DESK,
    }
    return Message(**(values | changes))


def accusation(**changes: Any) -> Entry:
    return Entry("accusation", claim_facts(**changes))


def test_a_single_claim_is_its_sentence_who_published_it_and_its_page() -> None:
    brief = write_brief(a_message(accusation()))
    assert brief.title == SENTENCE
    assert brief.lines == (
        "Ministry of Defence of Armenia, published 10 October 2020, 12:40 UTC+4 (08:40 UTC)",
    )
    assert brief.link == f"{DESK}/claims/c1"


def test_several_are_some_sentences_how_many_more_and_the_log() -> None:
    brief = write_brief(a_message(*(accusation(places=[f"Place {at}"]) for at in range(9)), more=3))
    assert brief.title.endswith("(and 11 more)")
    assert len(brief.lines) == MOST_LINES + 1
    assert brief.lines[0] == "Armenia accuses Azerbaijan of a ground assault at Place 0, 12:05"
    assert brief.lines[-1] == "and 7 more"
    assert brief.link == f"{DESK}/claims?agreement=karabakh-2020"


def test_a_title_that_was_cut_is_told_in_full_below_it() -> None:
    places = [f"A place with a very long name, number {at}" for at in range(4)]
    brief = write_brief(a_message(accusation(places=places)))
    assert brief.title.endswith("...")
    assert brief.lines[0].startswith("Armenia accuses Azerbaijan")
    assert "number 3" in brief.lines[0]


def test_a_digest_counts() -> None:
    digest = {"every": "day", "at": "08:00", "timezone": "UTC"}
    tallies = [Tally("accusation", "Armenia", "Azerbaijan", 12), Tally("denial", "Azerbaijan", "Armenia", 2)]
    brief = write_brief(a_message(*[accusation()] * 2, more=12, digest=digest, tallies=tallies))
    assert brief.lines == ("Armenia accuses Azerbaijan: 12", "Azerbaijan denies accusations by Armenia: 2")


def test_a_source_and_a_test_have_nothing_to_add() -> None:
    source = write_brief(
        a_message(Entry("source", source_facts()), type="source.state", url=f"{DESK}/sources")
    )
    assert (source.lines, source.link) == ((), f"{DESK}/sources")
    test = write_brief(a_message(type="test"))
    assert (test.title, test.lines) == ("Ceasewatch: a test message", ())


def test_no_name_calls_a_room_or_is_taken_for_a_tag() -> None:
    statement = a_statement(publisher="Press @here")
    brief = write_brief(a_message(accusation(places=["<!channel> @everyone"], statement=statement)))
    assert "‹!channel› @\u200beveryone" in brief.title
    assert brief.lines[0].startswith("Press @\u200bhere")
