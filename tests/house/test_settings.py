"""Every setting can be looked up in the README and set in docker-compose.yml."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from monitor.settings import PREFIX, Settings
from tests.house.rooms import ROOT

NAMES = sorted(PREFIX + name.upper() for name in Settings.model_fields)


def _documented() -> dict[str, str]:
    """The rows of the README's table of settings: name -> the rest of the row."""
    rows = re.findall(rf"^\|\s*`({PREFIX}\w+)`\s*\|(.+)\|\s*$", (ROOT / "README.md").read_text(), re.M)
    return dict(rows)


def _composed(service: str) -> set[str]:
    services: Any = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return {name.removesuffix("_FILE") for name in services[service]["environment"]}


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_has_a_row_in_the_readme(name: str) -> None:
    row = _documented().get(name)
    assert row is not None, f"README.md: the table of settings has no row `{name}`"
    assert all(cell.strip() for cell in row.split("|")), f"README.md: the row of {name} has an empty cell"


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    assert sorted(set(_documented()) - set(NAMES)) == []


def test_a_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("service", ["web", "scheduler", "worker"])
def test_docker_compose_hands_every_setting_on(service: str) -> None:
    assert sorted(_composed(service)) == NAMES
