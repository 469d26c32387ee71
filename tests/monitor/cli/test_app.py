"""The command as a whole: help with an example everywhere, one plain sentence for what is bad."""

from __future__ import annotations

from typing import Any

import pytest
import typer

from monitor.cli.app import app


def every_command(group: Any, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [words] if words else []
    for name, inner in getattr(group, "commands", {}).items():
        found += every_command(inner, (*words, name))
    return found


COMMANDS = every_command(typer.main.get_command(app))


def test_every_noun_of_the_contract_is_there() -> None:
    words = {" ".join(found) for found in COMMANDS}
    assert words >= {
        "apply",
        "export",
        "presets",
        "classify",
        "claims",
        "channel test",
        "deliveries",
        "deliveries retry",
        "token create",
        "db upgrade",
        "db backup",
        "db restore",
        "doctor",
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: Any, words: tuple[str, ...]) -> None:
    done = command(*words, "--help")
    assert (done.code, done.err) == (0, "")
    assert f"Example: ceasewatch {words[0]}" in done.out


def test_the_command_alone_shows_its_help(command: Any) -> None:
    done = command()
    assert done.code == 0
    assert "Example: ceasewatch demo" in done.out


def test_the_version_can_be_asked(command: Any) -> None:
    assert command("--version").out.strip()[0].isdigit()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("aply",), "aply"),
        (("apply",), "FILE"),
        (("claims", "--colour", "red"), "--colour"),
        (("token", "create"), "--role"),
        (("claims", "--limit", "many"), "--limit"),
    ],
)
def test_a_wrong_call_is_one_sentence_that_points_to_help(
    command: Any, words: tuple[str, ...], said: str
) -> None:
    sentence = command(*words).sentence
    assert said in sentence
    assert "--help`" in sentence


def test_a_bad_setting_is_one_sentence(command: Any) -> None:
    command.environment["CEASEWATCH_HOST_GAP"] = "soon"
    assert command("claims").sentence.startswith("CEASEWATCH_HOST_GAP")


@pytest.mark.parametrize("address", ["mysql://x/y", "not an address"])
def test_a_database_that_is_not_supported_is_one_sentence(command: Any, address: str) -> None:
    command.environment["CEASEWATCH_DATABASE_URL"] = address
    assert command("claims").sentence.startswith("CEASEWATCH_DATABASE_URL")


def test_a_database_out_of_reach_is_a_failure_without_its_password(command: Any) -> None:
    address = "postgresql+psycopg://user:s3cret@127.0.0.1:1/none?connect_timeout=1"
    command.environment["CEASEWATCH_DATABASE_URL"] = address
    done = command("claims")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("The database can't be used")
    assert "s3cret" not in done.err
    assert done.err.count("\n") == 1


def test_the_first_command_in_an_empty_data_folder_makes_the_database(command: Any) -> None:
    assert command("claims").out == "No claims.\n"
    assert (command.home / "ceasewatch.sqlite3").exists()


def test_the_first_command_makes_an_empty_postgresql_usable(command: Any, empty_postgres_url: str) -> None:
    command.environment["CEASEWATCH_DATABASE_URL"] = empty_postgres_url
    assert command("claims").out == "No claims.\n"
    done = command("apply", "-", stdin=command("presets", "karabakh-2020").out)
    assert done.out.endswith("Applied. 25 changed, 0 unchanged.\n")
    assert command("apply", "-", "--prune", stdin=command("export").out).out.startswith("Nothing changes.")
    assert not (command.home / "ceasewatch.sqlite3").exists()
