"""Rules and channels, and their versions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.configuration import (
    current_channels,
    current_rules,
    find_channel,
    find_rule,
    remove_channel,
    remove_rule,
    save_channel,
    save_rule,
)
from alerts.models import Channel, ChannelVersion, Delivery, RuleVersion
from tests.alerts.scenes import NOON, WALL, a_rule

HOOK = {"url": "https://example.org/hook"}


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


def keep_channel(session: Session, id: str = "hook", **document: object) -> bool:
    return save_channel(session, id, "webhook", HOOK | document, NOON, "test")


def test_a_saved_rule_reads_back_as_it_was_written(session: Session) -> None:
    assert save_rule(session, "r", a_rule(), NOON, "ann")
    session.commit()
    assert [rule.document for rule in current_rules(session)] == [a_rule()]


def test_saving_the_same_rule_again_makes_no_version(session: Session) -> None:
    save_rule(session, "r", a_rule(), NOON, "ann")
    session.commit()
    assert not save_rule(session, "r", a_rule(), NOON, "ben")
    assert save_rule(session, "r", a_rule(group_wait=5), NOON, "ben")
    versions = session.exec(select(RuleVersion).order_by(RuleVersion.version)).all()  # type: ignore[arg-type]
    assert [(version.version, version.by) for version in versions] == [(1, "ann"), (2, "ben")]
    assert versions[0].document == a_rule()


def test_a_removed_rule_is_out_of_use_and_can_come_back(session: Session) -> None:
    save_rule(session, "r", a_rule(), NOON, "ann")
    assert remove_rule(session, "r", NOON, "ann")
    assert not remove_rule(session, "r", NOON, "ann")
    assert find_rule(session, "r") is None
    assert save_rule(session, "r", a_rule(), NOON, "ann")
    rule = find_rule(session, "r")
    assert rule is not None
    assert rule.version == 3


def test_a_literal_secret_is_set_apart(session: Session) -> None:
    keep_channel(session, secret="hush")
    channel = current_channels(session)[0]
    assert channel.secret == "hush"
    assert channel.document == HOOK | {"secret": {"stored": "hook"}}
    assert session.exec(select(ChannelVersion)).one().document == channel.document


def test_a_secret_is_neither_shown_nor_dumped(session: Session) -> None:
    keep_channel(session, secret="hush")
    channel = current_channels(session)[0]
    for shown in (repr(channel), str(channel), str(channel.model_dump()), channel.model_dump_json()):
        assert "hush" not in shown


def test_an_exported_channel_applies_without_a_change(session: Session) -> None:
    keep_channel(session, secret="hush")
    session.commit()
    assert not keep_channel(session, secret={"stored": "hook"})
    assert not keep_channel(session, secret="hush")
    assert current_channels(session)[0].secret == "hush"


def test_a_new_secret_makes_a_version(session: Session) -> None:
    keep_channel(session, secret="hush")
    assert keep_channel(session, secret="hush hush")
    assert current_channels(session)[0].version == 2


def test_a_reference_replaces_a_stored_secret(session: Session) -> None:
    keep_channel(session, secret="hush")
    assert keep_channel(session, secret={"env": "HOOK_SECRET"})
    channel = current_channels(session)[0]
    assert (channel.secret, channel.document["secret"]) == (None, {"env": "HOOK_SECRET"})


def test_another_channels_stored_secret_is_copied(session: Session) -> None:
    keep_channel(session, secret="hush")
    keep_channel(session, "second", secret={"stored": "hook"})
    second = find_channel(session, "second")
    assert second is not None
    assert (second.secret, second.document["secret"]) == ("hush", {"stored": "second"})
    assert not keep_channel(session, "second", secret={"stored": "hook"})


def test_saving_a_change_lifts_a_disabling(session: Session) -> None:
    keep_channel(session)
    channel = session.get_one(Channel, "hook")
    channel.disabled_at, channel.disabled_reason = WALL, "gone"
    assert not keep_channel(session)
    assert channel.disabled_at is not None
    assert keep_channel(session, url="https://example.org/other")
    assert channel.disabled_at is None


def test_what_waits_at_a_removed_channel_is_cancelled(session: Session) -> None:
    keep_channel(session)
    session.add(Delivery(channel_id="hook", type="test", created_at=WALL, due_at=WALL))
    session.flush()
    assert remove_channel(session, "hook", NOON, "ann")
    session.expire_all()
    delivery = session.exec(select(Delivery)).one()
    assert (delivery.state, delivery.reason) == ("cancelled", "The channel was removed.")
    assert current_channels(session) == []
