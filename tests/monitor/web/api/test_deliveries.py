"""The delivery log, and what people order of a delivery, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from monitor import clock
from monitor.db import reading
from monitor.models import JournalEntry
from monitor.web.api.alert_forms import DeliveriesForm, DeliveryForm
from tests.alerts.scenes import AT_ONCE, Road
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.outside import Receiver


@pytest.fixture
def road(desk: OpenDesk, receiver: Receiver) -> Road:
    road = Road(desk.engine)
    road.webhook(receiver.url)
    road.rule(**AT_ONCE)
    return road


def items(desk: OpenDesk, query: str = "") -> list[dict[str, Any]]:
    answer = desk.get(f"/api/v1/deliveries{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_each_try_is_told_with_its_answer_and_its_duration(
    desk: OpenDesk, road: Road, receiver: Receiver
) -> None:
    receiver.statuses = [503]
    road.alert_at_once()
    road.deliver()
    (line,) = items(desk)
    assert desk.get(f"/api/v1/deliveries/{line['id']}").json() == line
    (attempt,) = line["attempts"]
    assert (attempt["number"], attempt["status"], attempt["early"]) == (1, 503, False)
    assert attempt["duration_ms"] >= 0
    DeliveriesForm.model_validate(desk.get("/api/v1/deliveries").json())
    DeliveryForm.model_validate(line)


def test_deliveries_are_narrowed_and_paged(desk: OpenDesk, road: Road, receiver: Receiver) -> None:
    receiver.statuses = [410]
    road.alert_at_once()
    road.deliver()
    road.webhook(receiver.url, id="other")
    road.rule("wide", send_to=["other"], **AT_ONCE)
    road.alert_at_once()
    lines = items(desk)
    dead = [line["id"] for line in lines if line["state"] == "dead"]
    (waiting,) = [line for line in lines if line["state"] == "pending"]
    assert [line["id"] for line in items(desk, "?state=dead")] == dead
    assert items(desk, "?channel=other") == items(desk, "?rule=wide") == [waiting]
    assert items(desk, f"?alert={waiting['alert']}&state=pending&state=dead") == [waiting]
    assert items(desk, "?since=2199-01-01") == []
    first = desk.get("/api/v1/deliveries?limit=2").json()
    rest = desk.get(f"/api/v1/deliveries?limit=2&cursor={first['next']}").json()
    assert first["items"] + rest["items"] == lines
    assert rest["next"] == ""


def test_a_delivery_is_cancelled_and_sent_after_all_by_order(
    desk: OpenDesk, road: Road, receiver: Receiver
) -> None:
    road.alert_at_once()
    path = f"/api/v1/deliveries/{items(desk)[0]['id']}"
    cancelled = desk.post(f"{path}/cancel").json()
    assert cancelled["state"] == "cancelled"
    assert cancelled["reason"].startswith("Cancelled by token:")
    assert road.deliver() == 0
    assert desk.post(f"{path}/retry").json()["state"] == "pending"
    road.time = clock.wall()  # the desk's own
    assert road.deliver() == 1
    for order in ("retry", "cancel"):
        refused = desk.post(f"{path}/{order}")
        assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    with reading(desk.engine) as session:
        entries = session.exec(select(JournalEntry).where(JournalEntry.kind == "delivery")).all()
    assert [entry.details["action"] for entry in entries] == ["cancel", "retry"]


@pytest.mark.parametrize("order", ["retry", "cancel"])
def test_who_only_looks_orders_nothing(desk: OpenDesk, road: Road, order: str) -> None:
    road.alert_at_once()
    path = f"/api/v1/deliveries/{items(desk)[0]['id']}/{order}"
    refused = desk.post(path, TOKEN)
    assert (refused.status_code, refused.json()["status"]) == (403, 403)
    assert desk.client.post(path).status_code == 401
    assert items(desk)[0]["state"] == "pending"


def test_what_is_not_known_is_said_so(desk: OpenDesk) -> None:
    assert desk.get("/api/v1/deliveries/nosuch").status_code == 404
    for order in ("retry", "cancel"):
        assert desk.post(f"/api/v1/deliveries/nosuch/{order}").status_code == 404
    for query in ("cursor=nosuch", "limit=501", "state=lost", "colour=red"):
        answer = desk.get(f"/api/v1/deliveries?{query}")
        assert answer.status_code == 422, query
        assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_stranger_reads_nothing(desk: OpenDesk) -> None:
    for path in ("deliveries", "alerts", "deliveries/x", "alerts/x"):
        assert desk.stranger(f"/api/v1/{path}").status_code == 401
