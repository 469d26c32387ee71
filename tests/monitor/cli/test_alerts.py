"""The command `alerts ack`: who has seen an alert, once."""

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
