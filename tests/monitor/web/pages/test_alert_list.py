"""The alerts as a list: filtered, page by page, several acknowledged at once."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.models import JournalEntry
from tests.alerts.scenes import AT_ONCE, Road, claim_facts
from tests.builders import an_agreement
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_deliveries import anna, desk
from tests.monitor.web.pages.test_rules import said
from tests.monitor.web.person import Person, an_account

__all__ = ["anna", "desk"]
ROW = re.compile(r'<th scope="row"><a href="/alerts/([0-9a-f]+)">')


@pytest.fixture(autouse=True)
def road(desk: OpenDesk) -> Road:
    """Three alerts of one rule: drone, missile, drone."""
    with writing(desk.engine) as session:
        an_agreement(session)
        an_agreement(session, "other", name="Another truce")
    road = Road(desk.engine)
    road.webhook("https://news.example/hook")
    road.rule(**AT_ONCE)
    for number, kind in enumerate(["drone", "missile", "drone"]):
        road.pass_time(60)
        road.post(facts=claim_facts(lineage=f"l{number}", types=[kind]))
        road.close()
    return road


def listed(page: str) -> list[str]:
    return ROW.findall(page)


def test_the_last_opened_stands_first_with_its_deliveries(desk: OpenDesk) -> None:
    page = desk.page("/alerts")
    assert len(listed(page)) == 3
    text = said(page)
    assert "Armenia accuses Azerbaijan of a drone attack" in text
    assert "every-accusation 1 waiting not yet" in text
    assert "Acknowledge the ticked ones" not in text


def test_it_is_narrowed_and_the_address_stays_short(desk: OpenDesk, road: Road) -> None:
    road.rule("nights", when={"types": ["drone"]}, send_to=["nowhere"], **AT_ONCE)
    road.alert_at_once()
    road.post(facts=claim_facts(lineage="l9", types=["drone"]))
    road.close()
    counts = {
        "rule=nights": 1,
        "rule=nights&rule=every-accusation": 6,
        "channel=newsroom": 5,
        "channel=newsroom&state=dead": 0,
        "state=pending": 5,
        "agreement=karabakh-2020": 6,
        "agreement=other": 0,
        "acknowledged=true": 0,
        "closed=false": 0,
    }
    for query, count in counts.items():
        assert len(listed(desk.page(f"/alerts?{query}"))) == count, query
        items = desk.get(f"/api/v1/alerts?{query}").json()["items"]
        assert len(items) == count, query
    assert desk.get("/alerts?rule=nights&state=").headers["location"] == "/alerts?rule=nights"
    assert desk.get("/alerts?colour=red").status_code == 422
    assert "No alert matches these filters." in desk.page("/alerts?agreement=other")


def test_pages_follow_each_other(desk: OpenDesk) -> None:
    first = desk.page("/alerts?limit=2")
    after = first.partition('href="/alerts?limit=2&amp;cursor=')[2].partition('"')[0]
    second = desk.page(f"/alerts?limit=2&cursor={after}")
    assert (len(listed(first)), len(listed(second))) == (2, 1)
    assert not set(listed(first)) & set(listed(second))
    assert desk.get("/alerts?cursor=nosuch").status_code == 422


def test_several_are_acknowledged_at_once_with_a_note(desk: OpenDesk, anna: Person) -> None:
    ids = listed(anna.open("/alerts").text)
    form = {"id": ids[:2], "note": "Called both", "back": "/alerts?acknowledged=false"}
    done = anna.send("/alerts/acknowledge", form)
    assert (done.status_code, done.headers["location"]) == (303, "/alerts?acknowledged=false")
    assert listed(anna.open("/alerts?acknowledged=false").text) == ids[2:]
    assert "by Anna" in said(anna.open("/alerts?acknowledged=true").text)
    found = {subject for kind, subject, _ in _acknowledgements(desk)}
    assert found == {f"alert:{id}" for id in ids[:2]}


def test_what_somebody_acknowledged_before_stays_theirs(desk: OpenDesk, anna: Person) -> None:
    ids = listed(anna.open("/alerts").text)
    anna.send(f"/alerts/{ids[0]}/acknowledge", {"note": "first"})
    assert anna.send("/alerts/acknowledge", {"id": ids, "note": "second"}).status_code == 303
    assert "Note: first." in anna.open(f"/alerts/{ids[0]}").text
    assert "Note: second." in anna.open(f"/alerts/{ids[1]}").text


def test_nothing_chosen_or_a_note_too_long_changes_nothing(desk: OpenDesk, anna: Person) -> None:
    ids = listed(anna.open("/alerts").text)
    assert anna.send("/alerts/acknowledge", {"note": "x"}).status_code == 422
    assert anna.send("/alerts/acknowledge", {"id": ids, "note": "x" * 501}).status_code == 422
    outside = anna.send("/alerts/acknowledge", {"id": ["nosuch"], "back": "//evil.example/"})
    assert outside.headers["location"] == "/alerts"
    assert _acknowledgements(desk) == []


def test_who_only_looks_acknowledges_nothing(desk: OpenDesk) -> None:
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    ids = listed(vera.open("/alerts").text)
    assert vera.send("/alerts/acknowledge", {"id": ids}).status_code == 403
    assert desk.stranger("/alerts").status_code == 401
    assert _acknowledgements(desk) == []


def _acknowledgements(desk: OpenDesk) -> list[tuple[str, str, str]]:
    with reading(desk.engine) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.kind == "acknowledgement"))
        return [(row.kind, row.subject, row.actor) for row in found]
