"""/metrics: numbers that Prometheus reads, and nothing that should stay inside."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from monitor import clock
from monitor.db import writing
from tests.alerts.scenes import AT_ONCE, Road
from tests.builders import a_heartbeat
from tests.house.rooms import ROOT
from tests.monitor.web.conftest import OpenDesk


def numbers(desk: OpenDesk) -> dict[tuple[str, ...], float]:
    """Each number by its name and the values of its labels."""
    answer = desk.stranger("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_a_stranger_reads_counts_and_ages(desk: OpenDesk) -> None:
    road = Road(desk.engine)
    road.time = clock.wall()
    road.webhook("http://127.0.0.1:9/")
    road.rule(**AT_ONCE)
    road.alert_at_once()
    road.post()
    with writing(desk.engine) as session:
        a_heartbeat(session, clock.wall())
    found = numbers(desk)
    assert found["ceasewatch_deliveries", "pending"] == 1
    assert found["ceasewatch_deliveries", "dead"] == 0
    assert 0 <= found["ceasewatch_oldest_undelivered_alert_seconds",] < 60
    assert found["ceasewatch_pending_notices",] == 1
    assert found["ceasewatch_open_alerts",] == 0
    assert found["ceasewatch_channels", "ok"] == 1
    assert 0 <= found["ceasewatch_heartbeat_age_seconds", "scheduler"] < 60


def test_names_addresses_and_claims_stay_inside(desk: OpenDesk) -> None:
    road = Road(desk.engine)
    road.webhook("http://127.0.0.1:9/a-key-in-the-path", id="the-newsroom")
    road.rule(send_to=["the-newsroom"], **AT_ONCE)
    road.alert_at_once()
    desk.claim("az-mod")
    shown = desk.stranger("/metrics").text
    for inside in ("the-newsroom", "a-key", "az-mod", "armenia", "karabakh", "every-accusation"):
        assert inside not in shown


def test_each_answer_is_of_its_moment(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_heartbeat(session, clock.wall(), "worker:one")
    assert numbers(desk)["ceasewatch_workers_alive",] == 1
    with writing(desk.engine) as session:
        session.connection().execute(text("DELETE FROM heartbeat"))
    assert numbers(desk)["ceasewatch_workers_alive",] == 0


def test_openmetrics_is_spoken_to_who_asks_for_it(desk: OpenDesk) -> None:
    answer = desk.stranger("/metrics", accept="application/openmetrics-text; version=1.0.0")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_each_number_is_explained_to_the_operator(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_heartbeat(session, clock.wall())
    explained = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    names = {
        line.split()[2] for line in desk.stranger("/metrics").text.splitlines() if line.startswith("# TYPE")
    }
    assert [name for name in names if f"| `{name.removeprefix('ceasewatch_')}" not in explained] == []


def test_without_its_tables_the_desk_says_so(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        session.connection().execute(text("DROP TABLE pending_notice"))
    answer = desk.stranger("/metrics")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
