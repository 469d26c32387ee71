"""Follow-ups stand in the thread of the alert that they follow, and say what they are about."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from alerts.body import write_body
from alerts.contents import gather_message
from alerts.models import Alert, Delivery
from alerts.threads import pick_answered
from tests.alerts.letters import BACK
from tests.alerts.scenes import WALL, Road, a_courier, a_mailer, a_notice, claim_facts
from tests.mailbox import Mailbox

NAMES = {"names": {"by": "Azerbaijan", "against": "Armenia"}}
ALL = ["accusation", "correction", "retraction", "denial"]


@pytest.fixture
def road(engine: Engine, mailbox: Mailbox) -> Road:
    made = Road(engine, a_courier(mailer=a_mailer(mailbox.port)))
    made.mail("desk@example.org")
    made.rule(when={"kind": ALL})
    made.alert()
    made.deliver()
    return made


def follow(road: Road, kind: str, facts: dict[str, Any]) -> Alert:
    """An alert that follows the first one, as rules make them; nothing of it is sent yet."""
    with Session(road.engine) as session:
        root = session.exec(select(Alert.id).where(col(Alert.follows).is_(None))).one()
    road.alert(kind, facts)
    with Session(road.engine, expire_on_commit=False) as session, session.begin():
        newest = session.exec(select(Alert).order_by(col(Alert.opened_at).desc())).first()
        assert newest is not None
        session.execute(update(Alert).where(col(Alert.id) == newest.id).values(follows=root))
        newest.follows = root
        return newest


def a_denial(**changes: Any) -> dict[str, Any]:
    return claim_facts(**BACK, stance="denial", **changes) | NAMES


def test_a_follow_up_is_an_answer_to_the_first_mail(road: Road, mailbox: Mailbox) -> None:
    follow(road, "correction", claim_facts(previous={"killed": 1}, killed=2))
    road.deliver()
    first, second = (mail.message for mail in mailbox.mails)
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert second["Subject"].startswith("Re: Corrected (alleged killed: 2, before: 1): Armenia accuses")
    assert "It follows the alert of 10 October 2020, 12:47 UTC+4 (08:47 UTC)." in mailbox.mails[1].part(
        "plain"
    )
    assert first["In-Reply-To"] is first["References"] is None


def test_where_the_first_mail_did_not_go_there_is_no_thread(road: Road, mailbox: Mailbox) -> None:
    road.mail("late@example.org", id="late")
    road.rule(when={"kind": ALL}, send_to=["newsroom", "late"])
    follow(road, "retraction", claim_facts())
    road.deliver()
    late = next(mail.message for mail in mailbox.mails if mail.recipients == ("late@example.org",))
    assert late["In-Reply-To"] is None
    assert late["Subject"].startswith("Re: Retracted: ")


def test_a_denial_says_of_which_accusation(road: Road, mailbox: Mailbox) -> None:
    follow(road, "denial", a_denial(occurred=None))
    road.deliver()
    text = mailbox.mails[1].part("plain")
    assert "Azerbaijan denies Armenia's accusation of a ground assault at Karakhambeyli" in text
    told_before = (
        "The accusation told before: Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05"
    )
    assert told_before in text


def test_a_webhook_is_told_what_is_followed(road: Road) -> None:
    follows = follow(road, "denial", a_denial()).follows
    with Session(road.engine) as session:
        deliveries = session.exec(select(Delivery).order_by(col(Delivery.sequence))).all()
        bodies = [
            write_body(gather_message(session, each, "https://desk.example"), WALL) for each in deliveries
        ]
    alerts = [json.loads(body)["data"]["alert"] for body in bodies]
    assert [alert["follows"] for alert in alerts] == [None, follows]
    assert follows == alerts[0]["id"]


def test_of_several_accusations_it_is_the_one_with_most_in_common_then_the_newest() -> None:
    newest = a_notice(facts=claim_facts(id="newest", types=["shelling"], places=["Martuni"]))
    shared = a_notice(facts=claim_facts(id="shared", types=["shelling"], places=["Hadrut"]))
    oldest = a_notice(facts=claim_facts(id="oldest", types=["unspecified"], places=["Shusha"]))
    other = a_notice(facts=claim_facts(id="other", by="artsakh"))
    told = [other, newest, shared, oldest]

    def picked(**changes: Any) -> str | None:
        found = pick_answered(a_notice("denial", a_denial(**changes)), told)
        return found.facts["claim"]["id"] if found is not None else None

    assert picked(types=["shelling"], places=["hadrut"]) == "shared"
    assert picked(types=["shelling"], places=[]) == "newest"
    assert picked(types=["unspecified"], places=["Shusha"]) == "oldest"
    assert picked(types=["unspecified"], places=[]) is None
