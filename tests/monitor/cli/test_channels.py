"""`channel`: a secret exchanged, what the journal knows of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from monitor.db import reading
from monitor.models import JournalEntry

OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw"
FILE = f"""
version: 1
channels:
  - {{id: desk, kind: email, to: [desk@example.org]}}
  - {{id: newsroom, kind: webhook, url: "https://hooks.example/T0/k3y", secret: {OLD}}}
  - {{id: wire, kind: webhook, url: "https://wire.example/hook", secret: {{env: WIRE_SECRET}}}}
"""


@pytest.fixture
def desk(ready: Any, tmp_path: Path) -> Any:
    """A command whose database has one channel of each sort."""
    file = tmp_path / "channels.yaml"
    file.write_text(FILE)
    assert ready("apply", str(file)).code == 0
    return ready


def journal(engine: Engine, id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What was noted of a channel after it was made: by whom, and the details."""
    query = (
        select(JournalEntry).where(JournalEntry.subject == f"channel:{id}").order_by(col(JournalEntry.number))
    )
    with reading(engine) as session:
        return [(one.kind, one.actor, one.details) for one in session.exec(query)][1:]


def test_a_rotated_secret_is_all_that_is_printed(desk: Any) -> None:
    done = desk("channel", "rotate", "newsroom")
    assert (done.code, done.out.count("\n"), done.out[:6]) == (0, 1, "whsec_")
    assert "The old secret signs as well until 20" in done.err
    assert "write {stored: newsroom} there instead" in done.err
    assert not any(secret in done.err for secret in (OLD, done.out.strip()))


def test_a_rotated_secret_is_shown_never_again(desk: Any, engine_of_ready: Engine) -> None:
    secret = desk("channel", "rotate", "newsroom").out.strip()
    ((kind, actor, details),) = journal(engine_of_ready, "newsroom")
    assert (kind, actor, details["action"]) == ("configuration", "channel rotate", "rotate")
    for shown in (desk("export").out, desk("doctor").out, str(details)):
        assert not any(key in shown for key in (OLD, secret, secret[6:]))


def test_rotating_can_end_the_old_secret_at_once(desk: Any) -> None:
    told = desk("channel", "rotate", "newsroom", "--keep", "0s", "--json").json
    assert (told["channel"], told["previous_until"], told["secret"][:6]) == ("newsroom", None, "whsec_")


def test_applying_the_old_secret_again_says_what_it_overrides(desk: Any, tmp_path: Path) -> None:
    desk("channel", "rotate", "newsroom")
    told = desk("apply", str(tmp_path / "channels.yaml"), "--dry-run").out
    assert "change channel newsroom: secret (overrides an edit by channel rotate)" in told
    assert OLD not in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("wire",),
            "kept here but in env WIRE_SECRET: write the new and the old one there, sep",
        ),
        (("desk",), "desk is a channel of kind email, which signs nothing."),
        (("newsrom",), "There is no channel 'newsrom'; did you mean `newsroom`?"),
        (("newsroom", "--keep", "24"), "--keep: '24' is not a duration"),
        (("newsroom", "--keep", "999999999d"), "--keep: '999999999d' is longer than a year"),
    ],
)
def test_what_can_not_be_rotated_is_one_sentence(desk: Any, words: tuple[str, ...], said: str) -> None:
    assert said in desk("channel", "rotate", *words).sentence
