"""`ceasewatch silence`: what is kept for a while, why, and by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.models import Silence
from monitor import clock
from monitor.models import JournalEntry
from tests.monitor.cli.conftest import Command

WHY = ("--reason", "Exercise announced")


@pytest.fixture
def desk(ready: Command, watch_file: Path) -> Command:
    assert ready("apply", str(watch_file)).code == 0
    return ready


def add(desk: Command, *words: str) -> dict[str, Any]:
    return dict(desk("silence", "add", *WHY, *words, "--json").json)


def test_a_silence_is_added_listed_and_ended(desk: Command) -> None:
    made = add(desk, "--for", "2h", "--rule", "all", "--by", "anna")
    begins, ends = (datetime.fromisoformat(made[key]) for key in ("from", "until"))
    assert ends - begins == timedelta(hours=2)
    assert desk("silence", "list", "--json").json == [made]
    assert (made["state"], made["rules"], made["by"], made["alerts"]) == ("active", ["all"], "anna", 0)
    told = desk("silence", "end", made["silence"], "--by", "ben")
    assert told.out.startswith(f"Silence {made['silence']} is ended")
    assert desk("silence", "list").out == "No silences.\n"
    (over,) = desk("silence", "list", "--all", "--json").json
    assert over["state"] == "ended"


def test_what_it_fits_is_written_as_the_conditions_of_a_rule(desk: Command, engine_of_ready: Engine) -> None:
    when = "{types: [overflight, drone], by: [armenia], sources: [am-mod]}"
    until = ("--from", "2098-12-01", "--until", "2099-01-01T00:00:00+04:00")
    add(desk, *until, "--agreement", "truce", "--when", when)
    with Session(engine_of_ready) as session:
        row = session.exec(select(Silence)).one()
    asked = {"types": ["overflight", "drone"], "by": ["armenia"], "sources": ["am-mod"]}
    everything = {"kind": [], "in_force": None}
    assert row.document == {"rules": [], "agreement": "truce", "when": everything | asked}
    assert row.ends_at == datetime(2098, 12, 31, 20, tzinfo=UTC)


def test_the_list_says_what_is_silenced_in_words(desk: Command) -> None:
    add(desk, "--for", "1h", "--when", "{types: [overflight, drone], in_force: false}")
    out = desk("silence", "list").out
    assert "types: overflight or drone" in out
    assert "in_force: false" in out
    assert "Exercise announced" in out


def test_a_silence_may_begin_later(desk: Command) -> None:
    begins = (clock.wall() + timedelta(days=1)).isoformat(timespec="seconds")
    assert add(desk, "--from", begins, "--for", "1h")["state"] == "to come"


def test_each_order_is_in_the_journal(desk: Command, engine_of_ready: Engine) -> None:
    made = add(desk, "--for", "1h", "--by", "anna")
    desk("silence", "end", made["silence"])
    with Session(engine_of_ready) as session:
        found = session.exec(select(JournalEntry).order_by(col(JournalEntry.number))).all()
    entries = [row for row in found if row.subject == f"silence:{made['silence']}"]
    assert [(row.kind, row.actor, row.details["action"]) for row in entries] == [
        ("configuration", "anna", "create"),
        ("configuration", "the command line", "end"),
    ]
    assert entries[0].details["reason"] == "Exercise announced"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "A silence has an end; give either --for, such as --for 2h, or --until."),
        (("--for", "2h", "--until", "2099-01-01"), "A silence has an end; give either --for"),
        (("--for", "2"), "--for: '2' is not a duration"),
        (("--for", "0s"), "The silence would be over before it begins"),
        (("--until", "2020-01-01"), "The silence would be over before it begins"),
        (("--until", "tomorrow"), "--until: 'tomorrow' is no time"),
        (("--for", "400d"), "The silence would last for more than a year"),
        (("--for", "2h", "--rule", "al"), "--rule: there is no rule 'al'; did you mean `all`?"),
        (("--for", "2h", "--agreement", "truse"), "--agreement: there is no agreement 'truse'; did you mean"),
        (("--for", "2h", "--when", "drone"), "--when: must hold keys; write it as '{types: [drone]"),
        (("--for", "2h", "--when", "{types: ["), "--when: is not valid YAML"),
        (("--for", "2h", "--when", "{typs: [drone]}"), "--when: typs: `typs` is no key here; did you mean"),
        (("--for", "2h", "--when", "{types: [dron]}"), "--when: types[0]: 'dron' is not known here"),
        (("--for", "2h", "--when", "{by: [x]}"), "--when: by[0]: 'x' is no party or observer there"),
        (("--for", "2h", "--when", "{sources: [x]}"), "--when: sources[0]: there is no source 'x'"),
        (("--for", "2h", "--when", "{first: by}"), "--when: first: looks at what came before"),
        (("--for", "2h", "--by", " "), "--by is empty"),
    ],
)
def test_bad_input_is_one_sentence(desk: Command, words: tuple[str, ...], sentence: str) -> None:
    assert desk("silence", "add", *WHY, *words).sentence.startswith(sentence)


def test_what_is_over_or_unknown_can_not_be_ended(desk: Command) -> None:
    assert desk("silence", "end", "none").sentence.startswith("There is no silence 'none' that lasts")
