"""Applying forms: what is written, what is left alone, what is refused whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.configuration import current_channels, current_rules, save_rule
from alerts.models import Channel
from monitor.agreements.documents import rule_document
from monitor.agreements.plan import plan
from monitor.db import reading, writing
from monitor.models import Agreement, AgreementVersion, Source, SourceVersion, Watch
from tests.builders import START
from tests.monitor.agreements.forms import (
    AGREEMENT,
    CHANNELS,
    SECRET,
    a_form,
    a_source,
    actions,
    adopt,
    an_agreement,
    dump_tables,
)


def one(session: Session, table: Any) -> Any:
    return session.exec(select(table)).one()


def test_a_first_application_creates_everything(engine: Engine) -> None:
    assert actions(adopt(engine)) == [
        ("create", "source", "am-mod"),
        ("create", "agreement", "truce"),
        ("create", "channel", "desk"),
        ("create", "channel", "newsroom"),
        ("create", "rule", "every-accusation"),
    ]
    with reading(engine) as session:
        agreement, watch = one(session, Agreement), one(session, Watch)
        assert (agreement.version, agreement.starts_at, agreement.timezone) == (1, START, "Asia/Yerevan")
        assert (watch.agreement_id, watch.source_id, watch.speaker) == ("truce", "am-mod", "armenia")


def test_applying_twice_changes_nothing(engine: Engine) -> None:
    adopt(engine)
    with reading(engine) as session:
        before = dump_tables(session)
    assert adopt(engine, minutes=5) == []
    with reading(engine) as session:
        assert dump_tables(session) == before


def test_documents_hold_every_key(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    with reading(sqlite_engine) as session:
        agreement, source = one(session, Agreement).document, one(session, Source).document
    assert agreement["observers"] == [{"id": "russia", "name": "Russia", "country": "RU", "aliases": {}}]
    assert agreement["starts_at"] == "2020-10-10T12:00:00+04:00"
    assert (agreement["ends_at"], agreement["terms"], "sources" in agreement) == (None, [], False)
    assert (source["every"], source["keep"], source["enabled"], "party" in source) == (
        None,
        "full",
        True,
        False,
    )


def test_a_party_without_a_side_stands_alone(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form(agreements=[an_agreement(parties=[{"id": "a", "name": "A"}], sources=[])]))
    with reading(sqlite_engine) as session:
        assert one(session, Agreement).document["parties"][0]["side"] == "a"


def test_a_change_makes_a_version_and_keeps_the_old_one(engine: Engine) -> None:
    adopt(engine)
    (change,) = adopt(engine, a_form(agreements=[an_agreement(name="Another name")]), minutes=5, by="apply x")
    assert (change.noun, change.action, change.fields) == ("agreement", "change", ("name",))
    with reading(engine) as session:
        versions = session.exec(select(AgreementVersion).order_by(AgreementVersion.version)).all()
        assert [(row.document["name"], row.made_by) for row in versions] == [
            ("A truce", "apply"),
            ("Another name", "apply x"),
        ]


def test_changed_keys_are_named_by_the_ids_on_the_way(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    parties = [AGREEMENT["parties"][0] | {"aliases": {"en": ["Erevan"]}}, AGREEMENT["parties"][1]]
    form = a_form(agreements=[an_agreement(parties=parties, places=[])])
    (change,) = adopt(sqlite_engine, form)
    assert change.fields == ("parties.armenia.aliases.en", "places.ganja")


def test_a_source_that_leaves_an_agreement_is_watched_no_more_but_stays(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    (change,) = adopt(sqlite_engine, a_form(agreements=[an_agreement(sources=[])]), minutes=5)
    assert change.fields == ("sources.am-mod",)
    with reading(sqlite_engine) as session:
        assert one(session, Watch).removed_at == START + timedelta(minutes=5)
        assert one(session, Source).removed_at is None
        assert one(session, Agreement).version == 1


def test_a_source_that_comes_back_is_the_same_watch(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    with reading(sqlite_engine) as session:
        watch_id = one(session, Watch).id
    adopt(sqlite_engine, a_form(agreements=[an_agreement(sources=[])]))
    adopt(sqlite_engine)
    with reading(sqlite_engine) as session:
        watch = one(session, Watch)
        assert (watch.id, watch.removed_at) == (watch_id, None)


def test_another_speaker_makes_a_version_because_readings_depend_on_it(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    source = AGREEMENT["sources"][0] | {"party": "russia"}
    (change,) = adopt(sqlite_engine, a_form(agreements=[an_agreement(sources=[source])]))
    assert change.fields == ("sources.am-mod.party",)
    with reading(sqlite_engine) as session:
        assert one(session, Agreement).version == 2


def test_a_new_address_forgets_the_old_ones_validators(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    with writing(sqlite_engine) as session:
        row = one(session, Source)
        row.etag, row.last_modified, row.body_sha256 = '"x"', "yesterday", "00"
    adopt(sqlite_engine, a_form(sources=[a_source(note="only a note")]))
    with reading(sqlite_engine) as session:
        assert one(session, Source).etag == '"x"'
    adopt(sqlite_engine, a_form(sources=[a_source(url="https://new.example/feed")]))
    with reading(sqlite_engine) as session:
        row = one(session, Source)
        assert (row.url, row.etag, row.body_sha256) == ("https://new.example/feed", None, None)


def test_a_disabled_source_is_marked_in_its_row(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form(sources=[a_source(enabled=False, every="90s")]))
    with reading(sqlite_engine) as session:
        row = one(session, Source)
        assert (row.enabled, row.document["every"]) == (False, 90)


def test_what_the_files_leave_out_stays_without_prune(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    assert adopt(sqlite_engine, a_form(sources=[a_source()])) == []


def test_prune_removes_what_the_files_leave_out_and_forgets_nothing(engine: Engine) -> None:
    adopt(engine)
    changes = adopt(engine, a_form(sources=[a_source("un")]), prune=True, minutes=5)
    assert actions(changes) == [
        ("create", "source", "un"),
        ("remove", "rule", "every-accusation"),
        ("remove", "channel", "desk"),
        ("remove", "channel", "newsroom"),
        ("remove", "agreement", "truce"),
        ("remove", "source", "am-mod"),
    ]
    with reading(engine) as session:
        assert current_rules(session) == []
        assert current_channels(session) == []
        assert one(session, Agreement).removed_at == START + timedelta(minutes=5)
        assert one(session, Watch).removed_at is not None
        assert len(session.exec(select(SourceVersion)).all()) == 2


def test_what_was_removed_comes_back_when_a_form_names_it(engine: Engine) -> None:
    adopt(engine)
    adopt(engine, a_form(sources=[a_source("un")]), prune=True)
    assert ("create", "agreement", "truce") in actions(adopt(engine))
    with reading(engine) as session:
        agreement = one(session, Agreement)
        assert (agreement.version, agreement.removed_at, one(session, Watch).removed_at) == (2, None, None)
        assert [row.id for row in current_rules(session)] == ["every-accusation"]
    assert adopt(engine) == []


def test_an_edit_of_the_desk_that_is_overridden_is_told(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    adopt(sqlite_engine, a_form(agreements=[an_agreement(name="By Anna")]), by="anna")
    (change,) = adopt(sqlite_engine)
    assert (change.fields, change.overrides) == (("name",), "anna")


def test_an_edited_rule_that_is_overridden_is_told(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine)
    document = rule_document(a_form().content.rules[0]) | {"group_wait": 5}
    with writing(sqlite_engine) as session:
        save_rule(session, "every-accusation", document, START, "anna")
    (change,) = adopt(sqlite_engine)
    assert (change.noun, change.fields, change.overrides) == ("rule", ("group_wait",), "anna")


def test_a_plan_writes_nothing(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as session:
        changes = plan(session, [a_form()])
        assert {change.action for change in changes} == {"create"}
        assert dump_tables(session) == []


def test_a_written_secret_goes_to_its_own_column_and_is_no_change_the_second_time(
    sqlite_engine: Engine,
) -> None:
    form = a_form(channels=[CHANNELS[1] | {"secret": SECRET}])
    adopt(sqlite_engine, form)
    assert adopt(sqlite_engine, form) == []
    with reading(sqlite_engine) as session:
        channel = one(session, Channel)
        assert (channel.secret, channel.document["secret"]) == (SECRET, {"stored": "newsroom"})
    (change,) = adopt(sqlite_engine, a_form(channels=[CHANNELS[1] | {"secret": SECRET[:-4] + "AAAA"}]))
    assert change.fields == ("secret",)


def test_a_reference_in_place_of_a_written_secret_is_a_change(sqlite_engine: Engine) -> None:
    adopt(sqlite_engine, a_form(channels=[CHANNELS[1] | {"secret": SECRET}]))
    (change,) = adopt(sqlite_engine, a_form(channels=CHANNELS[1:]))
    assert change.fields == ("secret.env", "secret.stored")
    with reading(sqlite_engine) as session:
        assert one(session, Channel).secret is None
