"""The log as a desk: counts at its filters, views, one verdict on many, taste of rows, what has arrived."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.journal import append_entry
from monitor.models import Claim, Review
from tests.builders import a_review, a_token, minutes_after
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.pages.test_log import rows, words
from tests.monitor.web.person import LOOPBACK, Person, an_account


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """At an address on which a person's cookies are kept."""
    desk = make_desk(base_url=LOOPBACK)
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
    return desk


@pytest.fixture
def anna(desk: OpenDesk) -> Person:
    an_account(desk)
    person = Person(desk)
    person.sign_in()
    return person


def counts(page: str, name: str) -> dict[str, str]:
    """What each choice of a filter would leave."""
    found = re.findall(
        rf'name="{name}" value="([^"]*)"[^>]*>.*?<span class="n">([\d,]+)</span></label>', page
    )
    return dict(found)


def test_choices_tell_how_many_claims_they_would_leave_under_the_other_filters(desk: OpenDesk) -> None:
    desk.claim(types=["shelling", "drone"])
    desk.claim(types=["drone"], against="artsakh", civilians=True)
    desk.claim(stance="denial", by="azerbaijan", against="armenia")
    page = desk.page("/claims")
    assert counts(page, "by") | {} == {
        "armenia": "2",
        "artsakh": "0",
        "azerbaijan": "1",
        "russia": "0",
        "other": "0",
    }
    assert counts(page, "type")["drone"] == "2"
    assert counts(page, "type")["shelling"] == "1"
    narrowed = desk.page("/claims?by=armenia&civilians=true")
    assert counts(narrowed, "by")["armenia"] == "1"
    assert counts(narrowed, "civilians") == {"true": "1", "false": "1"}
    assert counts(narrowed, "type")["shelling"] == "0"
    assert counts(desk.page("/claims?type=shelling"), "against")["azerbaijan"] == "1"


def test_where_facets_cannot_tell_no_count_is_shown(desk: OpenDesk) -> None:
    desk.claim()
    for query in ("q=assault", "min_confidence=0.5", "from=2020-10-10", "versions=all", "place=ganja"):
        assert counts(desk.page(f"/claims?{query}"), "by") == {}, query


def test_places_are_listed_by_all_their_names_in_the_gazetteers_order(desk: OpenDesk) -> None:
    desk.claim(places=["Xankendi", "Gəncə"])
    desk.claim(places=["Ստեփանակերտ"])
    page = desk.page("/claims")
    labels = [words(found) for found in re.findall(r'name="place" value="[^"]*">(.*?)</label>', page)]
    assert [label.strip() for label in labels] == ["Stepanakert / Khankendi", "Ganja", "xankendi"]
    assert len(rows(desk.page("/claims?place=stepanakert"))) == 1


def test_dates_stand_in_the_bar_in_the_agreements_zone(desk: OpenDesk) -> None:
    desk.claim()
    page = desk.page("/claims?from=2020-10-10T08:00Z&to=2020-10-11T14:00Z")
    assert '<span class="v">10 Oct 12:00 to 11 Oct 18:00</span>' in page
    assert 'name="from" value="2020-10-10T12:00+04:00"' in page


def test_everybodys_views_count_what_they_show(desk: OpenDesk) -> None:
    judged = desk.claim(civilians=True)
    desk.claim()
    with writing(desk.engine) as session:
        a_review(session, judged)
    nav = re.search(r'<nav class="views".*?</nav>', desk.page("/claims?review=open"), re.DOTALL)
    assert nav is not None
    told = words(nav[0])
    assert "All 2" in told
    assert "To review 1" in told
    assert "Civilians 1" in told
    assert 'href="/claims?review=open" aria-current="page"' in nav[0]


def test_a_person_keeps_a_view_under_a_name_and_removes_it(desk: OpenDesk, anna: Person) -> None:
    desk.claim()
    anna.open("/claims?by=armenia&type=shelling")
    answer = anna.send(
        "/views", {"name": "Shelling said by Armenia", "back": "/claims?by=armenia&type=shelling"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claims?by=armenia&type=shelling")
    page = anna.open("/claims").text
    assert '<a href="/claims?by=armenia&amp;type=shelling"><bdi>Shelling said by Armenia</bdi>' in page
    assert "Shelling said by Armenia" not in desk.page("/claims")
    removal = re.search(r'action="(/views/[^"]+/removal)"', page)
    assert removal is not None
    assert anna.send(removal[1], {"back": "/claims"}).status_code == 303
    assert "Shelling said by Armenia" not in anna.open("/claims").text
    assert anna.send(removal[1]).status_code == 404
    assert anna.send("/views", {"name": "  "}).status_code == 422


def picked(page: str) -> dict[str, str]:
    """The boxes of the list, as a form would send them if all were chosen."""
    return dict(re.findall(r'name="(pick\.[^"]+)" value="([^"]*)"', page))


def verdicts(desk: OpenDesk) -> list[tuple[str, str]]:
    with reading(desk.engine) as session:
        return [(each.claim_id, each.verdict) for each in session.exec(select(Review))]


def test_one_verdict_goes_to_all_that_are_picked(desk: OpenDesk, anna: Person) -> None:
    claims = [desk.claim(published_at=minutes_after(20 + number)) for number in range(3)]
    boxes = picked(anna.open("/claims?by=armenia").text)
    boxes.pop(f"pick.{claims[1].id}")
    fields = boxes | {"verdict": "confirmed", "note": "Plain.", "back": "/claims?by=armenia"}
    answer = anna.send("/claims/reviews", fields)
    assert answer.headers["Location"] == "/claims?by=armenia&done=confirmed.2.0"
    assert sorted(verdicts(desk)) == sorted([(claims[0].id, "confirmed"), (claims[2].id, "confirmed")])
    assert "2 readings confirmed." in words(anna.open(answer.headers["Location"]).text)


def test_what_was_judged_meanwhile_is_left_out_and_said(desk: OpenDesk, anna: Person) -> None:
    first, second = desk.claim(), desk.claim()
    boxes = picked(anna.open("/claims").text)
    with writing(desk.engine) as session:
        a_review(session, session.get_one(Claim, first.id), "confirmed", made_by="Boris")
    answer = anna.send("/claims/reviews", boxes | {"verdict": "rejected"})
    page = words(anna.open(answer.headers["Location"]).text)
    assert "1 reading rejected; 1 left out: judged or changed meanwhile." in page
    assert sorted(verdicts(desk)) == sorted([(first.id, "confirmed"), (second.id, "rejected")])


@pytest.mark.parametrize("fields", [{"verdict": "confirmed"}, {"verdict": "corrected", "pick.x": ""}])
def test_a_bulk_verdict_needs_claims_and_is_one_of_two(anna: Person, fields: dict[str, str]) -> None:
    anna.open("/sessions")
    assert anna.send("/claims/reviews", fields).status_code == 422


def test_who_only_looks_has_no_boxes_and_is_refused(desk: OpenDesk) -> None:
    desk.claim()
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    page = vera.open("/claims").text
    assert picked(page) == {}
    assert 'id="bulk"' not in page
    assert vera.send("/claims/reviews", {"verdict": "confirmed", "pick.x": ""}).status_code == 403


def test_the_browser_keeps_how_many_lines_a_row_has(desk: OpenDesk, anna: Person) -> None:
    desk.claim()
    assert 'class="log picks"' in anna.open("/claims").text
    answer = anna.open("/claims/rows?lines=one&back=/claims?by=armenia")
    assert answer.headers["Location"] == "/claims?by=armenia"
    assert 'class="log dense picks"' in anna.open("/claims").text
    anna.open("/claims/rows?lines=two")
    assert 'class="log picks"' in anna.open("/claims").text
    away = anna.open("/claims/rows?lines=one&back=//evil.example")
    assert away.headers["Location"] == "/claims"


def test_what_has_arrived_is_counted_under_the_filters_of_the_page(desk: OpenDesk) -> None:
    claims = [desk.claim(), desk.claim(by="azerbaijan", against="armenia")]
    with writing(desk.engine) as session:
        for claim in claims:
            details = {"new": [claim.lineage_id], "silent": False}
            append_entry(
                session,
                kind="reading",
                subject="s",
                actor="classifier",
                now=minutes_after(90),
                details=details,
            )
    assert desk.get("/claims/arrived?after=0").json() == {"count": 2, "number": 2}
    assert desk.get("/claims/arrived?after=0&by=azerbaijan").json() == {"count": 1, "number": 2}
    assert desk.get("/claims/arrived?after=1&by=armenia").json() == {"count": 0, "number": 2}
    assert desk.get("/claims/arrived?after=2").json() == {"count": 0, "number": 2}
    assert re.search(r'data-number="[2-9]"', desk.page("/claims"))


def test_the_claim_beside_the_list_comes_with_its_row(desk: OpenDesk, anna: Person) -> None:
    claim = desk.claim()
    part = anna.open(f"/claims/{claim.id}/pane?by=armenia").text
    assert "<html" not in part
    assert "Armenia accuses Azerbaijan of a ground assault" in words(part)
    assert f'<li class="claim" data-id="{claim.id}">' in part
    assert f'name="back" value="/claims/{claim.id}/pane?by=armenia"' in unescape(part)
    assert 'class="judge"' not in desk.page(f"/claims/{claim.id}/pane")


def test_rows_lead_to_their_claims_under_the_same_filters(desk: OpenDesk) -> None:
    claim = desk.claim()
    page = desk.page("/claims?by=armenia&sort=published")
    assert f'href="/claims/{claim.id}?by=armenia&amp;sort=published"' in page
    assert '<a href="/claims?by=armenia&amp;sort=published">Log</a>' in desk.page(
        f"/claims/{claim.id}?by=armenia&sort=published"
    )


def test_the_log_can_be_exported_just_as_it_is_shown(desk: OpenDesk) -> None:
    desk.claim()
    page = desk.page("/claims?by=armenia")
    assert "Export these 1" in words(page)
    link = re.search(r'href="(/exports/file\?format=csv[^"]*)"', page)
    assert link is not None
    assert unescape(link[1]) == "/exports/file?format=csv&by=armenia"
