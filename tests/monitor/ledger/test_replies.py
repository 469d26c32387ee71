"""What readers of a mail answer is in the journal."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.acknowledging import AcknowledgedAlready
from alerts.models import Alert
from monitor.ledger.replies import BY_LINK, acknowledge_alert, unsubscribe_address
from monitor.models import JournalEntry
from tests.alerts.scenes import WALL, Road


@pytest.fixture
def road(engine: Engine) -> Road:
    made = Road(engine)
    made.mail("desk@example.org")
    made.rule()
    made.alert()
    return made


def journal(engine: Engine) -> list[tuple[str, str, str, dict[str, object]]]:
    with Session(engine) as session:
        return [
            (each.kind, each.subject, each.actor, each.details) for each in session.exec(select(JournalEntry))
        ]


def test_an_acknowledgement_is_in_the_journal_once(road: Road) -> None:
    with Session(road.engine) as session, session.begin():
        alert_id = session.exec(select(Alert.id)).one()
        acknowledge_alert(session, alert_id, by="Anna", note="Seen", now=WALL)
    with pytest.raises(AcknowledgedAlready), Session(road.engine) as session, session.begin():
        acknowledge_alert(session, alert_id, by="Boris", note="Seen too", now=WALL)
    details = {"rule": "every-accusation", "note": "Seen"}
    assert journal(road.engine) == [("acknowledgement", f"alert:{alert_id}", "Anna", details)]


def test_unsubscribing_is_in_the_journal_once(road: Road) -> None:
    for _ in range(2):
        with Session(road.engine) as session, session.begin():
            unsubscribe_address(session, "newsroom", " Desk@example.org", WALL)
    details = {"action": "unsubscribe", "address": "Desk@example.org"}
    assert journal(road.engine) == [("configuration", "channel:newsroom", BY_LINK, details)]
