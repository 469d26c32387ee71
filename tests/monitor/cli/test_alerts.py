"""`alerts`: listed, shown, and acknowledged once."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.models import Alert
from tests.alerts.scenes import Road
from tests.monitor.cli.conftest import Command


@pytest.fixture
def alert_id(engine_of_ready: Engine) -> str:
    road = Road(engine_of_ready)
    road.mail("desk@example.org")
    road.rule()
    road.alert()
    with Session(engine_of_ready) as session:
        return session.exec(select(Alert.id)).one()


def test_an_alert_is_acknowledged_with_a_note(ready: Command, alert_id: str) -> None:
    done = ready("alerts", "ack", alert_id, "--note", "Called both.", "--by", "Anna", "--json").json
    assert (done["alert"], done["acknowledged_by"]) == (alert_id, "Anna")
    assert done["acknowledged_note"] == "Called both."


def test_the_second_time_says_who_was_first(ready: Command, alert_id: str) -> None:
    assert ready("alerts", "ack", alert_id).out == f"Alert {alert_id} is acknowledged.\n"
    assert "by the command line." in ready("alerts", "ack", alert_id, "--by", "Boris").sentence


def test_an_unknown_alert_and_a_note_that_is_too_long_are_refused(ready: Command, alert_id: str) -> None:
    assert "There is no alert 'nothing'" in ready("alerts", "ack", "nothing").sentence
    assert "more than 500 characters" in ready("alerts", "ack", alert_id, "--note", "x" * 501).sentence


def test_alerts_are_listed_and_narrowed(ready: Command, alert_id: str) -> None:
    assert alert_id in ready("alerts").out
    assert [line["id"] for line in ready("alerts", "--unseen", "--json").json] == [alert_id]
    ready("alerts", "ack", alert_id)
    for words in (("--unseen",), ("--open",), ("--rule", "none"), ("--since", "2199-01-01")):
        assert ready("alerts", *words).out == "No alerts.\n"
    assert "--since" in ready("alerts", "--since", "yesterday").sentence


def test_an_alert_is_shown_with_what_it_holds_and_where_it_went(ready: Command, alert_id: str) -> None:
    ready("alerts", "ack", alert_id, "--by", "Anna")
    shown = ready("alerts", "show", alert_id).out
    assert "Armenia accuses Azerbaijan" in shown
    assert "by Anna" in shown
    assert "newsroom" in shown
    whole = ready("alerts", "show", alert_id, "--json").json
    assert (len(whole["entries"]), whole["deliveries"][0]["state"]) == (1, "pending")
    assert "There is no alert 'nothing'" in ready("alerts", "show", "nothing").sentence
