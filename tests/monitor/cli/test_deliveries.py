"""`deliveries`: the log on the command line, and what a person orders."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from alerts.configuration import save_channel
from alerts.deliveries import queue_test
from alerts.models import Attempt, Delivery
from monitor import clock
from monitor.db import reading, writing
from monitor.models import JournalEntry


@pytest.fixture
def tried(ready: Any, engine_of_ready: Engine) -> str:
    """A dead delivery to `desk` with one try, beside one that waits for `other`; the first one's id."""
    with writing(engine_of_ready) as session:
        for name in ("desk", "other"):
            save_channel(session, name, "email", {"to": ["desk@example.org"]}, clock.wall(), "apply")
        delivery = queue_test(session, "desk", clock.wall())
        assert delivery is not None
        delivery.state, delivery.reason = "dead", "The mail server refused it."
        id = delivery.id
        session.add(
            Attempt(
                delivery_id=id,
                number=1,
                at=clock.wall(),
                duration_ms=1234,
                early=False,
                outcome="waits",
                status=451,
                detail="The mail server refused it.",
            )
        )
        queue_test(session, "other", clock.wall())
    return id


def listed(ready: Any, *words: str) -> list[str]:
    return [line["channel"] for line in ready("deliveries", *words, "--json").json]


def test_the_log_is_narrowed_by_channel_state_and_time(ready: Any, tried: str) -> None:
    assert listed(ready) == ["other", "desk"]
    assert listed(ready, "--channel", "desk") == ["desk"]
    assert listed(ready, "--state", "pending", "--state", "delivered") == ["other"]
    assert listed(ready, "--dead") == ["desk"]
    assert listed(ready, "--since", "2199-01-01") == []
    assert listed(ready, "--rule", "none") == listed(ready, "--alert", "none") == []


def test_what_can_t_be_asked_is_one_sentence(ready: Any, tried: str) -> None:
    assert "--state: 'lost' is not known" in ready("deliveries", "--state", "lost").sentence
    assert "--since" in ready("deliveries", "--since", "yesterday").sentence


def test_one_delivery_is_shown_with_each_of_its_tries(ready: Any, tried: str) -> None:
    shown = ready("deliveries", "show", tried).out
    assert "reason: The mail server refused it." in shown
    assert "1.234 s" in shown
    (attempt,) = ready("deliveries", "show", tried, "--json").json["attempts"]
    assert (attempt["status"], attempt["duration_ms"], attempt["early"]) == (451, 1234, False)


def test_a_delivery_is_cancelled_and_sent_after_all_and_both_are_in_the_journal(
    ready: Any, engine_of_ready: Engine, tried: str
) -> None:
    assert ready("deliveries", "cancel", tried).out == f"Delivery {tried} is cancelled.\n"
    assert "nothing to cancel" in ready("deliveries", "cancel", tried).sentence
    assert ready("deliveries", "retry", tried, "--json").json == {"delivery": tried, "state": "pending"}
    with reading(engine_of_ready) as session:
        entries = session.exec(select(JournalEntry).where(JournalEntry.kind == "delivery")).all()
        assert session.exec(select(Delivery.state).where(Delivery.id == tried)).one() == "pending"
    assert [(row.subject, row.actor, row.details["action"]) for row in entries] == [
        (f"delivery:{tried}", "deliveries cancel", "cancel"),
        (f"delivery:{tried}", "deliveries retry", "retry"),
    ]
