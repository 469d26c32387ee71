"""The command as a program: a data folder of its own, what it prints, how it ends."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from monitor.cli.app import app
from monitor.db import open_engine


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one line of JSON that stdout must be."""
        assert self.code == 0, self.err
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence on stderr of a command that was given something bad."""
        assert (self.code, self.out) == (2, "")
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


@dataclass(frozen=True)
class Command:
    """`ceasewatch` in one data folder."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str, stdin: str | bytes = "") -> Outcome:
        environment = {"CEASEWATCH_HOME": str(self.home)} | self.environment
        done = CliRunner().invoke(app, list(words), input=stdin, env=environment, prog_name="ceasewatch")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Outcome(done.exit_code, done.stdout, done.stderr)

    def open(self) -> Engine:
        return open_engine(f"sqlite:///{self.home / 'ceasewatch.sqlite3'}")


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """In an empty data folder."""
    return Command(tmp_path / "empty")


@pytest.fixture
def ready(sqlite_url: str) -> Command:
    """In a data folder with every table."""
    return Command(Path(sqlite_url.removeprefix("sqlite:///")).parent)


@pytest.fixture
def engine_of_ready(ready: Command) -> Iterator[Engine]:
    engine = ready.open()
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    """A command logs to the stderr of its own run, which is gone when the test ends."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def watch_file(tmp_path: Path) -> Path:
    file = tmp_path / "watch.yaml"
    file.write_text(
        """
version: 1
agreements:
  - id: truce
    name: A truce
    starts_at: "2020-10-10T12:00:00+04:00"
    timezone: Asia/Yerevan
    parties:
      - {id: armenia, name: Armenia, country: AM}
      - {id: azerbaijan, name: Azerbaijan, country: AZ}
    sources:
      - {id: am-mod, publisher: Ministry, party: armenia, kind: feed, url: "https://am.example/feed"}
channels:
  - {id: desk, kind: email, to: [desk@example.org]}
rules:
  - {id: all, send_to: [desk]}
""",
        encoding="utf-8",
    )
    return file
