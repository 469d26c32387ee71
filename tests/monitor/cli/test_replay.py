"""`replay` shows what rules would have sent, sends nothing and records nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, select

from alerts.models import Alert, Delivery, PendingNotice
from alerts.notices import post_notice
from monitor.db import reading, writing
from tests.alerts.scenes import NOON, claim_facts
from tests.builders import an_agreement

SHELLED = "At 13:05 the enemy shelled Hadrut with mortars."
STORMED = "The enemy launched an assault at Martuni. The enemy shelled Stepanakert."
RULES = """
version: 1
rules:
  - {id: all, send_to: [desk]}
  - {id: drones, when: {types: [drone]}, send_to: [desk]}
"""


def line(id: str, minute: int, text: str = SHELLED, **changes: Any) -> str:
    at = f"2020-10-10T14:{minute:02}:00+04:00"
    row = {"id": id, "agreement": "truce", "speaker": "armenia", "published_at": at, "text": text}
    return json.dumps(row | changes)


@pytest.fixture
def rules_file(tmp_path: Path) -> Path:
    file = tmp_path / "rules.yaml"
    file.write_text(RULES)
    return file


@pytest.fixture
def statements(tmp_path: Path) -> Path:
    """Three statements, out of order."""
    file = tmp_path / "statements.jsonl"
    file.write_text("\n".join([line("s3", 40), line("s1", 0, STORMED), line("s2", 0)]))
    return file


def test_given_statements_are_told_on_their_own_clock(
    command: Any, watch_file: Path, statements: Path
) -> None:
    done = command("replay", "--agreement", "truce", "--rules", str(watch_file), str(statements))
    assert (done.code, done.err) == (0, "")
    heads, first, second, outcome = done.out.splitlines()
    assert heads.split() == ["TIME", "RULE", "TYPE", "ENTRIES", "SUBJECT"]
    assert first.split()[:4] == ["2020-10-10T14:00:30+04:00", "all", "claims.accusation", "3"]
    assert second.split()[:4] == ["2020-10-10T14:40:30+04:00", "all", "claims.accusation", "1"]
    assert "Armenia accuses Azerbaijan of" in first
    assert outcome == "2 messages instead of 3, the same 4 claims in them."


def test_with_everything_given_no_database_is_touched(
    command: Any, watch_file: Path, statements: Path
) -> None:
    command("replay", "--agreement", "truce", "--rules", str(watch_file), str(statements))
    assert not command.home.exists()


def test_json_is_one_line_with_days_and_alerts(command: Any, watch_file: Path, statements: Path) -> None:
    words = ("replay", "--agreement", "truce", "--rules", str(watch_file), "--json", "--limit", "1", "-")
    told = command(*words, stdin=statements.read_text()).json
    assert (told["notices"], told["entries"], told["unbundled"], told["messages"]) == (4, 4, 3, 2)
    assert told["days"] == [{"day": "2020-10-10", "messages": 2}]
    (alert,) = told["alerts"]
    assert (alert["rule"], alert["entries"], alert["statements"]) == ("all", 3, ["s1", "s2"])


def test_a_repeated_id_is_an_edit(command: Any, watch_file: Path) -> None:
    lines = [line("s1", 0, SHELLED + " Two were killed."), line("s1", 30, SHELLED + " Three were killed.")]
    words = ("replay", "--agreement", "truce", "--rules", str(watch_file), "--json", "-")
    told = command(*words, stdin="\n".join(lines)).json
    assert [alert["type"] for alert in told["alerts"]] == ["claims.accusation", "claims.correction"]


def test_one_rule_alone_is_tried(command: Any, watch_file: Path, rules_file: Path, statements: Path) -> None:
    command("apply", str(watch_file))
    words = ("replay", "--agreement", "truce", "--rules", str(rules_file), str(statements))
    assert command(*words, "--rule", "all", "--json").json["messages"] == 2
    assert command(*words, "--rule", "drones").out == "No message out of 4 notices.\n"


def test_the_rules_in_use_are_tried_over_what_is_stored(ready: Any, watch_file: Path) -> None:
    engine = ready.open()
    ready("apply", str(watch_file))
    with writing(engine) as session:
        for minute in range(3):
            post(session, NOON, f"c{minute}")
        post(session, NOON, "other", agreement_id="other")
    told = ready("replay", "--agreement", "truce", "--json").json
    assert (told["notices"], told["messages"], told["alerts"][0]["notices"]) == (3, 1, [1, 2, 3])
    with reading(engine) as session:
        assert [count(session, table) for table in (Alert, Delivery, PendingNotice)] == [0, 0, 4]
    engine.dispose()


def post(session: Session, at: Any, lineage: str, agreement_id: str = "truce") -> None:
    post_notice(
        session,
        kind="accusation",
        subject_kind="lineage",
        subject_id=lineage,
        agreement_id=agreement_id,
        facts=claim_facts(lineage=lineage),
        published_at=at,
        now=at,
    )


def count(session: Session, table: Any) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_without_a_rule_one_with_the_defaults_is_tried_and_said(ready: Any, engine_of_ready: Engine) -> None:
    with writing(engine_of_ready) as session:
        an_agreement(session, "truce")
    done = ready("replay", "--agreement", "truce", "-", stdin=line("s1", 0))
    assert done.code == 0
    assert "every-accusation" in done.out
    assert done.err == "No rule in use looks at truce: tried is one with nothing but defaults.\n"


def test_bad_lines_are_named_and_the_others_replayed(command: Any, watch_file: Path) -> None:
    lines = [line("s1", 0), "{", line("s2", 1, published_at=None), line("s3", 2, speaker="armena")]
    lines.append(line("s4", 3, agreement="other"))
    words = ("replay", "--agreement", "truce", "--rules", str(watch_file), "-")
    done = command(*words, stdin="\n".join(lines))
    assert done.code == 2
    assert done.err.splitlines() == [
        "standard input:2: is no JSON; write one object a line.",
        "standard input:3: `published_at` is missing; a replay needs the time of publication.",
        "standard input:4: `speaker`: truce has no party or observer 'armena'; did you mean `armenia`?",
    ]
    assert done.out.splitlines()[-2:] == [
        "Left out: 1 statement of other agreements.",
        "1 message instead of 1, the same 1 claim in them.",
    ]


@pytest.mark.parametrize(
    ("words", "stdin", "sentence"),
    [
        (
            ("--agreement", "truc"),
            "",
            "--agreement: there is no agreement 'truc' here; did you mean `truce`?",
        ),
        (("--agreement", "truce", "none.jsonl"), "", "none.jsonl: can't be read (No such file or directory)"),
        (
            ("--agreement", "truce", "-"),
            "",
            "standard input: holds no statement; give one JSON object a line.",
        ),
        (
            ("--agreement", "truce", "--rule", "al", "-"),
            line("s1", 0),
            "--rule: no rule 'al' looks at truce; did",
        ),
        (
            ("--agreement", "truce", "-"),
            line("s1", 0, agreement="x"),
            "standard input: holds no statement of truce",
        ),
    ],
)
def test_bad_input_is_one_sentence(
    command: Any, watch_file: Path, words: tuple[str, ...], stdin: str, sentence: str
) -> None:
    done = command("replay", "--rules", str(watch_file), *words, stdin=stdin)
    assert done.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("version: 1", ": holds no rule; add one under `rules:`."),
        (
            "{version: 1, rules: [{id: a, agreement: other, send_to: [x]}]}",
            ": no rule there looks at truce; give one",
        ),
        (
            "{version: 1, rules: [{id: a, when: {by: [armena]}, send_to: [x]}]}",
            ":1: rules[0].when.by[0]: 'armena' is no party or observer there; did you mean `armenia`?",
        ),
        (
            "{version: 1, rules: [{id: a, sendto: [x]}]}",
            ":1: rules[0].sendto: `sendto` is no key here; did you mean",
        ),
    ],
)
def test_bad_rules_are_told(
    command: Any, watch_file: Path, tmp_path: Path, rules: str, sentence: str
) -> None:
    command("apply", str(watch_file))
    file = tmp_path / "tried.yaml"
    file.write_text(rules)
    done = command("replay", "--agreement", "truce", "--rules", str(file), "-", stdin=line("s1", 0))
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
