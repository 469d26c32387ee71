"""An alert is acknowledged once, and by one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.acknowledging import (
    LONGEST_NAME,
    LONGEST_NOTE,
    AcknowledgedAlready,
    Acknowledgement,
    BadNote,
    acknowledge,
    say_acknowledged,
)
from alerts.models import Alert
from tests.alerts.scenes import WALL, Road


@pytest.fixture
def alert_id(engine: Engine) -> str:
    road = Road(engine)
    road.webhook("https://news.example/hook")
    road.rule()
    road.alert()
    with Session(engine) as session:
        return session.exec(select(Alert.id)).one()


def ack(engine: Engine, alert_id: str, by: str = "Anna", note: str = "") -> Alert | None:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        return acknowledge(session, alert_id, by=by, note=note, wall=WALL)


def test_who_when_and_the_note_are_kept_on_one_line(engine: Engine, alert_id: str) -> None:
    alert = ack(engine, alert_id, by=" An\u202ena\n", note="Called both.\r\nWaiting.")
    assert alert is not None
    assert (alert.acknowledged_by, alert.acknowledged_note) == ("Anna", "Called both. Waiting.")
    sentence = "This alert was acknowledged on 1 March 2026, 09:00 UTC by Anna. Note: Called both. Waiting."
    assert say_acknowledged(Acknowledgement("Anna", WALL, alert.acknowledged_note)) == sentence


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("called both", "called both."),
        ("Called both.", "Called both."),
        ("Ո՞վ։", "Ո՞վ։"),
        ("wait…", "wait…"),
    ],
)
def test_a_note_ends_as_a_sentence(note: str, said: str) -> None:
    assert say_acknowledged(Acknowledgement("Anna", WALL, note)).endswith(f" by Anna. Note: {said}")


def test_the_second_is_told_who_was_first(engine: Engine, alert_id: str) -> None:
    ack(engine, alert_id, note="first")
    with pytest.raises(AcknowledgedAlready) as refusal:
        ack(engine, alert_id, by="Boris", note="second")
    assert refusal.value.first == Acknowledgement("Anna", WALL, "first")


def test_of_many_at_once_one_is_first(engine: Engine, alert_id: str) -> None:
    def attempt(name: str) -> bool:
        try:
            return ack(engine, alert_id, by=name) is not None
        except AcknowledgedAlready:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, [f"person {number}" for number in range(8)])) == 1


def test_an_unknown_alert_is_none(engine: Engine) -> None:
    assert ack(engine, "nothing") is None


@pytest.mark.parametrize(("by", "note"), [("A" * (LONGEST_NAME + 1), ""), ("", "x" * (LONGEST_NOTE + 1))])
def test_what_is_too_long_changes_nothing(sqlite_engine: Engine, by: str, note: str) -> None:
    with pytest.raises(BadNote, match="write a shorter one"):
        ack(sqlite_engine, "any", by, note)
