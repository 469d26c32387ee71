"""docker-compose.yml: nothing open that need not be, no password that everybody knows, everything watched."""

from __future__ import annotations

import re
from typing import Any

import pytest

from monitor.settings import PREFIX, Settings
from tests.packaging.composition import FIRST, OWN, ROOT, SECRET_FOLDER, read_composition

COMPOSITION = read_composition()
SERVICES: dict[str, dict[str, Any]] = COMPOSITION["services"]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
LASTING = sorted(set(SERVICES) - {"migrate"})


def test_the_parts_are_there() -> None:
    assert set(SERVICES) == {"web", "scheduler", "worker", "migrate", "postgres", "redis", "mail"}


def test_the_mail_catcher_starts_only_on_request() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["mail"]


@pytest.mark.parametrize("file", ["docker-compose.yml", "README.md"])
def test_the_first_administrator_comes_before_the_start(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    steps = re.findall(r"^(?:# +)?(docker compose (?:build|run|up).*)$", text, re.M)
    assert steps == [
        "docker compose build",
        f"docker compose run --rm web {FIRST}",
        "docker compose up --detach",
    ]


def test_only_the_web_is_published_and_only_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8080:8080"]}
    assert "network_mode" not in TEXT


def test_the_stores_cannot_reach_the_internet() -> None:
    assert COMPOSITION["networks"]["inside"] == {"internal": True}
    assert {name: SERVICES[name]["networks"] for name in ("postgres", "redis", "mail")} == {
        "postgres": ["inside"],
        "redis": ["inside"],
        "mail": ["inside"],
    }


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "privileged" not in service
    assert ("cap_add" in service) == (name == "postgres")


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_service_is_watched_and_started_again(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(service["healthcheck"])


def test_the_database_is_brought_up_to_date_once_before_anything_starts() -> None:
    assert SERVICES["migrate"]["command"] == ["ceasewatch", "db", "upgrade"]
    assert SERVICES["migrate"]["restart"] == "no"
    for name in OWN:
        awaited = {store: how["condition"] for store, how in SERVICES[name]["depends_on"].items()}
        assert awaited == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "redis": "service_healthy",
        }


def test_every_secret_comes_from_a_file_that_the_operator_must_name() -> None:
    for name, secret in COMPOSITION["secrets"].items():
        assert re.fullmatch(r"\$\{CEASEWATCH_SECRETS:\?[A-Z].+\}/" + name, secret["file"])


def test_every_secret_is_handed_to_somebody_and_no_service_asks_for_another() -> None:
    asked = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert asked == set(COMPOSITION["secrets"])


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_password_stands_in_the_environment(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if re.search(r"PASSWORD|SECRET|_URL", variable) and value is not None:
            assert variable.endswith("_FILE"), f"{name}: {variable}"
            assert value.rpartition("/")[0] == SECRET_FOLDER
            assert value.rpartition("/")[2] in SERVICES[name]["secrets"]


def test_no_value_has_a_default_that_could_be_forgotten() -> None:
    assert re.findall(r"\$\{\w+:?[-+]", TEXT) == []


@pytest.mark.parametrize("name", OWN)
def test_a_service_is_given_settings_that_exist(name: str) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    assert {variable.removesuffix("_FILE") for variable in SERVICES[name]["environment"]} <= known


def test_what_must_last_lies_on_a_volume() -> None:
    assert set(COMPOSITION["volumes"]) == {"data", "postgres"}
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql/data"]
    assert all(SERVICES[name]["volumes"] == ["data:/data"] for name in OWN)


def test_every_image_from_elsewhere_has_a_version() -> None:
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    assert [image for image in images if not re.search(r":v?\d", image)] == []
