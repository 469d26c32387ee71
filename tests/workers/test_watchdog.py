"""The watchdog outside is called while all is well, and never holds up the clockwork."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from alerts.models import Delivery, Notice
from monitor import clock
from monitor.db import reading, writing
from monitor.models import Heartbeat
from tests.alerts.scenes import AT_ONCE, Road
from tests.builders import a_source
from tests.outside import Site
from tests.servers import wait_until
from workers.app import make_app
from workers.rig import Rig
from workers.scheduler import Ticker
from workers.watchdog import Watchdog


@pytest.fixture
def make_watched(make_rig: Callable[..., Rig], site: Site) -> Callable[..., Rig]:
    """A rig whose heartbeat goes to a local site."""

    def make(**page: Any) -> Rig:
        return make_rig(heartbeat_url=site.page("/ping/a-key", "ok", **page))

    return make


def test_while_all_is_well_the_address_is_called(make_watched: Callable[..., Rig], site: Site) -> None:
    Watchdog(make_watched()).call()
    assert [request.method for request in site.requests] == ["GET"]


def test_without_an_address_nobody_is_called(make_rig: Callable[..., Rig]) -> None:
    Watchdog(make_rig()).call()


def a_stuck_alert(rig: Rig) -> None:
    road = Road(rig.engine)
    road.time = clock.wall() - timedelta(minutes=6)
    road.webhook("http://127.0.0.1:9/")
    road.rule(**AT_ONCE)
    road.alert_at_once()


def no_worker(rig: Rig) -> None:
    with writing(rig.engine) as session:
        session.delete(session.get_one(Heartbeat, "worker:test"))


def no_source(rig: Rig) -> None:
    with writing(rig.engine) as session:
        a_source(session, state="unreachable", due_at=clock.wall())


@pytest.mark.parametrize("trouble", [a_stuck_alert, no_worker, no_source])
def test_in_a_trouble_the_heartbeat_is_held_back_and_that_is_logged_once(
    make_watched: Callable[..., Rig], site: Site, caplog: Any, trouble: Callable[[Rig], None]
) -> None:
    rig = make_watched()
    watchdog = Watchdog(rig)
    trouble(rig)
    with caplog.at_level(logging.WARNING):
        watchdog.call()
        watchdog.call()
    assert site.requests == []
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "the heartbeat is held back"
    ]


def test_a_database_that_can_t_be_written_keeps_the_heartbeat_back(
    make_watched: Callable[..., Rig], site: Site
) -> None:
    rig = make_watched()
    with rig.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE heartbeat")
        connection.commit()
    with pytest.raises(Exception, match="heartbeat"):
        Watchdog(rig).call()
    assert site.requests == []


@pytest.mark.parametrize("page", [{"status": 500}, {"status": 302, "headers": {"Location": "/elsewhere"}}])
def test_an_answer_that_is_no_yes_is_logged_without_its_key(
    make_watched: Callable[..., Rig], site: Site, caplog: Any, page: dict[str, Any]
) -> None:
    Watchdog(make_watched(**page)).call()
    assert len(site.requests) == 1
    assert "a-key" not in caplog.text
    assert f"answered with {page['status']}" in caplog.text


def test_a_watchdog_that_hangs_or_is_gone_is_given_up_without_a_word_of_its_key(
    make_watched: Callable[..., Rig], site: Site, caplog: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("workers.watchdog.PATIENCE", 0.2)
    watchdog = Watchdog(make_watched(delay=30))
    watchdog.call()
    site.stop()
    watchdog.call()
    assert caplog.text.count("the heartbeat was not taken") == 2
    assert "a-key" not in caplog.text


def test_a_watchdog_that_hangs_does_not_delay_the_ticks(
    make_watched: Callable[..., Rig], site: Site, monkeypatch: Any
) -> None:
    ticks = []
    monkeypatch.setattr("workers.scheduler.HEARTBEAT", 0.1)
    monkeypatch.setattr("workers.scheduler.tell", lambda *_: ticks.append(len(site.requests)))
    rig = make_watched(delay=30)
    ticker = Ticker(rig, make_app(rig.settings))
    ticker.start()
    wait_until(lambda: sum(ticks) >= 8, 10, "the ticks waited for the watchdog")
    assert len(site.requests) == 1
    site.stop()
    ticker.stop()


def test_a_stuck_alert_is_told_by_the_scheduler(make_rig: Callable[..., Rig], monkeypatch: Any) -> None:
    monkeypatch.setattr("workers.scheduler.WATCH", 0.1)
    rig = make_rig()
    a_stuck_alert(rig)
    with writing(rig.engine) as session:
        session.exec(select(Delivery)).one().step = 3
    ticker = Ticker(rig, make_app(rig.settings))
    ticker.start()

    def told() -> list[Notice]:
        with reading(rig.engine) as session:
            return list(session.exec(select(Notice).where(Notice.kind == "system")))

    wait_until(told, 10, "nobody was told")
    ticker.stop()
    assert len(told()) == 1
