"""What an alert is about in one line, and what waits behind what, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.headlines import list_headlines
from alerts.models import Alert
from alerts.waiting import list_behind
from tests.alerts.scenes import AT_ONCE, Road, claim_facts


def test_an_alert_is_told_by_its_first_notice_and_the_number_of_the_others(engine: Engine) -> None:
    road = Road(engine)
    road.webhook("http://127.0.0.1:9/")
    road.rule(**AT_ONCE)
    for lineage in ("l1", "l2", "l3"):
        road.post(facts=claim_facts(lineage=lineage, places=[lineage]))
    road.close()
    with Session(engine) as session:
        id = session.exec(select(Alert.id)).one()
        found = list_headlines(session, [id, "nosuch"])
        assert list_headlines(session, []) == {}
    assert list(found) == [id]
    assert found[id].sentence == "Armenia accuses Azerbaijan of a ground assault at l1, 12:05"
    assert found[id].more == 2


def test_what_is_not_the_oldest_of_its_channel_waits_behind_it(engine: Engine) -> None:
    road = Road(engine)
    road.webhook("http://127.0.0.1:9/")
    road.webhook("http://127.0.0.1:9/", id="other")
    road.rule(**AT_ONCE)
    road.rule("wide", send_to=["other"], **AT_ONCE)
    road.alert_at_once()
    road.alert_at_once()
    lines = road.log()
    with Session(engine) as session:
        behind = list_behind(session, [line.id for line in lines])
    assert [line.id in behind for line in lines] == [False, False, True, True]
    assert [line.tries_left for line in lines] == [8] * 4
