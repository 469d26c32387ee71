"""Ten thousand accusations in a minute: a handful of messages, nothing dropped, nobody held up."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests.flow.conftest import House, Outlet
from tests.flow.storm import Figures, Storm
from tests.outside import Receiver
from tests.servers import wait_until

ACCUSATIONS = 10_000
MINUTE = 60.0


@pytest.fixture
def receivers(receiver: Receiver) -> Iterator[dict[str, Receiver]]:
    others = {"slow": Receiver(), "dead": Receiver()}
    for each in others.values():
        each.start()
    yield {"healthy": receiver, **others}
    for each in others.values():
        each.stop()


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_storm_is_told_in_a_handful_of_messages_that_cover_everything(
    house: House, engine_of_house: Engine, outlet: Callable[..., Outlet], receivers: dict[str, Receiver]
) -> None:
    storm = Storm(house, engine_of_house, outlet("north-mod", "north"), receivers)
    house.apply(storm.form())
    house.run()
    wait_until(lambda: storm.outlet.site.requests, 10, "the source was never polled")
    figures = storm.rage(ACCUSATIONS, MINUTE)
    assert_nobody_was_held_up(figures)
    assert_all_is_covered_once(storm)


def assert_nobody_was_held_up(figures: Figures) -> None:
    assert figures.raged < MINUTE + 5
    assert figures.first_message < 2
    assert 20 <= figures.messages["healthy"] <= 40
    assert figures.messages["slow"] <= MINUTE / 5 + 1  # one message at a time, as it should be
    assert figures.messages["dead"] == 0
    assert figures.longest_without_poll < 5
    assert max(figures.read) < 5


def assert_all_is_covered_once(storm: Storm) -> None:
    entries = storm.entries()
    assert sum(entries.values()) >= ACCUSATIONS
    assert storm.notices_without_one_entry() == []
    for name in storm.receivers:
        assert storm.covered_by(name) == entries, name
        ids = storm.receivers[name].accepted_ids
        assert len(ids) == len(set(ids)), f"{name} had a message twice, though it took it the first time"
        told = storm.lineages_told(name)
        assert len(told) == len(set(told)), name
