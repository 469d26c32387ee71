"""A form is checked whole: every fault is one sentence with file, line, key and mend."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from monitor.agreements.faults import BadForm
from monitor.agreements.form import read_form, read_forms
from tests.monitor.agreements.forms import (
    AGREEMENT,
    CHANNELS,
    RULES,
    a_form,
    a_source,
    an_agreement,
    faults_in,
    faults_of,
)

SENTENCE = re.compile(r"watch\.yaml:\d+: \S+: .+[.?]$")


def only_fault(**parts: Any) -> str:
    (sentence,) = faults_in(**parts)
    assert SENTENCE.match(sentence), sentence
    return sentence


def agreement_fault(**changes: Any) -> str:
    return only_fault(agreements=[an_agreement(**changes)])


def source_fault(**changes: Any) -> str:
    return only_fault(sources=[a_source(**changes)])


def test_a_whole_form_is_good() -> None:
    form = a_form(agreements=[AGREEMENT], channels=CHANNELS, rules=RULES, sources=[a_source("un")])
    assert form.content.agreements[0].parties[0].id == "armenia"
    assert form.content.rules[0].group_wait == 30


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    party = {"id": "a", "name": "A", "contry": "AM"}
    fault = agreement_fault(parties=[party], sources=[])
    assert "agreements[0].parties[0].contry: `contry` is no key here; did you mean `country`?" in fault


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"id": "Bad Id"}, "id", "no id"),
        ({"id": "x" * 65}, "id", "no id"),
        ({"name": ""}, "name", "is empty"),
        ({"name": 2020}, "name", "quotes"),
        ({"starts_at": "2020-10-10T12:00:00"}, "starts_at", "no offset"),
        ({"starts_at": "yesterday"}, "starts_at", "no time"),
        ({"starts_at": None}, "starts_at", "no time"),
        ({"ends_at": "2020-10-10T08:00:00Z"}, "ends_at", "after `starts_at`"),
        ({"timezone": "Asia/Yerewan"}, "timezone", "IANA"),
        ({"terms": "one"}, "terms", "must be a list"),
        ({"parties": [], "sources": []}, "parties", "at least 1"),
    ],
)
def test_a_fault_of_an_agreement_is_named_at_its_key(changes: dict[str, Any], key: str, words: str) -> None:
    fault = agreement_fault(**changes)
    assert f"agreements[0].{key}: " in fault
    assert words in fault


@pytest.mark.parametrize(
    ("country", "words"),
    [("UK", "did you mean `GB`"), ("am", "did you mean `AM`"), ("EU", "alpha-2"), ("ARM", "AM")],
)
def test_a_country_is_an_iso_code(country: str, words: str) -> None:
    fault = agreement_fault(parties=[{"id": "a", "name": "A", "country": country}], sources=[])
    assert words in fault


def test_norway_needs_no_quotes() -> None:
    text = (
        "version: 1\nagreements:\n"
        "- {id: a, name: A, starts_at: 2020-10-10T12:00Z, parties: [{id: n, name: N, country: NO}]}"
    )
    assert read_form(text).content.agreements[0].parties[0].country == "NO"


def test_a_language_is_an_iso_code() -> None:
    fault = agreement_fault(places=[{"id": "p", "names": {"english": ["P"]}}])
    assert "places[0].names.english: 'english' is no language code" in fault


def test_degrees_come_in_pairs() -> None:
    fault = agreement_fault(places=[{"id": "p", "lat": 40.0, "names": {"en": ["P"]}}])
    assert "`lat` and `lon` belong together" in fault


def test_degrees_have_limits() -> None:
    fault = agreement_fault(places=[{"id": "p", "lat": 90.5, "lon": 0, "names": {"en": ["P"]}}])
    assert "places[0].lat: is too large; it must be at most 90" in fault


def test_a_party_and_an_observer_need_different_ids() -> None:
    fault = agreement_fault(observers=[{"id": "armenia", "name": "Twin"}])
    assert "observers[0].id: 'armenia' is given twice" in fault


def test_no_party_is_called_other() -> None:
    fault = agreement_fault(parties=[{"id": "other", "name": "Other"}], sources=[])
    assert "stands for any third party" in fault


def test_a_source_belongs_to_a_party_of_its_agreement() -> None:
    fault = agreement_fault(sources=[a_source(party="armenie")])
    assert "sources[0].party: 'armenie' is no party or observer" in fault
    assert "did you mean `armenia`?" in fault


def test_a_source_of_an_observer_and_of_independent_media_are_good() -> None:
    sources = [a_source("ru", party="russia"), a_source("press")]
    assert faults_in(agreements=[an_agreement(sources=sources)]) == []


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"url": "ftp://x.example/"}, "url", "no web address"),
        ({"url": "https://user:pass@x.example/"}, "url", "password"),
        ({"url": "https://x.example/a b"}, "url", "blank"),
        ({"url": ""}, "url", "is missing"),
        ({"kind": "telegram"}, "enabled", "acknowledge_terms"),
        ({"every": 60}, "every", "write 60s"),
        ({"every": "0s"}, "every", "at least 1"),
        ({"every": "soon"}, "every", "30s, 5m, 24h or 1h30m"),
        ({"languages": ["xx"]}, "languages[0]", "no language code"),
        ({"keep": "all"}, "keep", "full, excerpt, link"),
        ({"enabled": "perhaps"}, "enabled", "true or false"),
        ({"select": {"items": "li"}, "enabled": False}, "select.items", "did you mean `item`?"),
    ],
)
def test_a_fault_of_a_source_is_named_at_its_key(changes: dict[str, Any], key: str, words: str) -> None:
    fault = source_fault(**changes)
    assert f"sources[0].{key}: " in fault
    assert words in fault


@pytest.mark.parametrize("url", ["t.me/name", "https://t.me/s/name", "@name_1", "https://telegram.me/name"])
def test_a_telegram_channel_may_be_pasted_in_any_form(url: str) -> None:
    assert faults_in(sources=[a_source(kind="telegram", url=url, enabled=False)]) == []


def test_a_source_may_be_read_by_hand_without_an_address() -> None:
    assert faults_in(sources=[a_source(kind="manual", url="", enabled=False)]) == []


@pytest.mark.parametrize(
    ("channel", "key"),
    [
        ({"kind": "email", "to": ["nobody"]}, "to"),
        ({"kind": "pigeon"}, "kind"),
        ({"kind": "webhook", "url": "https://x.example/", "colour": 1}, "colour"),
        ({"kind": "webhook", "url": "https://u:p@x.example/"}, "url"),
        ({"kind": "webhook", "url": "https://x.example/", "secret": {"vault": "x"}}, "secret"),
    ],
)
def test_a_fault_of_a_channel_is_named_at_its_key(channel: dict[str, Any], key: str) -> None:
    assert f"channels[0].{key}: " in only_fault(channels=[{"id": "c"} | channel])


def test_a_list_whose_items_were_taken_out_is_empty() -> None:
    text = "version: 1\nsources:\nrules:\nagreements:\n- {id: a, name: A, starts_at: 2020-10-10T12:00Z,"
    form = read_form(text + " parties: [{id: n, name: N}], observers: , places: , sources: }")
    assert (form.content.sources, form.content.agreements[0].places) == ([], [])


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    faults = faults_in(
        agreements=[an_agreement(id="Bad", timezone="Nowhere", sources=[a_source(party="nobody")])],
        channels=[{"id": "c", "kind": "pigeon"}],
        rules=[{"id": "r", "send_to": [], "name": "x"}],
    )
    lines = [int(fault.split(":")[1]) for fault in faults]
    assert len(faults) == 6
    assert lines == sorted(lines)


def test_twenty_faults_are_enough_at_a_time() -> None:
    faults = faults_in(sources=[a_source(f"s{n}", keep="all") for n in range(30)])
    assert len(faults) == 21
    assert faults[-1] == "watch.yaml: and 10 more; mend these first."


def test_a_key_given_twice_is_named() -> None:
    (fault,) = faults_of(
        "version: 1\nsources:\n- {id: a, publisher: P, kind: feed, url: 'https://x.example', id: b}\n"
    )
    assert fault.startswith("watch.yaml:3: sources[0].id: stands twice")


@pytest.mark.parametrize("text", ["", "[]", "just text", "# nothing"])
def test_what_is_no_form_says_how_to_begin_one(text: str) -> None:
    (fault,) = faults_of(text)
    assert "begin it with `version: 1`" in fault


@pytest.mark.parametrize("text", ["agreements: []", "version: 2", "version: '1'"])
def test_the_version_must_stand_and_be_1(text: str) -> None:
    (fault,) = faults_of(text)
    assert "version: must be 1" in fault


def test_files_that_cannot_be_read_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"version: 1\n# caf\xe9\n")
    with pytest.raises(BadForm) as bad:
        read_forms([tmp_path / "none.yaml", tmp_path / "latin.yaml"])
    first, second = bad.value.sentences
    assert "none.yaml: cannot be read" in first
    assert "latin.yaml:2: is not UTF-8" in second
