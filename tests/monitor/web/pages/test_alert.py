"""One alert as a page, and acknowledging it from the desk."""

from __future__ import annotations

import pytest
from sqlmodel import select

from alerts.models import Alert
from monitor.db import reading, writing
from monitor.models import JournalEntry
from tests.alerts.scenes import AT_ONCE, Road, claim_facts, source_facts
from tests.builders import an_agreement
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_deliveries import anna, desk, rows
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import Person, an_account

__all__ = ["anna", "desk"]


@pytest.fixture
def road(desk: OpenDesk) -> Road:
    """A rule that takes everything and does not wait, to a channel that answers nothing."""
    road = Road(desk.engine)
    road.webhook("http://127.0.0.1:9/")
    road.rule(when={"kind": []}, group_by=["agreement", "kind"], **AT_ONCE)
    return road


def alerts(desk: OpenDesk) -> list[Alert]:
    with reading(desk.engine) as session:
        return list(session.exec(select(Alert).order_by(Alert.opened_at)))  # type: ignore[arg-type]  # a column


def address(desk: OpenDesk) -> str:
    """Of the first alert."""
    return f"/alerts/{alerts(desk)[0].id}"


def journal(desk: OpenDesk) -> list[str]:
    """Who acknowledged; signing in stands there too."""
    with reading(desk.engine) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.kind == "acknowledgement"))
        return [f"{each.kind} by {each.actor}" for each in found]


def test_an_alert_tells_its_entries_as_sentences_with_links_to_their_claims(
    desk: OpenDesk, road: Road
) -> None:
    road.post(facts=claim_facts(lineage="l1"))
    road.post(facts=claim_facts(lineage="l2", by="azerbaijan", url="/claims/c2"))
    road.close()
    road.deliver()
    page = desk.page(address(desk))
    assert 'href="/claims/c1">Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05' in page
    assert 'href="/claims/c2"' in page
    assert "and 1 more" in words(page)
    assert "Alert of rule every-accusation, version 1." in words(page)
    (row,) = rows(page)
    assert "failing" in row
    assert f"/deliveries?alert={alerts(desk)[0].id}" in page
    assert "/claims?agreement=karabakh-2020" in page


def test_what_is_about_a_source_leads_to_the_sources(desk: OpenDesk, road: Road) -> None:
    road.post("source", source_facts())
    road.close()
    page = desk.page(address(desk))
    assert "Ministry of Defence of Armenia: the source answers" in words(page)
    assert 'href="/sources">All of it as it stands now' in page


def test_times_are_those_of_the_agreement_that_it_is_about(desk: OpenDesk, road: Road) -> None:
    with writing(desk.engine) as session:
        an_agreement(session)
    road.alert_at_once()
    assert "Opened 10 October 2020, 12:41 UTC+4 (08:41 UTC)" in words(desk.page(address(desk)))


def test_a_thread_leads_from_one_alert_to_the_other(desk: OpenDesk, road: Road) -> None:
    road.alert_at_once()
    road.pass_time(60)
    changed = claim_facts({"killed": None}, killed=2)
    road.post("correction", changed)
    road.close()
    first, second = alerts(desk)
    assert second.follows == first.id
    assert f'href="/alerts/{second.id}"' in desk.page(f"/alerts/{first.id}")
    page = desk.page(f"/alerts/{second.id}")
    assert f'href="/alerts/{first.id}"' in page
    assert "Corrected: " in words(page)


def test_an_open_alert_says_when_it_goes_out(desk: OpenDesk, road: Road) -> None:
    road.rule("slow", when={"kind": []}, group_wait=3600)
    road.post()
    road.close()
    with reading(desk.engine) as session:
        slow = session.exec(select(Alert).where(Alert.rule_id == "slow")).one()
    text = words(desk.page(f"/alerts/{slow.id}"))
    assert "and more may join it until then." in text
    assert "Nothing of it has gone out yet." in text


def test_a_reviewer_acknowledges_it_once_with_a_note(desk: OpenDesk, road: Road, anna: Person) -> None:
    road.alert_at_once()
    path = address(desk)
    assert ">Acknowledge</button>" in anna.open(path).text
    done = anna.send(f"{path}/acknowledge", {"note": "Called\r\nboth & wait."})
    assert (done.status_code, done.headers["location"]) == (303, path)
    page = anna.open(path).text
    assert "by Anna. Note: Called both &amp; wait." in page
    assert ">Acknowledge</button>" not in page
    again = anna.send(f"{path}/acknowledge", {"note": "me too"})
    assert again.status_code == 409
    assert "by Anna. Note: Called both &amp; wait. What you sent was not kept." in again.text
    assert journal(desk) == ["acknowledgement by Anna"]


def test_a_note_that_is_too_long_is_shown_again_and_not_kept(
    desk: OpenDesk, road: Road, anna: Person
) -> None:
    road.alert_at_once()
    path = address(desk)
    anna.open(path)
    refused = anna.send(f"{path}/acknowledge", {"note": "x" * 501})
    assert refused.status_code == 422
    assert "500 characters" in refused.text
    assert "x" * 501 in refused.text
    assert alerts(desk)[0].acknowledged_at is None


def test_who_only_looks_acknowledges_nothing(desk: OpenDesk, road: Road) -> None:
    road.alert_at_once()
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    page = vera.open(address(desk)).text
    assert "Not acknowledged yet" in page
    assert vera.send(f"{address(desk)}/acknowledge").status_code == 403
    assert desk.client.post(f"{address(desk)}/acknowledge", data={"note": ""}).status_code == 403
    assert journal(desk) == []


def test_a_delivery_is_cancelled_from_the_alert_s_own_page(desk: OpenDesk, road: Road, anna: Person) -> None:
    road.alert_at_once()
    page = anna.open(address(desk)).text
    delivery = page.split('id="d-')[1].split('"')[0]
    done = anna.send(f"/deliveries/{delivery}/cancel", {"back": address(desk)})
    assert done.headers["location"] == address(desk)
    assert "Cancelled by Anna." in anna.open(address(desk)).text


def test_what_is_not_known_is_said_so(desk: OpenDesk, anna: Person) -> None:
    assert "No alert has this id." in anna.open("/alerts/nosuch").text
    anna.open("/deliveries")
    assert anna.send("/alerts/nosuch/acknowledge").status_code == 404
    assert desk.stranger("/alerts/nosuch").status_code == 401


def test_a_claim_s_address_that_leads_elsewhere_is_no_link(desk: OpenDesk, road: Road) -> None:
    road.alert(facts=claim_facts(url="javascript:alert(1)", places=["<img src=x>"]))
    page = desk.page(address(desk))
    assert "javascript:" not in page
    assert "<img" not in page
