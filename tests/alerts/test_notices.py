"""From notices to open alerts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from alerts.models import Alert, AlertEntry, Notice, PendingNotice
from alerts.notices import match_notices, post_notice
from tests.alerts.scenes import NOON, Road, claim_facts


@pytest.fixture
def road(engine: Engine) -> Road:
    return Road(engine)


def entries(road: Road) -> list[tuple[str, int]]:
    with Session(road.engine) as session:
        found = session.exec(select(AlertEntry))
        return sorted((entry.rule_id, entry.notice_id) for entry in found)


def count(road: Road, table: Any) -> int:
    with Session(road.engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_notice_stands_or_falls_with_the_fact_it_tells_of(road: Road) -> None:
    with Session(road.engine) as session:
        post_notice(
            session,
            kind="accusation",
            subject_kind="claim",
            subject_id="c1",
            agreement_id=None,
            facts=claim_facts(),
            published_at=None,
            now=NOON,
        )
        session.rollback()
    assert (count(road, Notice), count(road, PendingNotice)) == (0, 0)


def test_each_rule_gets_what_it_wants_and_nothing_twice(road: Road) -> None:
    road.rule("all")
    road.rule("drones", when={"types": ["drone"]})
    assault = road.post()
    drone = road.post(facts=claim_facts(types=["drone"]))
    assert match_notices(road.engine, road.now) == 2
    assert match_notices(road.engine, road.now) == 0
    assert entries(road) == [("all", assault), ("all", drone), ("drones", drone)]


def test_a_notice_that_nobody_wants_is_looked_at_once(road: Road) -> None:
    road.post()
    match_notices(road.engine, road.now)
    road.rule()
    assert match_notices(road.engine, road.now) == 0
    assert entries(road) == []


def test_a_backlog_is_matched_in_order_and_in_parts(road: Road) -> None:
    road.rule()
    ids = [road.post() for _ in range(7)]
    assert [match_notices(road.engine, road.now, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert entries(road) == [("every-accusation", id) for id in ids]
    assert count(road, Alert) == 1


def test_a_correction_follows_what_was_alerted_in_the_same_batch_or_before(road: Road) -> None:
    road.rule("drones", when={"types": ["drone"]})
    first = road.post(facts=claim_facts(types=["drone"], lineage="l1"))
    second = road.post("correction", claim_facts(previous={"types": ["drone"]}, lineage="l1"))
    match_notices(road.engine, road.now)
    third = road.post("retraction", claim_facts(lineage="l1"))
    road.post("retraction", claim_facts(lineage="l2"))
    match_notices(road.engine, road.now)
    assert entries(road) == [("drones", first), ("drones", second), ("drones", third)]


def test_groups_open_alerts_of_their_own(road: Road) -> None:
    road.rule(group_by=["by", "against"])
    for by, against in (("armenia", "azerbaijan"), ("azerbaijan", "armenia"), ("armenia", "azerbaijan")):
        road.post(facts=claim_facts(by=by, against=against))
    match_notices(road.engine, road.now)
    with Session(road.engine) as session:
        keys = sorted(alert.group_key["by"] for alert in session.exec(select(Alert)))
    assert keys == ["armenia", "azerbaijan"]


def test_the_next_alert_of_a_group_keeps_its_interval(road: Road) -> None:
    road.rule(group_wait=30, group_interval=300)
    road.post()
    match_notices(road.engine, road.now)
    road.pass_time(30)
    closed_at = road.now
    road.close()
    road.pass_time(5)
    road.post()
    match_notices(road.engine, road.now)
    with Session(road.engine) as session:
        following = session.exec(select(Alert).where(Alert.closed_at == None)).one()  # noqa: E711  SQL
        assert following.closes_at == closed_at + timedelta(seconds=300)


def test_there_is_at_most_one_open_alert_of_a_group(road: Road) -> None:
    road.rule()
    road.post()
    match_notices(road.engine, road.now)
    with Session(road.engine) as session:
        alert = session.exec(select(Alert)).one()
        session.add(Alert(**(alert.model_dump() | {"id": "other"})))
        with pytest.raises(IntegrityError):
            session.commit()


def test_matchers_at_the_same_time_do_everything_once(road: Road) -> None:
    road.rule("one")
    road.rule("two", group_by=["place"])
    ids = [road.post(facts=claim_facts(places=[f"P{n % 5}"])) for n in range(60)]
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(match_notices, road.engine, road.now, 10) for _ in range(8)]
        assert sum(future.result() for future in done) == 60
    assert entries(road) == sorted((rule, id) for rule in ("one", "two") for id in ids)
    assert count(road, Alert) == 6
