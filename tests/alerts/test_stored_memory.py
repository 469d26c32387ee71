"""What rules remember from batch to batch, in a number of statements that does not grow with the notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from alerts.models import Alert, AlertEntry, RuleMark
from alerts.notices import match_notices
from tests.alerts.scenes import Road, claim_facts

BACK = {"by": "azerbaijan", "against": "armenia"}
NIGHT = {"from": "12:00", "to": "20:00", "timezone": "Asia/Yerevan", "bypass": ["missile"]}
SEVERAL: dict[str, dict[str, Any]] = {
    "all": {},
    "kinds": {"when": {"kind": []}, "group_by": ["by"]},
    "first": {"when": {"first": "place"}},
    "mutual": {"when": {"mutual": 3600}},
    "many": {"when": {"more_than": {"count": 20, "within": 3600, "per": "agreement"}}},
}


@pytest.fixture
def road(engine: Engine) -> Road:
    return Road(engine)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def post_many(road: Road, number: int) -> None:
    for at in range(number):
        facts = claim_facts(lineage=f"{road.now}{at}", places=[f"P{at % 3}"], **(BACK if at % 2 else {}))
        road.post(("accusation", "denial", "correction")[at % 3], facts)


def test_a_batch_asks_as_often_whether_it_is_small_or_large(road: Road) -> None:
    for id, changes in SEVERAL.items():
        road.rule(id, **changes)
    post_many(road, 6)
    match_notices(road.engine, road.now)
    numbers = []
    for size in (12, 90):
        post_many(road, size)
        with counted(road.engine) as statements:
            match_notices(road.engine, road.now)
        numbers.append(len(statements))
    assert numbers[1] <= numbers[0] + 8  # what a threshold brings up is looked up when it is crossed


def entries(road: Road) -> dict[int, Alert]:
    with Session(road.engine, expire_on_commit=False) as session:
        query = select(AlertEntry.notice_id, Alert).join(Alert, col(Alert.id) == AlertEntry.alert_id)
        return dict(session.exec(query).all())


def alert(road: Road, kind: str = "accusation", **facts: Any) -> int:
    """A notice whose alert has closed."""
    id = road.post(kind, claim_facts(**facts))
    road.close()
    road.pass_time(400)
    road.close()
    return id


def test_a_thread_is_remembered_from_batch_to_batch(road: Road) -> None:
    road.rule()
    first = alert(road, lineage="l1")
    second = alert(road, "correction", lineage="l1")
    third = alert(road, "denial", lineage="l2", **BACK)
    fourth = alert(road, "retraction", lineage="l2", **BACK)
    found = entries(road)
    root = found[first].id
    assert [found[id].follows for id in (first, second, third, fourth)] == [None, root, root, root]
    types = [found[id].type for id in (first, second, third, fourth)]
    assert types == ["claims.accusation", "claims.correction", "claims.denial", "claims.retraction"]


def test_a_follow_up_joins_what_is_still_open(road: Road) -> None:
    road.rule()
    first = road.post(facts=claim_facts(lineage="l1"))
    match_notices(road.engine, road.now)
    second = road.post("retraction", claim_facts(lineage="l1"))
    match_notices(road.engine, road.now)
    found = entries(road)
    assert found[first].id == found[second].id


def test_a_claim_of_a_bypass_type_takes_the_waiting_alert_along(road: Road) -> None:
    road.webhook("https://receiver.example")
    road.rule(quiet_hours=NIGHT)
    road.post()
    road.close()
    road.pass_time(3600)
    assert road.close() == []
    missile = road.post(facts=claim_facts(types=["missile"]))
    road.close()
    road.pass_time(30)
    assert road.close() == ["newsroom"]
    found = entries(road)
    assert len({row.id for row in found.values()}) == 1
    assert missile in found


def test_marks_that_are_of_no_more_use_are_dropped(road: Road) -> None:
    road.rule(when={"more_than": {"count": 2, "within": 3600, "per": "agreement"}})
    for _ in range(9):
        alert(road)
    with Session(road.engine) as session:
        assert len(session.exec(select(RuleMark)).all()) <= 3


def test_alerts_that_close_at_one_moment_go_out_in_the_order_in_which_they_began(road: Road) -> None:
    road.webhook("https://receiver.example")
    road.rule(quiet_hours=NIGHT, group_by=["place"])
    places = [f"P{number}" for number in range(8)]
    for place in places:
        road.post(facts=claim_facts(places=[place]))
        road.close()
        road.pass_time(1)
    road.pass_time(12 * 3600)
    road.close()
    with Session(road.engine) as session:
        keys = {row.id: row.group_key["place"] for row in session.exec(select(Alert))}
    assert [keys[line.alert or ""] for line in road.log()] == [[place] for place in places]
