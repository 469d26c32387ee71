"""The silences as a page: listed, added, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from alerts.models import Silence
from monitor.db import reading, writing
from monitor.ledger.silences import order_silence
from monitor.models import JournalEntry
from tests.alerts.scenes import AT_ONCE, Road
from tests.builders import an_agreement, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_deliveries import anna, desk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import Person, an_account

__all__ = ["anna", "desk"]
NOW = minutes_after(120)  # of the desk
FORM = {"until": "2020-10-10T16:30", "reason": "Exercise announced"}


@pytest.fixture(autouse=True)
def watched(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session)
    road = Road(desk.engine)
    road.webhook("http://127.0.0.1:9/")
    road.rule(**AT_ONCE)


def silence(desk: OpenDesk, reason: str = "Known duplicate", hours: float = 2) -> str:
    with writing(desk.engine) as session:
        document = {"rules": [], "agreement": "*", "when": {"types": ["shelling"]}}
        times = {"starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=hours), "now": NOW}
        return order_silence(session, document, reason=reason, by="Boris", **times).id


def silences(desk: OpenDesk) -> list[Silence]:
    with reading(desk.engine) as session:
        return list(session.exec(select(Silence)))


def journal(desk: OpenDesk) -> list[tuple[str, str]]:
    with reading(desk.engine) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.kind == "configuration"))
        return [(each.details["action"], each.actor) for each in found]


def test_a_silence_says_what_it_fits_from_when_until_when_by_whom_and_why(desk: OpenDesk) -> None:
    silence(desk, reason="Known <b>duplicate")
    page = desk.page("/silences")
    text = words(page)
    assert "active Known <b>duplicate Every rule; every agreement; act: shelling" in text.replace("&lt;", "<")
    assert "until 10 October 2020, 16:00 UTC+4 (12:00 UTC); by Boris. No alert kept." in text
    assert "<b>duplicate" not in page
    assert "End it now" not in page  # a token only looks


def test_what_is_over_is_shown_on_request(desk: OpenDesk) -> None:
    silence(desk, hours=-0.5)
    assert "Nothing is silenced." in words(desk.page("/silences"))
    assert "over Known duplicate" in words(desk.page("/silences?all=true"))
    assert desk.get("/silences?colour=red").status_code == 422


def test_a_reviewer_silences_what_fits_until_a_local_time(desk: OpenDesk, anna: Person) -> None:
    anna.open("/silences")
    chosen = {
        "rule": "every-accusation",
        "agreement": "karabakh-2020",
        "by": "armenia",
        "type": "drone",
        "place": "Şuşa / ‘x’: [",
    }
    done = anna.send("/silences", FORM | chosen)
    (made,) = silences(desk)
    assert (done.status_code, done.headers["location"]) == (303, f"/silences#s-{made.id}")
    assert (made.reason, made.created_by) == ("Exercise announced", "Anna")
    assert (made.starts_at, made.ends_at) == (NOW, minutes_after(270))
    assert made.document["rules"] == ["every-accusation"]
    assert made.document["agreement"] == "karabakh-2020"
    asked = {key: value for key, value in made.document["when"].items() if value}
    assert asked == {"by": ["armenia"], "types": ["drone"], "places": ["Şuşa / ‘x’: ["]}
    text = words(anna.open("/silences").text)
    assert "Rule every-accusation; agreement karabakh-2020" in text
    assert "said by: Armenia; act: drone strike" in text
    assert journal(desk)[-1] == ("create", "Anna")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "The reason is empty"),
        ({"reason": "x" * 201}, "longer than 200 characters"),
        ({"until": "2020-10-10T13:00"}, "over before it begins"),
        ({"until": "2022-10-10T13:00"}, "more than a year"),
        ({"until": "soon"}, "The end is no time"),
        ({"until": "0001-01-01T00:00"}, "The end is no time"),
        ({"rule": "nosuch"}, "there is no rule"),
        ({"agreement": "nosuch"}, "there is no agreement"),
        ({"type": "nosuch"}, "types"),
    ],
)
def test_what_can_t_be_kept_is_said_beside_what_was_written(
    desk: OpenDesk, anna: Person, fields: dict[str, str], sentence: str
) -> None:
    anna.open("/silences")
    refused = anna.send("/silences", FORM | {"place": "Ganja"} | fields)
    assert refused.status_code == 422
    assert sentence in words(refused.text)
    assert 'value="Ganja"' in refused.text
    assert silences(desk) == []


def test_a_rule_that_is_gone_stays_chosen_when_the_form_is_shown_again(desk: OpenDesk, anna: Person) -> None:
    anna.open("/silences")
    refused = anna.send("/silences", FORM | {"rule": "nosuch"})
    assert '<option value="nosuch" selected>' in refused.text
    assert '<option value="" selected>every rule' not in refused.text


def test_a_silence_is_ended_once(desk: OpenDesk, anna: Person) -> None:
    id = silence(desk)
    anna.open("/silences")
    assert anna.send(f"/silences/{id}/end").headers["location"] == "/silences"
    assert silences(desk)[0].ended_by == "Anna"
    assert anna.send(f"/silences/{id}/end").status_code == 409
    assert anna.send("/silences/nosuch/end").status_code == 409
    assert journal(desk)[-1] == ("end", "Anna")
    assert "by Boris, ended by Anna" in words(anna.open("/silences?all=true").text)


def test_who_only_looks_silences_nothing(desk: OpenDesk) -> None:
    id = silence(desk)
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    page = vera.open("/silences").text
    assert "Silence for a while" not in page
    assert "End it now" not in page
    assert vera.send("/silences", FORM).status_code == 403
    assert vera.send(f"/silences/{id}/end").status_code == 403
    assert silences(desk)[0].ended_at is None


def test_a_form_of_another_site_silences_nothing(desk: OpenDesk, anna: Person) -> None:
    anna.open("/silences")
    assert anna.send("/silences", FORM | {"form_key": ""}).status_code == 403
    assert anna.send("/silences", FORM, origin="https://evil.example").status_code == 403
    assert desk.stranger("/silences").status_code == 401
    assert silences(desk) == []
