"""A rule that is new or changed has looked at what came before it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.models import AlertEntry, Rule, RuleMark
from alerts.notices import match_notices
from alerts.order import take_turn
from alerts.recalling import keep_recollections, look_back
from tests.alerts.scenes import Road, claim_facts

FIRST = {"first": "type"}
THREE = {"more_than": {"count": 2, "within": 3600, "per": "agreement"}}


@pytest.fixture
def road(engine: Engine) -> Road:
    return Road(engine)


def tell(road: Road, *types: str, **changes: Any) -> int:
    id = road.post(facts=claim_facts(types=list(types), lineage=f"l{road.now}", **changes))
    match_notices(road.engine, road.now)
    return id


def entries(road: Road, rule: str = "every-accusation") -> list[int]:
    with Session(road.engine) as session:
        found = select(AlertEntry.notice_id).where(AlertEntry.rule_id == rule)
        return sorted(session.exec(found))


def test_first_means_first_and_not_the_first_since_the_rule_was_saved(road: Road) -> None:
    tell(road, "drone")
    road.rule(when=FIRST)
    tell(road, "drone")
    shelling = tell(road, "shelling")
    assert entries(road) == [shelling]


def test_what_waits_for_the_rule_has_not_come_before(road: Road) -> None:
    drone = road.post(facts=claim_facts(types=["drone"]))
    road.rule(when=FIRST)
    match_notices(road.engine, road.now)
    assert entries(road) == [drone]


def test_a_changed_rule_looks_back_again_with_its_new_conditions(road: Road) -> None:
    road.rule(when=FIRST | {"by": ["armenia"]})
    armenian = tell(road, "drone")
    tell(road, "shelling", by="azerbaijan", against="armenia")
    road.rule(when=FIRST)
    tell(road, "shelling")
    missile = tell(road, "missile")
    assert entries(road) == [armenian, missile]
    with Session(road.engine) as session:
        rule = session.get_one(Rule, "every-accusation")
        assert rule.recalled_version == rule.version == 2


def test_other_agreements_and_old_statements_came_before_as_they_would_have(road: Road) -> None:
    road.post(facts=claim_facts(types=["drone"]), agreement_id="donbas")
    road.post(facts=claim_facts(types=["shelling"]), published_at=road.now.replace(year=2019))
    match_notices(road.engine, road.now)
    road.rule(when=FIRST, agreement="karabakh-2020")
    drone = tell(road, "drone")
    tell(road, "shelling")
    assert entries(road) == [drone]


def test_a_threshold_counts_what_came_before_the_rule_and_tells_of_it(road: Road) -> None:
    tell(road, "drone")
    road.pass_time(1800)
    second = tell(road, "drone")
    road.pass_time(1801)
    road.rule(when=THREE)
    third = tell(road, "drone")
    assert entries(road) == []
    fourth = tell(road, "drone")
    assert entries(road) == [second, third, fourth]


def test_both_sides_are_heard_though_one_spoke_before_the_rule(road: Road) -> None:
    one = tell(road, "drone")
    road.rule(when={"mutual": 3600})
    other = tell(road, "drone", by="azerbaijan", against="armenia")
    assert entries(road) == [one, other]


def test_a_rule_that_is_saved_while_others_look_back_does_so_in_its_turn(road: Road) -> None:
    tell(road, "drone")
    found = look_back(road.engine, road.now)
    road.rule(when=FIRST)
    waiting = road.post(facts=claim_facts(types=["drone"]))
    with Session(road.engine) as session, session.begin():
        take_turn(session)
        keep_recollections(session, found, waiting, road.now)
    match_notices(road.engine, road.now)
    assert entries(road) == []


def test_what_was_matched_after_the_long_look_is_looked_at_in_the_turn(road: Road) -> None:
    tell(road, "shelling")
    road.rule(when=FIRST)
    found = look_back(road.engine, road.now)
    with Session(road.engine) as session, session.begin():
        session.get_one(Rule, "every-accusation").recalled_version = 1  # as if it asked for nothing before
    later = tell(road, "drone")
    with Session(road.engine) as session, session.begin():
        session.get_one(Rule, "every-accusation").recalled_version = None
        session.flush()
        keep_recollections(session, found, later + 1, road.now)
        keys = session.exec(select(RuleMark.key)).all()
    assert sorted(keys) == ['["type", "karabakh-2020", "drone"]', '["type", "karabakh-2020", "shelling"]']


def test_a_rule_that_asks_for_nothing_before_looks_back_once_and_marks_nothing(road: Road) -> None:
    tell(road, "drone")
    road.rule()
    assert set(look_back(road.engine, road.now)) == {"every-accusation"}
    tell(road, "drone")
    assert look_back(road.engine, road.now) == {}
    with Session(road.engine) as session:
        assert session.exec(select(RuleMark)).all() == []
