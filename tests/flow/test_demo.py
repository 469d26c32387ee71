"""`ceasewatch demo` as a newcomer runs it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.flow.conftest import COMMAND
from tests.servers import free_port


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """One replay at the usual speed, with a folder for temporary files of its own."""
    folder = tmp_path_factory.mktemp("demo")
    words = [*COMMAND, "demo", "--exit", "--json", "--port", str(free_port())]
    environment = os.environ | {"TMPDIR": str(folder), "HOME": str(folder)}
    done = subprocess.run(words, capture_output=True, text=True, timeout=110, env=environment)
    assert done.returncode == 0, done.stderr
    return done, folder


def test_the_replay_tells_its_figures_on_one_line(played):
    (line,) = played[0].stdout.splitlines()
    figures = json.loads(line)
    assert figures["statements"] >= 20
    assert figures["accusations"] >= 10
    assert figures["emails"] >= 3
    assert figures["webhooks"] >= 5
    assert 0 < figures["first_accusation_after_s"] < 3600


def test_the_replay_leaves_nothing_behind(played):
    assert list(Path(played[1]).rglob("*.sqlite3*")) == []
    assert [path.name for path in Path(played[1]).iterdir() if path.name.startswith("ceasewatch")] == []


def test_the_replay_complains_of_nothing(played):
    assert played[0].stderr == ""
