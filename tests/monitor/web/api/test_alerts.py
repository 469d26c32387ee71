"""The alerts and what people do about them, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from monitor.db import reading
from monitor.models import JournalEntry
from monitor.web.api.alert_forms import AlertsForm, WholeAlertForm
from tests.alerts.scenes import AT_ONCE, Road, claim_facts, source_facts
from tests.monitor.web.conftest import EDITOR, TOKEN, OpenDesk


@pytest.fixture
def road(desk: OpenDesk) -> Road:
    """A rule that takes everything and does not wait, to a channel that answers nothing."""
    road = Road(desk.engine)
    road.webhook("http://127.0.0.1:9/")
    road.rule(when={"kind": []}, group_by=["agreement", "kind"], **AT_ONCE)
    return road


def items(desk: OpenDesk, query: str = "") -> list[dict[str, Any]]:
    answer = desk.get(f"/api/v1/alerts{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_an_alert_shows_its_claims_its_thread_and_its_deliveries(desk: OpenDesk, road: Road) -> None:
    road.post(facts=claim_facts(lineage="l1"))
    road.post(facts=claim_facts(lineage="l2", by="azerbaijan"))
    road.close()
    road.deliver()
    (line,) = items(desk)
    assert (line["rule"], line["type"], line["entry_count"]) == ("every-accusation", "claims.accusation", 2)
    assert line["delivery_counts"] == {"pending": 1}
    alert = desk.get(f"/api/v1/alerts/{line['id']}").json()
    assert [entry["claim"]["lineage"] for entry in alert["entries"]] == ["l1", "l2"]
    assert alert["entries"][0]["claim"]["url"].startswith("https://desk.example/claims/")
    assert alert["more"] == 0
    assert alert["url"].startswith("https://desk.example/claims?agreement=karabakh-2020")
    assert [each["id"] for each in alert["thread"]] == [line["id"]]
    (delivery,) = alert["deliveries"]
    assert (delivery["channel"], len(delivery["attempts"])) == ("newsroom", 1)


def test_the_answers_have_the_shape_that_the_description_promises(desk: OpenDesk, road: Road) -> None:
    road.alert_at_once()
    road.post("source", source_facts())
    road.close()
    desk.post(f"/api/v1/alerts/{items(desk)[0]['id']}/acknowledge", json={"note": "seen"})
    AlertsForm.model_validate(desk.get("/api/v1/alerts").json())
    for line in items(desk):
        WholeAlertForm.model_validate(desk.get(f"/api/v1/alerts/{line['id']}").json())


def test_more_than_can_be_listed_is_counted(desk: OpenDesk, road: Road, monkeypatch: Any) -> None:
    monkeypatch.setattr("monitor.queries.alerts.MOST_ENTRIES", 1)
    for lineage in ("l1", "l2", "l3"):
        road.post(facts=claim_facts(lineage=lineage))
    road.close()
    alert = desk.get(f"/api/v1/alerts/{items(desk)[0]['id']}").json()
    assert (len(alert["entries"]), alert["more"], alert["entry_count"]) == (1, 2, 3)


def test_alerts_are_narrowed_and_paged(desk: OpenDesk, road: Road) -> None:
    for _ in range(3):
        road.alert_at_once()
        road.pass_time(1)
    newest, middle, oldest = [line["id"] for line in items(desk)]
    desk.post(f"/api/v1/alerts/{middle}/acknowledge", json={})
    assert [line["id"] for line in items(desk, "?acknowledged=true")] == [middle]
    assert [line["id"] for line in items(desk, "?acknowledged=false")] == [newest, oldest]
    assert items(desk, "?closed=false") == items(desk, "?rule=none") == items(desk, "?type=system") == []
    assert len(items(desk, "?type=claims.accusation&closed=true&since=2020-10-10")) == 3
    first = desk.get("/api/v1/alerts?limit=2").json()
    rest = desk.get(f"/api/v1/alerts?limit=2&cursor={first['next']}").json()
    assert [line["id"] for line in first["items"] + rest["items"]] == [newest, middle, oldest]
    assert rest["next"] == ""


def test_acknowledging_is_done_once_and_is_in_the_journal(desk: OpenDesk, road: Road) -> None:
    road.alert_at_once()
    id = items(desk)[0]["id"]
    done = desk.post(f"/api/v1/alerts/{id}/acknowledge", json={"note": "Called both missions."})
    assert done.json()["acknowledgement"]["note"] == "Called both missions."
    again = desk.post(f"/api/v1/alerts/{id}/acknowledge", json={"note": "Me too."})
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")
    assert "Called both missions." in again.json()["detail"]
    with reading(desk.engine) as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.kind == "acknowledgement")).one()
    assert (entry.subject, entry.actor.partition(":")[0]) == (f"alert:{id}", "token")


def test_who_only_looks_acknowledges_nothing(desk: OpenDesk, road: Road) -> None:
    road.alert_at_once()
    path = f"/api/v1/alerts/{items(desk)[0]['id']}/acknowledge"
    assert desk.post(path, TOKEN, json={}).status_code == 403
    assert desk.client.post(path, json={}).status_code == 401


@pytest.mark.parametrize("body", [{"note": "x" * 501}, {"note": "ok", "by": "me"}, {"note": 3}, []])
def test_a_note_that_can_t_be_kept_is_refused(desk: OpenDesk, road: Road, body: Any) -> None:
    road.alert_at_once()
    path = f"/api/v1/alerts/{items(desk)[0]['id']}/acknowledge"
    assert desk.post(path, EDITOR, json=body).status_code == 422
    assert items(desk)[0]["acknowledgement"] is None


def test_what_is_not_known_is_said_so(desk: OpenDesk, road: Road) -> None:
    assert desk.get("/api/v1/alerts/nosuch").status_code == 404
    assert desk.post("/api/v1/alerts/nosuch/acknowledge", json={}).status_code == 404
    for query in ("cursor=nosuch", "limit=0", "closed=maybe", "colour=red", "since=yesterday"):
        answer = desk.get(f"/api/v1/alerts?{query}")
        assert answer.status_code == 422, query
        assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]
