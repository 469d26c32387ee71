"""Two hundred new items, SIGKILL at half of them, receivers down for a whole pass: nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, func, select

from alerts.models import Alert, AlertEntry, Delivery, PendingNotice
from monitor.db import reading
from monitor.models import Claim
from tests.flow.conftest import House, Outlet
from tests.servers import wait_until

ITEMS = 200


def count(engine: Engine, table: type[SQLModel], *conditions: Any) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


def publish_all(*outlets: Outlet) -> None:
    for number in range(ITEMS):
        outlet = outlets[number % len(outlets)]
        outlet.publish(f"item-{number}", title=f"Statement {number}", more=f"This is order {number}.")


def is_all_told(engine: Engine) -> bool:
    """Every item was read, matched and delivered."""
    return (
        count(engine, Claim) == ITEMS
        and not count(engine, PendingNotice)
        and not count(engine, Alert, col(Alert.closed_at).is_(None))
        and not count(engine, Delivery, col(Delivery.state) != "delivered")
    )


def entries_of(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        query = select(AlertEntry.alert_id, func.count()).group_by(AlertEntry.alert_id)
        return dict(session.exec(query).all())


def assert_nothing_was_lost(house: House, engine: Engine) -> None:
    """Each item is covered once, and no message was ever sent under a second id or with other bytes."""
    assert sum(entries_of(engine).values()) == ITEMS
    bodies: dict[str, set[bytes]] = {}
    ids: dict[str, set[str]] = {}
    covered: dict[str, int] = {}
    for request in house.receiver.requests:
        id, data = request.headers["webhook-id"], json.loads(request.body)["data"]
        bodies.setdefault(id, set()).add(request.body)
        ids.setdefault(data["alert"]["id"], set()).add(id)
        covered[data["alert"]["id"]] = len(data["claims"]) + data["more"]
    assert covered == entries_of(engine)
    assert {len(texts) for texts in bodies.values()} == {1}
    assert {len(names) for names in ids.values()} == {1}
    assert set(bodies) == set(house.receiver.accepted_ids)
    letters = [mail.message["Message-ID"] for mail in house.mailbox.mails]
    assert len(set(letters)) == len(covered)


@pytest.fixture
def outlets(house: House, outlet: Callable[..., Outlet], form: Callable[..., Any]) -> list[Outlet]:
    both = [outlet("north-mod", "north"), outlet("south-mod", "south")]
    house.apply(form(*(each.source for each in both)))
    return both


@pytest.mark.long
@pytest.mark.timeout(300)
def test_killed_at_half_of_200_items_none_is_lost(
    house: House, engine_of_house: Engine, outlets: list[Outlet]
) -> None:
    publish_all(*outlets)
    process = house.run()
    wait_until(lambda: count(engine_of_house, Claim) >= ITEMS / 2, 120, "the items were not read")
    house.kill(process)
    assert count(engine_of_house, Claim) < ITEMS
    house.run()
    wait_until(lambda: is_all_told(engine_of_house), 120, "something was lost")
    assert_nothing_was_lost(house, engine_of_house)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_receivers_down_for_a_whole_pass_miss_nothing(
    house: House, engine_of_house: Engine, outlets: list[Outlet]
) -> None:
    house.mailbox.refuse(451)
    house.receiver.status = 503
    publish_all(*outlets)
    process = house.run()
    wait_until(lambda: count(engine_of_house, Claim) == ITEMS, 120, "the items were not read")
    wait_until(lambda: house.receiver.requests and house.mailbox.refused, 20, "no delivery was tried")
    house.kill(process)
    assert house.receiver.accepted == house.mailbox.mails == []
    house.mailbox.accept()
    house.receiver.status = 200
    house.run()
    wait_until(lambda: is_all_told(engine_of_house), 120, "something was lost")
    assert_nothing_was_lost(house, engine_of_house)
