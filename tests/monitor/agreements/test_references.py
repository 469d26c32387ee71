"""Names that lead nowhere, and words that contradict each other, are refused before anything is written."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from monitor.agreements.faults import BadForm
from monitor.agreements.form import Form
from monitor.db import reading
from monitor.models import Source, Watch
from tests.monitor.agreements.forms import (
    AGREEMENT,
    CHANNELS,
    a_form,
    a_source,
    actions,
    adopt,
    an_agreement,
    dump_tables,
)


def refusal(engine: Engine, *forms: Form, prune: bool = False) -> str:
    with reading(engine) as session:
        before = dump_tables(session)
    with pytest.raises(BadForm) as bad:
        adopt(engine, *forms, prune=prune)
    with reading(engine) as session:
        assert dump_tables(session) == before
    (sentence,) = bad.value.sentences
    return sentence


def test_a_secret_that_is_stored_nowhere_is_refused(sqlite_engine: Engine) -> None:
    form = a_form(channels=[CHANNELS[1] | {"secret": {"stored": "newsroom"}}])
    assert "this database holds no secret of a channel 'newsroom'" in refusal(sqlite_engine, form)


def test_a_rule_may_name_a_channel_that_only_the_database_has(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    form = a_form(rules=[{"id": "new", "send_to": ["desk"]}])
    assert actions(adopt(sqlite_engine, form)) == [("create", "rule", "new")]


def test_a_rule_may_not_name_a_channel_that_prune_removes(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    form = a_form(rules=[{"id": "new", "send_to": ["desk"]}])
    assert "rules[0].send_to[0]: there is no channel 'desk'" in refusal(sqlite_engine, form, prune=True)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"agreement": "truse"}, "agreement: there is no agreement 'truse'; did you mean `truce`?"),
        ({"when": {"by": ["armenie"]}}, "when.by[0]: 'armenie' is no party or observer there"),
        ({"agreement": "truce", "when": {"against": ["x"]}}, "when.against[0]: 'x' is no party"),
        ({"when": {"speakers": ["un"]}}, "when.speakers[0]: 'un' is no party or observer there"),
        ({"when": {"sources": ["am-mot"]}}, "when.sources[0]: there is no source 'am-mot'; did you mean"),
        ({"send_to": ["dsk"]}, "send_to[0]: there is no channel 'dsk'; did you mean `desk`?"),
    ],
)
def test_a_rule_that_names_what_does_not_exist_is_refused(
    sqlite_engine: Engine, rule: dict[str, Any], words: str
) -> None:
    adopt(sqlite_engine)
    assert words in refusal(sqlite_engine, a_form(rules=[{"id": "r", "send_to": ["desk"]} | rule]))


def test_a_third_party_may_be_asked_for(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    rule = {"id": "r", "send_to": ["desk"], "when": {"by": ["other"]}}
    assert actions(adopt(sqlite_engine, a_form(rules=[rule]))) == [("create", "rule", "r")]


def test_a_source_that_is_given_nowhere_is_refused(sqlite_engine: Engine) -> None:
    form = a_form(agreements=[an_agreement(sources=[{"source": "un-news"}])])
    assert "sources[0].source: there is no source 'un-news'" in refusal(sqlite_engine, form)


def test_a_source_may_be_named_that_another_file_gives(sqlite_engine: Engine) -> None:
    forms = (
        a_form(agreements=[an_agreement(sources=[{"source": "un", "party": "russia"}])]),
        a_form(sources=[a_source("un")]),
    )
    assert len(adopt(sqlite_engine, *forms)) == 2


def test_the_same_source_may_stand_in_two_agreements(sqlite_engine: Engine) -> None:
    form = a_form(agreements=[AGREEMENT, an_agreement(id="second")])
    adopt(sqlite_engine, form)
    with reading(sqlite_engine) as session:
        assert len(session.exec(select(Watch)).all()) == 2
        assert session.exec(select(Source)).one().id == "am-mod"


def test_two_different_words_on_one_source_are_a_conflict(sqlite_engine: Engine) -> None:
    other = a_source(publisher="Somebody else", party="armenia")
    form = a_form(agreements=[AGREEMENT, an_agreement(id="second", sources=[other])])
    sentence = refusal(sqlite_engine, form)
    assert "agreements[1].sources[0]: source 'am-mod' is given differently at watch.yaml:" in sentence
    assert "(publisher)" in sentence


def test_one_agreement_in_two_files_is_a_conflict(sqlite_engine: Engine) -> None:
    assert "'truce' stands already at watch.yaml:" in refusal(
        sqlite_engine, a_form(), a_form(agreements=[AGREEMENT])
    )
