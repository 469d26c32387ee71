"""A whole Ceasewatch as a user runs it: a home, a configuration, real processes, the world on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine

from monitor.db import open_engine
from tests.mailbox import Mailbox
from tests.outside import Receiver, Site
from tests.servers import free_port, start_server, wait_until

COMMAND = [str(Path(sys.executable).with_name("ceasewatch"))]
ENEMY_FIRE = "At {time} the enemy opened fire with mortars at our positions near Martuni. {more}"


class House:
    """One installation: its environment, its commands, its processes."""

    def __init__(self, home: Path, mailbox: Mailbox, receiver: Receiver) -> None:
        self.home = home
        self.mailbox = mailbox
        self.receiver = receiver
        self.port = free_port()
        self.token = ""
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CEASEWATCH_")},
            "CEASEWATCH_HOME": str(home / "data"),
            "CEASEWATCH_SMTP_URL": mailbox.url,
            "CEASEWATCH_MAIL_FROM": "Ceasewatch <watch@example.org>",
            "CEASEWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "CEASEWATCH_HOST_GAP": "0",
            "CEASEWATCH_BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def command(self, *words: str, stdin: str | None = None) -> str:
        """Run a command to its end and return what it printed; a failure shows what it complained of."""
        done = subprocess.run(
            [*COMMAND, *words], env=self.environment, input=stdin, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def apply(self, form: dict[str, Any]) -> None:
        path = self.home / "watch.yaml"
        path.write_text(yaml.safe_dump(form))
        self.command("apply", str(path))

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a process; one that serves pages is waited for until it is ready."""
        log = self.home / f"{words[0]}-{len(self.processes)}.log"
        process = start_server([*COMMAND, *words], log, signal.SIGKILL, env=self.environment)
        self.processes.append(process)
        return process

    def run(self) -> subprocess.Popen[bytes]:
        process = self.start("run", "--port", str(self.port))
        self.await_desk("/readyz")
        return process

    def await_desk(self, path: str) -> None:
        wait_until(lambda: self.get(path)[0] == 200, 30, f"the desk never answered {path} with 200")

    def get(self, path: str, token: str | None = None) -> tuple[int, Any]:
        """Status and JSON of an answer; status 0 when nobody listens."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, None
        except OSError:
            return 0, None

    def claims(self, *words: str) -> list[dict[str, Any]]:
        """The accusation log as the command prints it."""
        return json.loads(self.command("claims", "--format", "json", *words))["items"]

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """As the power would: no warning, no clean-up."""
        process.kill()
        process.wait(10)

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)


@pytest.fixture
def house(tmp_path: Path, mailbox: Mailbox, receiver: Receiver) -> Iterator[House]:
    installation = House(tmp_path, mailbox, receiver)
    yield installation
    installation.end()


@pytest.fixture
def engine_of_house(house: House) -> Iterator[Engine]:
    """To look into the database of the one-process mode from outside."""
    engine = open_engine(f"sqlite:///{house.home / 'data' / 'ceasewatch.sqlite3'}")
    yield engine
    engine.dispose()


@pytest.fixture
def form(receiver: Receiver) -> Callable[..., dict[str, Any]]:
    return partial(write_form, receiver)


def write_form(
    receiver: Receiver, *sources: dict[str, Any], starts_at: datetime | None = None
) -> dict[str, Any]:
    """A configuration: an agreement that took effect an hour ago, two channels, a rule that does not wait."""
    start = starts_at or datetime.now(UTC) - timedelta(hours=1)
    agreement = {
        "id": "truce",
        "name": "A truce",
        "starts_at": start.isoformat(timespec="seconds"),
        "parties": [
            {"id": "north", "name": "Northland", "side": "north"},
            {"id": "south", "name": "Southland", "side": "south"},
        ],
        "sources": list(sources),
    }
    hook = f"{receiver.url}/hook"
    rule = {"id": "all", "group_by": ["agreement"], "group_wait": "0s", "group_interval": "0s"}
    return {
        "version": 1,
        "agreements": [agreement],
        "channels": [
            {"id": "desk", "kind": "email", "to": ["desk@example.org"]},
            {
                "id": "newsroom",
                "kind": "webhook",
                "url": hook,
                "secret": "a-secret-of-ours",
            },
        ],
        "rules": [rule | {"send_to": ["desk", "newsroom"]}],
    }


@pytest.fixture
def outlet(make_site: Callable[[], Site]) -> Callable[..., Outlet]:
    """Starts a stand-in outlet of a party on a site of its own."""
    return lambda id, party: Outlet(id, party, make_site())


class Outlet:
    """An official outlet of a party: a feed of its items."""

    def __init__(self, id: str, party: str, site: Site) -> None:
        self.id = id
        self.party = party
        self.site = site
        self._items: dict[str, dict[str, Any]] = {}
        site.feed("/feed", [])

    @property
    def source(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "publisher": f"Ministry of Defence ({self.party})",
            "party": self.party,
            "languages": ["en"],
            "kind": "feed",
            "url": f"{self.site.url}/feed",
            "every": "1s",
        }

    def publish(self, id: str, more: str = "", at: datetime | None = None, title: str = "Statement") -> None:
        """Publish (or edit) an accusation that the enemy fired on our positions."""
        published = at or datetime.now(UTC)
        text = ENEMY_FIRE.format(time=f"{published:%H:%M}", more=more)
        self._items[id] = {"id": id, "title": title, "text": text, "url": f"/{id}", "published_at": published}
        self.site.feed("/feed", list(self._items.values()))
