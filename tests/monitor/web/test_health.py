"""A supervisor learns whether the desk can do its work, and which part can not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text

from monitor import clock
from monitor.db import writing
from tests.builders import a_heartbeat
from tests.monitor.web.conftest import OpenDesk


def test_a_process_that_answers_is_alive(desk: OpenDesk) -> None:
    assert desk.stranger("/healthz").json() == {"status": "ok"}


def test_a_desk_with_a_scheduler_that_spoke_just_now_is_ready(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_heartbeat(session, clock.wall())
    answer = desk.stranger("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True


def test_a_scheduler_that_fell_silent_is_named(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_heartbeat(session, clock.wall() - timedelta(seconds=45))
    answer = desk.stranger("/readyz")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert {name: part["ready"] for name, part in parts.items()} == {
        "database": True,
        "queue": True,
        "scheduler": False,
    }
    assert "45 s ago" in parts["scheduler"]["detail"] or "46 s ago" in parts["scheduler"]["detail"]


def test_a_worker_that_is_alive_is_no_scheduler(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_heartbeat(session, clock.wall(), "worker:one")
    assert "No scheduler has ever run" in desk.stranger("/readyz").json()["parts"]["scheduler"]["detail"]


def test_a_queue_that_is_down_or_whose_probe_fails_is_named(make_desk: Callable[..., OpenDesk]) -> None:
    def broken() -> bool:
        raise OSError("connection refused")

    for probe in (broken, lambda: False):
        desk = make_desk(queue_probe=probe)
        with writing(desk.engine) as session:
            session.execute(text("DELETE FROM heartbeat"))
            a_heartbeat(session, clock.wall())
        answer = desk.stranger("/readyz")
        assert answer.status_code == 503
        assert answer.json()["parts"]["queue"]["ready"] is False
        assert answer.json()["parts"]["scheduler"]["ready"] is True
        assert "connection refused" not in answer.text


def test_a_database_without_tables_is_named_and_the_process_stays_alive(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        session.execute(text("DROP TABLE heartbeat"))
    assert desk.stranger("/readyz").json()["parts"]["database"]["ready"] is False
    assert desk.stranger("/healthz").status_code == 200
