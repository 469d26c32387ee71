"""The delivery log as a page, and what people order there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.models import JournalEntry
from tests.alerts.scenes import AT_ONCE, Road, claim_facts
from tests.builders import a_token
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import LOOPBACK, Person, an_account
from tests.outside import Receiver


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """At an address on which a person's cookies are kept."""
    desk = make_desk(base_url=LOOPBACK)
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
    return desk


@pytest.fixture
def road(desk: OpenDesk, receiver: Receiver) -> Road:
    road = Road(desk.engine)
    road.webhook(receiver.url)
    road.rule(**AT_ONCE)
    return road


@pytest.fixture
def anna(desk: OpenDesk) -> Person:
    an_account(desk)
    person = Person(desk)
    person.sign_in()
    return person


def rows(page: str) -> list[str]:
    """What each row tells, without markup."""
    return [words(row).strip() for row in re.findall(r'<li class="sending".*?</li>', page, re.DOTALL)]


def glyphs(page: str) -> list[str]:
    return re.findall(r'<i class="(\w+)">', page)


def ids(page: str) -> list[str]:
    return re.findall(r'<li class="sending" id="d-([^"]+)"', page)


def journal(desk: OpenDesk) -> list[tuple[str, str]]:
    with reading(desk.engine) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.kind == "delivery"))
        return [(entry.details["action"], entry.actor) for entry in found]


def test_a_row_tells_what_went_where_and_how_far_it_is(desk: OpenDesk, road: Road) -> None:
    road.post(facts=claim_facts(lineage="l1"))
    road.post(facts=claim_facts(lineage="l2", by="azerbaijan"))
    road.close()
    road.deliver()
    page = desk.page("/deliveries")
    (row,) = rows(page)
    assert "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05" in row
    assert "and 1 more" in row
    assert "newsroom webhook delivered" in row
    assert "1 try" in row
    assert glyphs(page) == ["okay"]
    assert '<a href="/alerts/' in page


def test_a_failing_one_shows_its_tries_the_last_answer_and_what_is_to_come(
    desk: OpenDesk, road: Road, receiver: Receiver
) -> None:
    receiver.statuses = [503]
    road.alert_at_once()
    road.deliver()
    road.alert_at_once()
    page = desk.page("/deliveries")
    waiting, failing = rows(page)
    assert "waits behind an older one" in waiting
    assert "no try yet" in waiting
    assert "Channels keep their order." in waiting
    assert "failing next" in failing
    assert "1 of 8" in failing
    assert re.search(r"503, (after|in less than) \d\.\d\ss", failing)
    assert glyphs(page) == ["todo"] * 8 + ["bad"] + ["todo"] * 7


def test_the_filters_of_the_address_narrow_the_log(desk: OpenDesk, road: Road, receiver: Receiver) -> None:
    receiver.statuses = [410]
    road.alert_at_once()
    road.deliver()
    road.webhook(receiver.url, id="other")
    road.rule("wide", send_to=["other"], **AT_ONCE)
    road.alert_at_once()
    (alert,) = {re.findall(r"/alerts/([^\"]+)", desk.page("/deliveries?channel=other"))[0]}
    for query in ("channel=other", "rule=wide", f"alert={alert}", "state=pending"):
        (row,) = rows(desk.page(f"/deliveries?{query}"))
        assert "other webhook" in row, query
    assert all("given up" in row for row in rows(desk.page("/deliveries?failed=true")))
    nothing = words(desk.page("/deliveries?channel=other&state=dead"))
    assert "No delivery matches these filters." in nothing
    assert "Without “channel: other”" in nothing
    assert desk.get("/deliveries?state=lost").status_code == 422


def test_a_form_that_left_fields_alone_leads_to_a_short_address(desk: OpenDesk) -> None:
    answer = desk.get("/deliveries?channel=&failed=&state=dead")
    assert (answer.status_code, answer.headers["location"]) == (303, "/deliveries?state=dead")


def test_pages_follow_each_other_and_keep_the_filters(desk: OpenDesk, road: Road) -> None:
    for _ in range(3):
        road.alert_at_once()
    whole = ids(desk.page("/deliveries"))
    first = desk.page("/deliveries?limit=2&channel=newsroom")
    (following,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = desk.page(following.replace("&amp;", "&"))
    assert ids(first) + ids(second) == whole
    assert 'rel="next"' not in second
    assert 'href="/deliveries?limit=2&amp;channel=newsroom"' in second
    assert desk.get("/deliveries?cursor=nosuch").status_code == 422


def test_a_reviewer_cancels_one_and_sends_it_after_all(desk: OpenDesk, road: Road, anna: Person) -> None:
    road.alert_at_once()
    (id,) = ids(anna.open("/deliveries").text)
    back = "/deliveries?channel=newsroom"
    cancelled = anna.send(f"/deliveries/{id}/cancel", {"back": back})
    assert (cancelled.status_code, cancelled.headers["location"]) == (303, back)
    page = anna.open(back).text
    assert "Cancelled by Anna." in rows(page)[0]
    assert "Send again" in page
    assert road.deliver() == 0
    anna.send(f"/deliveries/{id}/retry", {"back": "https://evil.example/"})
    assert "waits" in rows(anna.open("/deliveries").text)[0]
    assert journal(desk) == [("cancel", "Anna"), ("retry", "Anna")]


def test_an_order_leads_to_no_other_site(road: Road, anna: Person) -> None:
    road.alert_at_once()
    (id,) = ids(anna.open("/deliveries").text)
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", ""):
        assert anna.send(f"/deliveries/{id}/retry", {"back": back}).headers["location"] == "/deliveries"


def test_what_is_settled_or_unknown_is_said_so(desk: OpenDesk, road: Road, anna: Person) -> None:
    road.alert_at_once()
    road.deliver()
    (id,) = ids(anna.open("/deliveries").text)
    for order in ("retry", "cancel"):
        refused = anna.send(f"/deliveries/{id}/{order}")
        assert refused.status_code == 409
        assert "was delivered" in refused.text
        assert anna.send(f"/deliveries/nosuch/{order}").status_code == 404
    assert journal(desk) == []


@pytest.mark.parametrize("order", ["retry", "cancel"])
def test_who_only_looks_is_shown_no_order_and_gives_none(desk: OpenDesk, road: Road, order: str) -> None:
    road.alert_at_once()
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    page = vera.open("/deliveries").text
    assert "/retry" not in page
    assert "/cancel" not in page
    assert vera.send(f"/deliveries/{ids(page)[0]}/{order}").status_code == 403
    assert journal(desk) == []


def test_an_order_needs_the_key_of_a_page_of_this_desk(desk: OpenDesk, road: Road, anna: Person) -> None:
    road.alert_at_once()
    (id,) = ids(anna.open("/deliveries").text)
    path = f"/deliveries/{id}/cancel"
    assert anna.send(path, {"form_key": ""}).status_code == 403
    assert anna.send(path, origin="https://evil.example").status_code == 403
    assert desk.client.post(path, data={"form_key": anna.form_key}).status_code == 403
    assert journal(desk) == []


def test_a_stranger_reads_nothing(desk: OpenDesk) -> None:
    assert desk.stranger("/deliveries").status_code == 401


def test_before_anything_was_sent_the_page_says_so(desk: OpenDesk) -> None:
    assert "Nothing has been sent yet." in words(desk.page("/deliveries"))


def test_foreign_names_stay_text(desk: OpenDesk, road: Road) -> None:
    road.alert(facts=claim_facts(places=["<script>alert(1)</script>"]))
    page = desk.page("/deliveries")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
