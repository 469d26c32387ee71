"""However much comes up at once, no question names more values than a database takes."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import Session

from alerts.stored_past import StoredPast
from tests.alerts.scenes import Road

MORE_THAN_ANY_DATABASE_TAKES = 70_000


def test_notices_are_found_in_their_order_however_many_are_asked_for(engine: Engine) -> None:
    road = Road(engine)
    posted = [road.post() for _ in range(3)]
    with Session(engine) as session:
        past = StoredPast(session, ())
        found = past.find_notices([*range(1, MORE_THAN_ANY_DATABASE_TAKES), *posted])
        assert [notice.id for notice in found] == posted


def test_follow_ups_are_found_in_their_order_however_many_lineages_there_are(engine: Engine) -> None:
    road = Road(engine)
    posted = [road.post("correction"), road.post("retraction")]
    lineages = ["l1", *(f"other-{number}" for number in range(MORE_THAN_ANY_DATABASE_TAKES))]
    with Session(engine) as session:
        past = StoredPast(session, posted)
        found = past.find_follow_ups("every-accusation", lineages, before=posted[-1] + 1)
        assert [notice.id for notice in found] == posted
