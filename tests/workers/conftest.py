"""A rig over a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.clock import wall
from monitor.db import writing
from monitor.ledger.heartbeats import beat
from monitor.settings import Settings
from workers.rig import Rig, open_rig


def a_rig(home: Path, **settings: object) -> Rig:
    """A rig whose worker has been heard of."""
    options = {"home": home, "host_gap": 0, "allow_networks": "127.0.0.0/8"} | settings
    rig = open_rig(Settings(**options))
    with writing(rig.engine) as session:
        beat(session, "worker:test", wall())
    return rig


@pytest.fixture
def make_rig(tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    rigs: list[Rig] = []

    def make(**settings: object) -> Rig:
        rigs.append(a_rig(tmp_path / "home", **settings))
        return rigs[-1]

    yield make
    for rig in rigs:
        rig.engine.dispose()
