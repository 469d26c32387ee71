"""The rules as pages: listed, made, tried over history, changed, removed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from alerts.configuration import find_rule
from monitor.db import reading, writing
from monitor.web.pages import trial
from tests.alerts.scenes import NOON, Road, claim_facts
from tests.builders import an_agreement
from tests.monitor.web.api.test_rules import entries
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_deliveries import anna, desk
from tests.monitor.web.person import Person, an_account

__all__ = ["anna", "desk"]
FILLED: dict[str, Any] = {
    "id": "drones",
    "agreement": "karabakh-2020",
    "send_to": ["newsroom"],
    "kind": ["accusation"],
    "types": ["drone", "missile"],
    "in_force": "true",
    "min_confidence": "50",
    "group_by": ["against"],
    "group_wait": "0s",
    "group_interval": "5m",
    "max_age": "24h",
}


@pytest.fixture(autouse=True)
def road(desk: OpenDesk) -> Road:
    with writing(desk.engine) as session:
        an_agreement(session)
    road = Road(desk.engine)
    road.webhook("https://news.example/hook")
    for number, kind in enumerate(["drone", "shelling", "missile"]):
        facts = claim_facts(lineage=f"l{number}", types=[kind], url=f"/claims/c{number}")
        road.post(facts=facts, now=NOON + timedelta(hours=number / 4))
    return road


def fill(person: Person, path: str, **changes: Any) -> httpx.Response:
    """Send the form of the last page; a list is several choices of one field."""
    return person.send(path, FILLED | changes)


def said(page: str) -> str:
    """What stands on a page, with a blank for every element."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def stored(desk: OpenDesk, id: str = "drones") -> dict[str, Any] | None:
    with reading(desk.engine) as session:
        rule = find_rule(session, id)
        return rule.document if rule is not None else None


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_the_rules_are_listed_as_sentences_with_where_they_go(desk: OpenDesk, road: Road) -> None:
    road.rule("nights", when={"types": ["drone"], "first": "by"})
    text = said(desk.page("/rules"))
    assert "nights Accusations, while in force, drone strike; only the first of each speaker" in text
    assert "to newsroom · 0 messages so far" in text
    assert "newsroom Webhook, https://news.example" in text
    assert "New rule" not in text


def test_a_reviewer_makes_a_rule_in_one_sentence(desk: OpenDesk, anna: Person) -> None:
    page = anna.open("/rules/new").text
    assert 'value="newsroom"' in page
    made = fill(anna, "/rules")
    assert (made.status_code, made.headers["location"]) == (303, "/rules/drones")
    document = stored(desk)
    assert document is not None
    assert (document["when"]["types"], document["group_wait"]) == (["drone", "missile"], 0)
    assert document["when"]["min_confidence"] == 0.5
    assert entries(desk)[-1] == ("create", "rule:drones", "Anna")
    text = said(anna.open("/rules/drones").text)
    assert "drone strike or missile" in text
    assert "made version 1, by Anna" in text


def test_what_it_would_have_sent_is_shown_before_anything_is_saved(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    tried = fill(anna, "/rules/try", id="", send_to=[])
    assert tried.status_code == 200
    text = said(tried.text)
    assert "2 claims match 2 messages for each channel 1 at most in one hour 0 s longest wait" in text
    assert "Armenia accuses Azerbaijan of a missile attack" in text
    assert 'href="/claims/c2"' in tried.text
    assert "over 3 stored notices" in text
    assert "<svg" in tried.text
    assert 'value="drone" checked' in tried.text
    assert stored(desk) is None


def test_a_change_is_compared_with_the_version_that_stands(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    fill(anna, "/rules", group_interval="0s")
    tag = seen(anna.open("/rules/drones").text)
    unchanged = said(fill(anna, "/rules/try", rule="drones", seen=tag, group_interval="0s").text)
    assert "Nothing is changed." in unchanged
    tried = said(fill(anna, "/rules/try", rule="drones", seen=tag, group_interval="1h").text)
    assert "Changed: time between messages, 0s to 1h." in tried
    assert "2 messages as before, 2 claims in them as before." in tried
    tried = said(fill(anna, "/rules/try", rule="drones", seen=tag, types=["drone"]).text)
    assert "1 message instead of 2, with 1 claim instead of 2." in tried
    assert stored(desk)["group_interval"] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"id": "No name"}, "id", "is no id; use up to 64 of a-z"),
        ({"send_to": []}, "send_to", "holds too little; at least 1 must be given."),
        ({"group_wait": "soon"}, "group_wait", "is not a duration; write it as 30s"),
        ({"min_confidence": "120"}, "min_confidence", "is too large; it must be at most 1"),
        ({"before": "more_than", "more_count": "many", "more_within": "1h"}, "more_count", "whole number."),
        ({"digest_every": "day", "digest_at": "8"}, "digest_at", "is no time of day"),
        ({"quiet_from": "22:00"}, "quiet_to", "is missing; add it."),
        ({"by": ["nobody"]}, "by", "is no party or observer there"),
        ({"before": "mutual", "mutual": "1h", "kind": ["denial"]}, "before", "`mutual` compares accusations"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    desk: OpenDesk, anna: Person, changes: dict[str, Any], field: str, sentence: str
) -> None:
    anna.open("/rules/new")
    refused = fill(anna, "/rules", words="heavy fire", **changes)
    assert refused.status_code == 422
    told = refused.text.partition(f'id="fault-{field}"')[2].partition("</span></span>")[0]
    assert sentence in said(refused.text)
    assert told != "" or f'id="fault-{field}"' in refused.text
    assert "heavy fire" in refused.text
    assert stored(desk, "drones") is None


def test_a_name_is_given_once(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    fill(anna, "/rules")
    again = fill(anna, "/rules", types=["shelling"])
    assert again.status_code == 409
    assert "There is a rule 'drones' already" in again.text.replace("&#39;", "'")


def test_the_second_of_two_tabs_is_told_and_may_save_over_it(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    fill(anna, "/rules")
    tag = seen(anna.open("/rules/drones").text)
    assert fill(anna, "/rules/drones", seen=tag, group_wait="10s").status_code == 303
    late = fill(anna, "/rules/drones", seen=tag, group_wait="20s")
    assert late.status_code == 409
    text = said(late.text)
    assert "It was changed since you opened it." in text
    assert "Anna saved version 2. Differs: wait for the first message, 10s to 20s." in text
    assert 'value="20s"' in late.text
    assert fill(anna, "/rules/drones", seen=seen(late.text), group_wait="20s").status_code == 303
    assert stored(desk)["group_wait"] == 20  # type: ignore[index]


def test_a_rule_is_removed_and_its_past_stays(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    fill(anna, "/rules")
    tag = seen(anna.open("/rules/drones").text)
    assert anna.send("/rules/drones/remove", {"seen": "another"}).status_code == 409
    assert anna.send("/rules/drones/remove", {"seen": tag}).headers["location"] == "/rules"
    assert stored(desk) is None
    assert anna.open("/rules/drones").status_code == 404
    assert anna.send("/rules/drones/remove", {"seen": tag}).status_code == 404
    assert entries(desk)[-1] == ("remove", "rule:drones", "Anna")
    assert anna.open("/api/v1/rules/drones/versions").json()["items"][0]["document"] is None


def test_one_rule_is_tried_at_a_time(desk: OpenDesk, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "PATIENCE", 0.01)
    anna.open("/rules/new")
    with trial._turn:
        busy = fill(anna, "/rules/try")
    assert busy.status_code == 503
    assert "Another rule is being tried; try again in a moment." in busy.text
    assert 'value="drone" checked' in busy.text


def test_who_only_looks_sees_the_rule_and_changes_nothing(desk: OpenDesk, road: Road) -> None:
    road.rule("drones")
    an_account(desk, "Vera", "viewer")
    vera = Person(desk)
    vera.sign_in("Vera")
    page = vera.open("/rules/drones").text
    assert "Reviewers and administrators change rules." in said(page)
    assert "Save rule" not in page
    for path in ("/rules", "/rules/drones", "/rules/try"):
        assert fill(vera, path).status_code == 403
    assert vera.send("/rules/drones/remove").status_code == 403


def test_a_form_of_another_site_changes_no_rule(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    assert fill(anna, "/rules", form_key="").status_code == 403
    assert anna.send("/rules", FILLED, origin="https://evil.example").status_code == 403
    assert desk.stranger("/rules").status_code == 401
    assert stored(desk) is None


def test_a_form_without_end_is_refused(desk: OpenDesk, anna: Person) -> None:
    anna.open("/rules/new")
    assert fill(anna, "/rules", words="x" * 300_000).status_code == 413
    assert fill(anna, "/rules", by=["armenia"] * 3000).status_code == 400
