"""`user add`: an account from the command line."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from sqlalchemy import Engine
from sqlmodel import select
from typer.testing import CliRunner, Result

from monitor.cli import users
from monitor.cli.outcome import PlainGroup
from monitor.db import reading
from monitor.ledger.passwords import is_right
from monitor.models import JournalEntry, User

ROOT = Path(__file__).parents[3]
PASSWORD = "a word long enough"
app = typer.Typer(cls=PlainGroup, rich_markup_mode=None)
app.add_typer(users.app, name="user")


@pytest.fixture
def home(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    monkeypatch.setenv("CEASEWATCH_HOME", str(folder))
    return folder


def add(*words: str, stdin: str | bytes = f"{PASSWORD}\n") -> Result:
    return CliRunner().invoke(app, ["user", "add", *words], input=stdin)


def test_the_password_is_one_line_of_a_pipe(home: Path, sqlite_engine: Engine) -> None:
    done = add("Anna", "--role", "admin", stdin=f"{PASSWORD}\r\nnot this\n")
    assert (done.exit_code, done.stdout) == (0, "Anna may sign in as admin.\n")
    with reading(sqlite_engine) as session:
        user = session.exec(select(User)).one()
        entry = session.exec(select(JournalEntry)).one()
    assert is_right(PASSWORD, user.password_hash)
    assert (entry.kind, entry.actor, entry.details) == (
        "account",
        "user add",
        {"name": "Anna", "role": "admin"},
    )


def test_json_is_one_line_without_a_secret(home: Path) -> None:
    told = json.loads(add("Anna", "--role", "viewer", "--json").stdout)
    assert (told.pop("id") != "", told) == (True, {"name": "Anna", "role": "viewer"})


@pytest.mark.parametrize(
    ("words", "stdin", "sentence"),
    [
        (("Anna", "--role", "king"), PASSWORD, "--role: role: 'king' does not exist"),
        ((" ", "--role", "admin"), PASSWORD, "NAME: The name is empty"),
        (("Anna", "--role", "admin"), "short\n", "password: The password has fewer than 12"),
        (("Anna", "--role", "admin"), "x" * 9999, "password: The password has more than 200"),
        (("Anna", "--role", "admin"), "", "password: standard input is empty"),
        (("Anna", "--role", "admin"), b"\xff" * 20, "password: standard input is not UTF-8"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    home: Path, sqlite_engine: Engine, words: tuple[str, ...], stdin: str | bytes, sentence: str
) -> None:
    done = add(*words, stdin=stdin)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert sentence in done.stderr
    with reading(sqlite_engine) as session:
        assert session.exec(select(User)).all() == []


def test_a_name_is_given_once(home: Path) -> None:
    add("Anna", "--role", "viewer")
    assert "NAME: The name 'ANNA' is taken" in add("ANNA", "--role", "admin").stderr


def test_at_a_terminal_the_password_is_typed_twice_and_not_shown(home: Path) -> None:
    code = "from tests.monitor.cli.test_users import app; app(['user', 'add', 'Anna', '--role', 'viewer'])"
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        cwd=ROOT,
    ) as command:
        shown = b""
        for prompt in (b"Password: ", b"confirmation: "):  # the blank comes when nothing typed is shown
            while not shown.endswith(prompt):
                shown += os.read(ours, 1024)
            os.write(ours, f"{PASSWORD}\n".encode())
        while b"Anna may sign in as viewer." not in shown:
            shown += os.read(ours, 1024)
    os.close(theirs)
    os.close(ours)
    assert command.returncode == 0
    assert PASSWORD.encode() not in shown
