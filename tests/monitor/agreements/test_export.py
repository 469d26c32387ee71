"""What is exported is what was applied, with its secrets left behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import SQLModel, create_engine

from monitor.agreements.adopt import apply_forms
from monitor.agreements.export import export, write_yaml
from monitor.agreements.faults import BadForm
from monitor.agreements.form import Form, read_form
from monitor.agreements.presets import read_preset
from monitor.agreements.yaml_tree import read_tree
from monitor.db import reading, writing
from tests.builders import START
from tests.monitor.agreements.forms import AGREEMENT, CHANNELS, RULES, SECRET, a_form, a_source, an_agreement


def adopt(engine: Engine, *forms: Form, prune: bool = False) -> set[str]:
    with writing(engine) as session:
        return {change.action for change in apply_forms(session, forms, prune=prune, now=START, by="apply")}


def export_from(engine: Engine, agreement: str | None = None) -> str:
    with reading(engine) as session:
        return export(session, agreement)


def test_an_export_that_is_applied_again_changes_nothing(engine: Engine) -> None:
    rules = [RULES[0] | {"agreement": "karabakh-2020"}]
    adopt(engine, a_form(channels=CHANNELS, rules=rules), read_preset("karabakh-2020"))
    text = export_from(engine)
    assert adopt(engine, read_form(text), prune=True) == {"unchanged"}
    assert export_from(engine) == text


def test_an_export_makes_an_empty_database_the_same(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form())
    text = export_from(sqlite_engine)
    fresh = create_engine("sqlite://")
    SQLModel.metadata.create_all(fresh)
    adopt(fresh, read_form(text))
    assert export_from(fresh) == text
    fresh.dispose()


def test_defaults_are_left_out(sqlite_engine: Engine) -> None:
    adopt(
        sqlite_engine, a_form(sources=[a_source()], channels=CHANNELS, rules=[RULES[0] | {"agreement": "*"}])
    )
    assert read_tree(export_from(sqlite_engine)).value == {
        "version": 1,
        "sources": [a_source()],
        "channels": CHANNELS,
        "rules": [{"id": "every-accusation", "send_to": ["desk", "newsroom"]}],
    }


def test_a_source_of_two_agreements_stands_once_at_the_top(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form(agreements=[AGREEMENT, an_agreement(id="second")]))
    tree = read_tree(export_from(sqlite_engine)).value
    assert [agreement["sources"] for agreement in tree["agreements"]] == [
        [{"source": "am-mod", "party": "armenia"}]
    ] * 2
    assert [source["id"] for source in tree["sources"]] == ["am-mod"]


def test_one_agreement_comes_with_its_sources_its_rules_and_their_channels(sqlite_engine: Engine) -> None:
    own = {"id": "own", "agreement": "truce", "send_to": ["newsroom"]}
    agreements = [AGREEMENT, an_agreement(id="second")]
    adopt(
        sqlite_engine,
        a_form(agreements=agreements, channels=CHANNELS, rules=[own, RULES[0] | {"agreement": "*"}]),
    )
    tree = read_tree(export_from(sqlite_engine, "truce")).value
    assert [agreement["id"] for agreement in tree["agreements"]] == ["truce"]
    assert tree["agreements"][0]["sources"][0]["url"] == "https://am-mod.example/feed"
    assert [rule["id"] for rule in tree["rules"]] == ["own"]
    assert [channel["id"] for channel in tree["channels"]] == ["newsroom"]
    assert adopt(sqlite_engine, read_form(export_from(sqlite_engine, "truce"))) == {"unchanged"}


def test_an_agreement_that_does_not_exist_is_refused(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form())
    with pytest.raises(BadForm, match="did you mean `truce`"):
        export_from(sqlite_engine, "truse")


def test_what_was_removed_is_not_exported(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form())
    adopt(sqlite_engine, a_form(sources=[a_source("un")]), prune=True)
    assert set(read_tree(export_from(sqlite_engine)).value) == {"version", "sources"}


def test_a_written_secret_never_leaves(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form(channels=[CHANNELS[1] | {"secret": SECRET}]))
    text = export_from(sqlite_engine)
    assert SECRET not in text
    assert "secret: {stored: newsroom}" in text
    assert adopt(sqlite_engine, read_form(text)) == {"unchanged"}


def test_the_country_norway_is_quoted_for_other_readers(sqlite_engine: Engine) -> None:
    parties = [{"id": "norway", "name": "Norway", "country": "NO"}]
    adopt(sqlite_engine, a_form(agreements=[an_agreement(parties=parties, sources=[])]))
    assert "country: 'NO'" in export_from(sqlite_engine)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, VALUES, max_size=5))
def test_every_plain_value_is_read_back_as_it_was_written(value: dict[str, Any]) -> None:
    tree = read_tree(write_yaml(value))
    assert (tree.value or {}, tree.faults) == (value, [])


IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True).filter(lambda id: id != "other")
NAMES = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30
).filter(lambda name: bool(name.strip()))
BY_LANGUAGE = st.dictionaries(
    st.sampled_from(["en", "hy", "az", "no", "zh-Hant"]), st.lists(NAMES, max_size=3), max_size=3
)
DURATIONS = st.integers(1, 10**6).map(lambda seconds: f"{seconds}s")
PARTIES = st.lists(
    st.fixed_dictionaries(
        {"id": IDS, "name": NAMES},
        optional={"country": st.sampled_from(["NO", "AM", "GB"]), "side": IDS, "aliases": BY_LANGUAGE},
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda party: party["id"],
)
PLACES = st.lists(
    st.fixed_dictionaries(
        {"id": IDS, "names": BY_LANGUAGE.filter(bool)},
    )
    | st.fixed_dictionaries(
        {"id": IDS, "names": BY_LANGUAGE.filter(bool), "lat": st.floats(-90, 90), "lon": st.floats(-180, 180)}
    ),
    max_size=3,
    unique_by=lambda place: place["id"],
)
SOURCES = st.lists(
    st.fixed_dictionaries(
        {"id": IDS, "publisher": NAMES, "kind": st.just("feed"), "url": st.just("https://x.example/?a=1#b")},
        optional={
            "every": DURATIONS,
            "note": TEXT,
            "enabled": st.booleans(),
            "timezone": st.just("Asia/Baku"),
        },
    ),
    max_size=3,
    unique_by=lambda source: source["id"],
)
MOMENTS = st.datetimes(timezones=st.timezones()).filter(lambda moment: 1900 < moment.year < 2199)
AGREEMENTS = st.fixed_dictionaries(
    {
        "id": IDS,
        "name": NAMES,
        "starts_at": MOMENTS.map(datetime.isoformat),
        "parties": PARTIES,
        "places": PLACES,
        "sources": SOURCES,
    },
    optional={"terms": st.lists(NAMES, max_size=3), "starts_note": TEXT},
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(AGREEMENTS)
def test_whatever_is_applied_comes_back_the_same(agreement: dict[str, Any]) -> None:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    adopt(engine, read_form(write_yaml({"version": 1, "agreements": [agreement]})))
    assert adopt(engine, read_form(export_from(engine)), prune=True) == {"unchanged"}
    engine.dispose()
