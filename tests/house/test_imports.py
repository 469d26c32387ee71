"""Imports run one way; a new room must be given its place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.rooms import FLOORS, ROOT

PLANTED = {
    "monitor/attic.py": '"""A room without a place."""\n',
    "monitor/clock.py": "import monitor.pipeline\n",
    "monitor/schedule.py": "import httpx\n",
    "alerts/matching.py": "from monitor import terms\n",
    "monitor/web/__init__.py": "import workers.cli\n",
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(folder)}
    return subprocess.run(
        [str(program), "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, timeout=100
    )


def test_the_import_contracts_are_kept() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_must_be_given_its_place() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} >= {"floors", "rooms", "pure"}
    assert next(contract for contract in contracts if contract["id"] == "rooms")["exhaustive"] is True


@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_fault_breaks_a_contract(path: str, tmp_path: Path) -> None:
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / path).open("a") as room:
        room.write(PLANTED[path])
    done = _lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
