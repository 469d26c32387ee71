"""docker-compose.yml as plain values, and its commands as this machine would run them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.servers import free_port, start_server

ROOT = Path(__file__).parents[2]
OWN = ("web", "scheduler", "worker")
FIRST = "ceasewatch user add NAME --role admin"
NOWHERE = "192.0.2.7"
SECRET_FOLDER = "/run/secrets"


def read_composition() -> dict[str, Any]:
    composition: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return composition


@dataclass(frozen=True)
class Ground:
    """What stands for the containers' world: a data folder, a folder of secrets, a port for the web."""

    data: Path
    secrets: Path
    port: int

    @classmethod
    def prepare(cls, folder: Path, secrets: dict[str, str]) -> Ground:
        ground = cls(folder / "data", folder / "secrets", free_port())
        for place in (ground.data, ground.secrets):
            place.mkdir()
        for name, value in secrets.items():
            (ground.secrets / name).write_text(value + "\n")
        return ground

    def start(self, service: str) -> subprocess.Popen[bytes]:
        """Run a service's command as a plain process; what it prints is kept in the data folder."""
        described = read_composition()["services"][service]
        command, environment = self._command(described["command"]), self._environment(described)
        log = self.data / f"{service}.log"
        return start_server(command, log, signal.SIGKILL, env=environment, cwd=self.data)

    def run_once(self, service: str, words: list[str], given: str) -> subprocess.CompletedProcess[str]:
        """`docker compose run --rm SERVICE WORDS` as a plain process, with `given` typed into it.

        For every address stands one that no machine has: what should refuse to listen there can't anyway.
        """
        environment = self._environment(read_composition()["services"][service])
        command = self._command([word.replace("0.0.0.0", NOWHERE) for word in words])
        return subprocess.run(
            command, env=environment, cwd=self.data, input=given, capture_output=True, text=True, timeout=60
        )

    def check_health(self, service: str) -> subprocess.CompletedProcess[str]:
        """Run a service's health check as a plain process."""
        described = read_composition()["services"][service]
        test = described["healthcheck"]["test"]
        assert test[0] == "CMD", f"{service}: only a check without a shell can run here"
        command, environment = self._command(test[1:]), self._environment(described)
        return subprocess.run(
            command, env=environment, cwd=self.data, capture_output=True, text=True, timeout=60
        )

    def log_of(self, service: str) -> str:
        return (self.data / f"{service}.log").read_text(errors="replace")

    def _command(self, words: list[str]) -> list[str]:
        own = {"python": sys.executable, "ceasewatch": str(Path(sys.executable).with_name("ceasewatch"))}
        return [own[words[0]], *(self._here(word) for word in words[1:])]

    def _environment(self, described: dict[str, Any]) -> dict[str, str]:
        given = {name: self._here(value) for name, value in described["environment"].items() if value}
        return dict(os.environ) | given

    def _here(self, word: str) -> str:
        word = word.replace(SECRET_FOLDER, str(self.secrets))
        word = re.sub(r"^/data\b", str(self.data), word)
        return re.sub(r"\b8080\b", str(self.port), word).replace("0.0.0.0", "127.0.0.1")
