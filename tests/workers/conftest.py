"""A rig over a database of its own."""

from collections.abc import Callable, Iterator

import pytest

from monitor.clock import wall
from monitor.db import writing
from monitor.ledger.heartbeats import beat
from monitor.settings import Settings
from workers.rig import Rig, open_rig


@pytest.fixture
def make_rig(tmp_path) -> Iterator[Callable[..., Rig]]:
    rigs: list[Rig] = []

    def make(**settings: object) -> Rig:
        options = {"home": tmp_path / "home", "host_gap": 0, "allow_networks": "127.0.0.0/8"} | settings
        rig = open_rig(Settings(**options))
        with writing(rig.engine) as session:
            beat(session, "worker:test", wall())
        rigs.append(rig)
        return rig

    yield make
    for rig in rigs:
        rig.engine.dispose()
