"""The image: built in two stages, run without rights, from the project's own files only."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from tests.packaging.composition import ROOT


def _instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (instruction, rest), continuation lines joined, comments dropped."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in lines)]


def _rest(word: str) -> list[str]:
    return [rest for instruction, rest in _instructions() if instruction == word]


def test_every_instruction_is_one() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "CMD"}
    assert {word for word, _ in _instructions()} <= known


def test_the_tools_of_the_build_stay_behind() -> None:
    assert _rest("FROM") == ["python:3.11-slim AS wheels", "python:3.11-slim"]
    last_stage = [word for word, _ in _instructions()][1:]
    assert "COPY" not in last_stage[last_stage.index("FROM") :]


def test_chats_are_reached_from_the_image_too() -> None:
    wheels, installed = (rest for rest in _rest("RUN") if "pip" in rest)
    assert wheels.endswith("'.[apprise]'")
    assert "'ceasewatch[apprise]'" in installed


def test_it_runs_as_nobody_in_particular() -> None:
    after_user = [word for word, _ in _instructions()]
    assert re.fullmatch(r"[1-9]\d*", _rest("USER")[-1])
    assert "RUN" not in after_user[after_user.index("USER") :]


def test_it_starts_the_one_process_mode_unless_told_otherwise() -> None:
    assert _rest("CMD") == ['["ceasewatch", "run", "--host", "0.0.0.0", "--port", "8080"]']


def test_what_is_copied_exists_and_reaches_the_builder() -> None:
    copied = {name for rest in _rest("COPY") for name in rest.split()[:-1]}
    let_in = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    assert copied == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_secrets_and_data_never_reach_the_builder() -> None:
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    refused = [line for line in patterns if line and not line.startswith(("#", "!"))]
    assert all(any(fnmatch(name, rule) for rule in refused) for name in ("secrets", ".env", ".git", "data"))
