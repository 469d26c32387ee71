"""The subject of a mail says what changed, or who accuses whom of what, where."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.message import Entry, Followed, Tally
from alerts.reasons import write_reason, write_span
from alerts.subjects import write_subject
from tests.alerts.letters import CLOSED, a_letter, said_back, told
from tests.alerts.scenes import claim_facts, source_facts

SAID = "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli"
SENTENCE = f"{SAID}, 12:05"
THREAD: dict[str, Any] = {"follows": "a0", "thread": Followed(CLOSED, "d0")}


def subject(*entries: Entry, reader: str | None = None, **changes: Any) -> str:
    return write_subject(a_letter(*entries, **changes).message, reader)


def reason(*entries: Entry, **changes: Any) -> str:
    return write_reason(a_letter(*entries, **changes).message)


def test_a_follow_up_says_first_what_changed() -> None:
    correction = told(
        "correction", previous={"killed": 1, "wounded": None, "evidence": {}}, killed=2, wounded=3
    )
    changes = "alleged killed: 2, before: 1; alleged wounded: 3, before: not said"
    expected = f"Re: Corrected ({changes}): {SAID}"
    assert subject(correction, **THREAD) == expected


def test_more_than_two_changes_are_counted_in_a_subject() -> None:
    previous = {"killed": 1, "wounded": 1, "civilians": True, "in_force_certain": False}
    assert "before: 1; 2 more): " in subject(
        told("correction", previous=previous, wounded=2, killed=2), **THREAD
    )


def test_a_retraction_and_a_denial_say_of_what() -> None:
    assert subject(told("retraction"), told("retraction"), **THREAD) == f"Re: Retracted: {SAID} (and 1 more)"
    denial = Entry("denial", claim_facts(stance="denial", occurred=None))
    assert subject(denial, **THREAD).startswith(
        "Re: Armenia denies Azerbaijan's accusation of a ground assault"
    )


def test_a_correction_that_follows_nothing_here_is_no_answer() -> None:
    assert subject(told("correction", previous={"killed": 1}, killed=2)).startswith(
        "Corrected: Armenia accuses"
    )


def test_mutual_accusations_name_both_by_name_whoever_was_first() -> None:
    expected = (
        "Both sides accuse each other: Armenia accuses Azerbaijan of a ground assault at Karakhambeyli;"
        " Azerbaijan accuses Armenia of a missile attack at Ganja (and 1 more)"
    )
    for entries in ((told(), said_back(), told()), (said_back(), told(), told())):
        assert subject(*entries, when={"mutual": 3600}) == expected
        assert reason(*entries, when={"mutual": 3600}) == "Both sides accuse each other within 1 hour."


def test_allies_speak_for_each_other() -> None:
    sides = {"by": "armenian", "against": "azerbaijani"}
    ally = claim_facts(by="artsakh") | {
        "names": {"by": "Nagorno-Karabakh", "against": "Azerbaijan"},
        "sides": sides,
    }
    back = said_back().facts | {"sides": {"by": "azerbaijani", "against": "armenian"}}
    entries = Entry("accusation", ally), Entry("accusation", back)
    assert subject(*entries, when={"mutual": 60}).startswith(
        "Both sides accuse each other: Azerbaijan accuses Armenia"
    )


def test_a_follow_up_of_a_digest_reads_as_a_follow_up() -> None:
    assert subject(told("retraction"), digest={"every": "day"}, **THREAD).startswith("Re: Retracted: ")


def test_one_side_alone_is_not_mutual() -> None:
    assert subject(told(), told(), when={"mutual": 3600}) == f"{SENTENCE} (and 1 more)"
    assert reason(told(), when={"mutual": 3600}) == ""


@pytest.mark.parametrize(
    ("asked", "words"),
    [("agreement", ""), ("by", " of each speaker"), ("place", " at each place"), ("type", " of each type")],
)
def test_a_first_is_said_to_be_one(asked: str, words: str) -> None:
    assert subject(told(), when={"first": asked}) == f"First: {SENTENCE}"
    assert reason(told(), when={"first": asked}) == f"The first{words} since the start, as the rule asks."


def test_a_threshold_stands_before_what_crossed_it() -> None:
    when = {"more_than": {"count": 10, "within": 5400, "per": "against"}}
    threshold = "ore than 10 within 90 minutes against the same party"
    assert subject(told(), more=10, when=when) == f"M{threshold}: {SENTENCE} (and 10 more)"
    assert reason(told(), when=when) == f"There were m{threshold}."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(86400, "1 day"), (7200, "2 hours"), (90, "90 seconds"), (60, "1 minute"), (0.5, "0 seconds")],
)
def test_a_span_is_told_in_the_largest_unit_that_is_exact(seconds: float, words: str) -> None:
    assert write_span(seconds) == words


def test_a_digest_counts_who_accuses_whom() -> None:
    tallies = (
        Tally("denial", "Azerbaijan", "Armenia", 2),
        Tally("accusation", "Azerbaijan", "Armenia", 9),
        Tally("accusation", "Armenia", "Azerbaijan", 12),
    )
    night: dict[str, Any] = {"tallies": tallies, "closed_at": datetime(2020, 10, 10, 22, tzinfo=UTC)}
    accusations = "Armenia accuses Azerbaijan (12); Azerbaijan accuses Armenia (9); 2 others"
    daily = {"every": "day", "timezone": "Asia/Yerevan"}
    assert subject(told(), digest=daily, **night) == f"Daily digest, 11 October 2020: {accusations}"
    hourly = {"every": "hour", "timezone": None}
    hour = f"Hourly digest, 11 October 2020, 02:00: {accusations}"
    assert subject(told(), digest=hourly, **night) == hour
    assert subject(told(), reader="UTC", digest=hourly, **night).startswith(
        "Hourly digest, 10 October 2020, 22:00"
    )


def test_a_digest_without_accusations_counts_what_it_has() -> None:
    tallies = (Tally("source", None, None, 3),)
    entry = Entry("source", source_facts())
    assert (
        subject(entry, digest={"every": "week"}, tallies=tallies, closed_at=None) == "Weekly digest: 3 in all"
    )


def test_a_reader_elsewhere_is_told_the_time_as_theirs() -> None:
    assert subject(told(), reader="Europe/Berlin") == SENTENCE.replace("12:05", "10:05 UTC+2")
    assert subject(told(), reader="Asia/Dubai") == SENTENCE
    day = {"from": "2020-10-10T00:00:00+04:00", "to": None, "precision": "day"}
    assert subject(told(occurred=day), reader="America/New_York").endswith("Karakhambeyli, 10 October")


def test_the_sentence_of_the_service_loses_its_full_stop() -> None:
    assert subject(Entry("system", {"system": {"sentence": "A channel rests."}})) == "A channel rests"


@pytest.mark.parametrize("asked", [{"first": "agreement"}, {"more_than": {"count": 9, "within": 60}}])
def test_what_a_rule_asks_of_claims_is_not_said_of_a_source(asked: dict[str, Any]) -> None:
    quiet, changes = Entry("source", source_facts()), {"type": "source.state", "when": asked}
    assert subject(quiet, **changes).startswith("Ministry of Defence of Armenia: the source")
    assert reason(quiet, **changes) == ""
