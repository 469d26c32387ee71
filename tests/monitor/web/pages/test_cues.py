"""The words that a field was read from are found again in the evidence."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from monitor.db import writing
from monitor.queries.claims import get_claim
from monitor.web.pages.cues import Cue, find_cues
from tests.builders import a_published_claim, minutes_after

TEXT = "In Gəncəyə 12:05 the enemy shelled homes; 7 were killed, 33 wounded. At 12:05 again."


def cues(engine: Engine, text: str = TEXT, **columns: Any) -> list[Cue]:
    facts: dict[str, Any] = {
        "places": ["Gəncə"],
        "types": ["shelling"],
        "why": ["act:shelled"],
        "occurred_from": minutes_after(5),
    }
    with writing(engine) as session:
        claim = a_published_claim(session, text=text, killed=7, wounded=33, **(facts | columns))
        row = get_claim(session, claim.id)
        assert row is not None
        return find_cues(row)


def test_cues_are_numbered_in_the_order_of_the_text(sqlite_engine: Engine) -> None:
    found = [(cue.number, cue.key, cue.words) for cue in cues(sqlite_engine)]
    assert found == [
        (1, "places", "Gəncəyə"),
        (2, "occurred", "12:05"),
        (3, "types", "shelled"),
        (4, "killed", "7"),
        (5, "wounded", "33"),
    ]


def test_nothing_outside_the_evidence_is_a_cue(sqlite_engine: Engine) -> None:
    found = cues(sqlite_engine, evidence_start=10, evidence_end=30, quote=TEXT[10:30])
    assert [cue.key for cue in found] == ["occurred"]


def test_a_number_inside_another_is_none(sqlite_engine: Engine) -> None:
    assert [cue.key for cue in cues(sqlite_engine, text="17 hit, 733 seen, shelled")] == ["types"]


def test_words_that_are_a_pattern_are_taken_as_words(sqlite_engine: Engine) -> None:
    assert [cue.words for cue in cues(sqlite_engine, text="a (b) x", why=["act:["])] == []
    assert [cue.words for cue in cues(sqlite_engine, text="a (b) x", why=["act:(b)"])] == ["(b)"]
