"""The form of a rule: its defaults, what is refused in which words, and the way to the export and back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.configuration import current_rules
from alerts.models import Rule, RuleVersion
from monitor.agreements.export import export
from monitor.agreements.form import read_form
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.yaml_tree import read_tree
from monitor.db import reading, writing
from tests.builders import START
from tests.monitor.agreements.forms import AGREEMENT, CHANNELS, a_form, adopt, faults_in

RULE: dict[str, Any] = {"id": "r", "send_to": ["desk"]}
DEFAULTS = {
    "kind": ["accusation"],
    "by": [],
    "against": [],
    "types": [],
    "in_force": True,
    "in_force_certain": None,
    "civilians": None,
    "min_confidence": 0.0,
    "places": [],
    "sources": [],
    "speakers": [],
    "languages": [],
    "words": [],
    "killed": None,
    "wounded": None,
    "count": None,
    "states": [],
    "first": None,
    "mutual": None,
    "more_than": None,
}
DIGEST = {"every": "week", "at": "08:00", "on": "monday", "timezone": "Asia/Yerevan"}
QUIET = {"from": "22:00", "to": "07:00", "timezone": "Asia/Yerevan", "bypass": ["missile", "air_strike"]}
RICH = {
    "kind": ["accusation", "source"],
    "in_force_certain": True,
    "places": ["ganja", "Gəncə", "On the ridge"],
    "sources": ["am-mod"],
    "speakers": ["armenia", "russia"],
    "languages": ["hy", "ru"],
    "words": ["drone", "պատարագ", "ночью"],
    "killed": 1,
    "wounded": 0,
    "count": 5,
    "states": ["quiet", "gap"],
}


def read_rule(**changes: Any) -> RuleForm:
    (rule,) = a_form(rules=[RULE | changes]).content.rules
    return rule


def test_a_rule_has_the_defaults_of_the_contract() -> None:
    assert read_rule().model_dump(mode="json") == {
        "id": "r",
        "agreement": "*",
        "when": DEFAULTS,
        "group_by": ["agreement"],
        "group_wait": 30,
        "group_interval": 300,
        "max_age": 86400,
        "digest": None,
        "quiet_hours": None,
        "send_to": ["desk"],
    }


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"send_to": []}, "send_to", "at least 1"),
        ({"when": {"kind": ["acusation"]}}, "when.kind[0]", "did you mean `accusation`?"),
        ({"when": {"types": ["bombing"]}}, "when.types[0]", "shelling"),
        ({"when": {"min_confidence": 2}}, "when.min_confidence", "at most 1"),
        ({"when": {"civilian": True}}, "when.civilian", "did you mean `civilians`?"),
        ({"when": {"killed": -1}}, "when.killed", "at least 0"),
        ({"when": {"killed": "two"}}, "when.killed", "a whole number"),
        ({"when": {"words": [" "]}}, "when.words[0]", "is empty"),
        ({"when": {"languages": ["armenian"]}}, "when.languages[0]", "no language code"),
        ({"when": {"states": ["silent"], "kind": ["source"]}}, "when.states[0]", "known here: ok,"),
        ({"when": {"states": ["quiet"]}}, "when", "add `source` to `kind`"),
        ({"when": {"first": "day"}}, "when.first", "known here: agreement, by,"),
        ({"when": {"mutual": 6}}, "when.mutual", "write 6s"),
        ({"when": {"mutual": "0s"}}, "when.mutual", "is no time"),
        ({"when": {"mutual": "6h", "kind": ["denial"]}}, "when", "`mutual` compares accusations"),
        ({"when": {"mutual": "6h", "kind": []}}, "when", "`mutual` compares accusations"),
        ({"when": {"first": "by", "mutual": "6h"}}, "when", "`first` and `mutual` can't stand in one rule"),
        ({"when": {"more_than": {"count": 10}}}, "when.more_than.within", "is missing"),
        ({"when": {"more_than": {"count": 0, "within": "1h"}}}, "when.more_than.count", "at least 1"),
        ({"when": {"more_than": {"cout": 9, "within": "1h", "count": 1}}}, "when.more_than.cout", "`count`"),
        ({"group_by": ["colour"]}, "group_by[0]", "not known here"),
        ({"group_wait": 30}, "group_wait", "write 30s"),
        ({"agreement": "Truce"}, "agreement", "no id"),
        ({"digest": {"every": "year"}}, "digest.every", "known here: hour, day, week"),
        ({"digest": {"every": "day"}}, "digest", "needs its local time"),
        ({"digest": {"every": "day", "at": "08:00"}}, "digest", "needs its local time"),
        ({"digest": {"every": "day", "at": "8", "timezone": "UTC"}}, "digest.at", "no time of day"),
        ({"digest": {"every": "day", "at": "24:00", "timezone": "UTC"}}, "digest.at", "no time of day"),
        ({"digest": {"every": "week", "at": "08:00", "timezone": "UTC"}}, "digest", "day of the week"),
        ({"digest": {"every": "hour", "at": "08:00"}}, "digest", "leave `at` out"),
        ({"digest": {"every": "hour", "on": "monday"}}, "digest", "weekly digest"),
        ({"quiet_hours": {"to": "07:00", "timezone": "UTC"}}, "quiet_hours.from", "is missing"),
        ({"quiet_hours": QUIET | {"form": "22:00"}}, "quiet_hours.form", "did you mean `from`?"),
        ({"quiet_hours": QUIET | {"to": "22:00"}}, "quiet_hours", "are the same"),
        ({"quiet_hours": QUIET | {"timezone": "Yerevan"}}, "quiet_hours.timezone", "no IANA time zone"),
        ({"quiet_hours": QUIET | {"bypass": ["rockets"]}}, "quiet_hours.bypass[0]", "not known here"),
    ],
)
def test_a_fault_of_a_rule_is_named_at_its_key(changes: dict[str, Any], key: str, words: str) -> None:
    (fault,) = faults_in(rules=[RULE | changes])
    assert f"rules[0].{key}: " in fault
    assert words in fault


def test_null_asks_for_nothing() -> None:
    names = [name for name in DEFAULTS if name not in ("min_confidence",)]
    when = read_rule(when=dict.fromkeys(names)).when.model_dump(mode="json")
    assert {name: value for name, value in when.items() if value} == {}


def test_a_null_confidence_asks_for_none() -> None:
    when = read_rule(when={"min_confidence": None}).when
    assert (when.min_confidence, when.kind, when.in_force) == (0.0, ["accusation"], True)


def test_a_null_when_asks_for_nothing_and_an_empty_one_for_the_usual() -> None:
    nothing, usual = read_rule(when=None).when, read_rule(when={}).when
    assert (nothing.kind, nothing.in_force, nothing.min_confidence) == ([], None, 0.0)
    assert (usual.kind, usual.in_force) == (["accusation"], True)


def test_a_time_of_day_is_kept_with_two_digits() -> None:
    digest = read_rule(digest={"every": "day", "at": "8:05", "timezone": "UTC"}).digest
    assert digest is not None
    assert digest.at == "08:05"


@pytest.mark.parametrize(
    "changes",
    [
        {"when": RICH},
        {"when": {"first": "place"}},
        {"when": {"mutual": "6h"}},
        {"when": {"more_than": {"count": 10, "within": "1h30m", "per": "against"}}},
        {"when": {"more_than": {"count": 10, "within": "1h"}}, "digest": {"every": "hour"}},
        {"digest": DIGEST, "quiet_hours": QUIET},
        {"quiet_hours": {"from": "22:00", "to": "07:00", "timezone": "UTC"}},
    ],
)
def test_what_is_exported_is_what_was_written(engine: Engine, changes: dict[str, Any]) -> None:
    adopt(engine, a_form(agreements=[AGREEMENT], channels=CHANNELS, rules=[RULE | changes]))
    with reading(engine) as session:
        text = export(session)
    assert read_tree(text).value["rules"] == [RULE | changes]
    assert adopt(engine, read_form(text), prune=True) == []


def test_a_rule_of_an_older_version_reads_as_before_and_is_no_change(engine: Engine) -> None:
    adopt(engine, a_form(agreements=[AGREEMENT], channels=CHANNELS))
    when = {key: DEFAULTS[key] for key in ("kind", "by", "against", "types", "in_force", "civilians")}
    old = {"agreement": "*", "when": when | {"min_confidence": 0.0}, "group_by": ["agreement"]}
    old |= {"group_wait": 30, "group_interval": 300, "max_age": 86400, "send_to": ["desk"]}
    with writing(engine) as session:
        session.add(Rule(id="r", version=1, document=old, updated_at=START))
        session.flush()
        session.add(RuleVersion(rule_id="r", version=1, document=old, at=START, by="apply"))
    assert adopt(engine, a_form(rules=[RULE])) == []
    (change,) = adopt(engine, a_form(rules=[RULE | {"when": {"killed": 1}}]))
    assert (change.action, change.fields) == ("change", ("when.killed",))
    with Session(engine) as session:
        assert current_rules(session)[0].document["when"] == DEFAULTS | {"killed": 1}
