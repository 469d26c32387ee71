"""A notice that a rule can't read keeps nobody else from their alerts; it is kept, and told."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.history import stream_notices
from alerts.matching import read_rule
from alerts.models import Alert, AlertEntry, Notice, PendingNotice
from alerts.notices import match_notices
from alerts.preview import Preview
from alerts.set_aside import list_set_aside
from tests.alerts.scenes import NOON, Road, a_rule, claim_facts

BROKEN = [
    {"types": None},
    {"by": {"who": "armenia"}},
    {"places": 7},
]


@pytest.fixture
def road(engine: Engine) -> Road:
    made = Road(engine)
    made.rule("all", group_by=["type", "by"])
    return made


def entries(road: Road) -> set[tuple[str, int]]:
    with Session(road.engine) as session:
        return {(entry.rule_id, entry.notice_id) for entry in session.exec(select(AlertEntry))}


def pending(road: Road) -> list[int]:
    with Session(road.engine) as session:
        return list(session.exec(select(PendingNotice.notice_id)))


def told(road: Road) -> list[str]:
    with Session(road.engine) as session:
        return list_set_aside(session)


@pytest.mark.parametrize("changes", BROKEN)
def test_the_notices_around_it_have_their_alerts(road: Road, changes: dict[str, Any]) -> None:
    road.rule("drones", when={"types": ["drone"], "places": ["Ganja"]}, group_by=["type", "place", "by"])
    road.rule("first", when={"first": "by"}, group_by=["by", "type"])
    before = road.post(facts=claim_facts(lineage="l1"))
    broken = road.post(facts=claim_facts(lineage="l2", **changes))
    after = road.post(facts=claim_facts(lineage="l3", by="azerbaijan", against="armenia"))
    match_notices(road.engine, road.now)
    held = entries(road)
    assert {("all", before), ("all", after), ("first", before), ("first", after)} <= held
    (sentence,) = told(road)
    assert sentence.startswith(f"Notice {broken} (accusation about karabakh-2020) is set aside: the rule")
    assert broken not in pending(road)
    match_notices(road.engine, road.now)
    assert pending(road) == []


def test_a_rule_that_can_read_it_alerts_it(engine: Engine) -> None:
    road = Road(engine)
    road.rule("all", when={"kind": ["correction"]})
    road.rule("here", when={"kind": ["correction"], "words": ["enemy"]})
    facts = claim_facts(stance="denial", evidence={"quote": 7})
    broken = road.post("correction", facts)
    match_notices(road.engine, road.now)
    assert entries(road) == {("all", broken)}
    assert "is set aside: the rule here could not read it" in told(road)[0]


def test_a_rule_for_the_service_tells_of_it_once(road: Road, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    road.rule("service", when={"kind": ["system"], "in_force": None})
    broken = road.post(facts=claim_facts(types=None))
    for _ in range(3):
        match_notices(road.engine, road.now)
    with Session(road.engine) as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == "system")).all()
        alerts = session.exec(select(Alert).where(col(Alert.rule_id) == "service")).all()
    assert (notice.subject_kind, notice.subject_id) == ("notice", str(broken))
    assert notice.facts["system"]["rules"] == ["all"]
    assert len(alerts) == 1
    assert f"can't read notice {broken}" in caplog.text


def test_a_notice_of_the_service_that_can_t_be_read_is_only_logged(
    road: Road, caplog: pytest.LogCaptureFixture
) -> None:
    road.rule("broken", when={"kind": []}, group_by=["source"])
    road.post("system", {"system": {"sentence": "x"}, "source": None}, agreement_id=None)
    match_notices(road.engine, road.now)
    assert (told(road), pending(road)) == ([], [])
    assert "can't read notice" in caplog.text


def test_a_new_rule_looks_back_past_it_and_a_preview_passes_it_over(road: Road) -> None:
    road.post(facts=claim_facts(lineage="l1", types=None))
    road.post(facts=claim_facts(lineage="l2"))
    match_notices(road.engine, road.now)
    road.rule("first", when={"first": "type"})
    road.pass_time(60)
    third = road.post(facts=claim_facts(lineage="l3"))
    match_notices(road.engine, road.now)
    assert ("first", third) not in entries(road)  # the second was the first of its type
    assert ("all", third) in entries(road)
    with Session(road.engine) as session:
        rule = read_rule("tried", 0, a_rule(group_by=["type"]))
        alerts = list(Preview([rule]).play(stream_notices(session)))
    assert sum(len(alert.notice_ids) for alert in alerts) == 2
    assert alerts[0].opened_at < NOON + timedelta(hours=1)
