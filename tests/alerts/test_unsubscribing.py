"""Who wants no more mail gets none; the others do."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.configuration import save_channel
from alerts.deliveries import Settled, queue_test
from alerts.models import Channel
from alerts.replaying import replay_channel
from alerts.standing import list_channels
from alerts.unsubscribing import (
    ALL_LEFT,
    NobodyLeft,
    UnknownRecipient,
    list_recipients,
    unsubscribe,
)
from tests.alerts.scenes import Road, a_courier, a_mailer
from tests.mailbox import Mailbox

ANNA, BORIS = "Anna@example.org", "boris@example.org"


@pytest.fixture
def road(sqlite_engine: Engine, mailbox: Mailbox) -> Road:
    made = Road(sqlite_engine, a_courier(mailer=a_mailer(mailbox.port)))
    made.mail(ANNA, BORIS)
    made.rule()
    return made


def leave(road: Road, address: str, channel: str = "newsroom") -> bool:
    with Session(road.engine) as session, session.begin():
        return unsubscribe(session, channel, address, road.time)


def channel_of(road: Road) -> Channel:
    with Session(road.engine) as session:
        channel = session.get(Channel, "newsroom")
        assert channel is not None
        return channel


def test_who_left_gets_no_more_mail_and_is_not_named_in_it(road: Road, mailbox: Mailbox) -> None:
    assert leave(road, " anna@EXAMPLE.org ")
    road.alert()
    road.deliver()
    (mail,) = mailbox.mails
    assert mail.recipients == (BORIS,)
    assert mail.message["To"] == BORIS


def test_what_is_written_already_goes_only_to_who_stayed(road: Road, mailbox: Mailbox) -> None:
    mailbox.refuse(451)
    road.alert()
    road.deliver()
    leave(road, ANNA)
    mailbox.accept()
    road.pass_time(5)
    road.deliver()
    assert [mail.recipients for mail in mailbox.mails] == [(BORIS,)]


def test_a_list_of_channels_names_who_stayed(road: Road) -> None:
    def place() -> str:
        with Session(road.engine) as session:
            return list_channels(session, road.time)[0].place

    leave(road, ANNA)
    assert place() == BORIS
    leave(road, BORIS)
    assert place() == "nobody"


def test_leaving_twice_changes_nothing_more(road: Road) -> None:
    assert leave(road, ANNA)
    assert not leave(road, ANNA)
    assert channel_of(road).unsubscribed == [ANNA]


def test_a_channel_that_everybody_left_is_disabled_and_keeps_what_waited(
    road: Road, mailbox: Mailbox
) -> None:
    road.alert()
    leave(road, ANNA)
    assert channel_of(road).disabled_at is None
    leave(road, BORIS)
    assert (channel_of(road).disabled_at, channel_of(road).disabled_reason) == (road.time, ALL_LEFT)
    road.alert()
    assert road.deliver() == 0
    assert [(line.state, line.reason) for line in road.log()] == [("dead", ALL_LEFT)] * 2
    assert mailbox.mails == []


def test_another_recipient_lifts_it_and_who_left_stays_away(road: Road, mailbox: Mailbox) -> None:
    leave(road, ANNA)
    leave(road, BORIS)
    road.mail(ANNA, "carla@example.org")
    assert list_recipients(channel_of(road)) == ["carla@example.org"]
    road.alert()
    road.deliver()
    assert mailbox.mails[0].recipients == ("carla@example.org",)


def test_who_is_taken_out_and_put_in_again_gets_mail_again(road: Road) -> None:
    leave(road, ANNA)
    road.mail(BORIS)
    road.mail(ANNA, BORIS)
    assert list_recipients(channel_of(road)) == [ANNA, BORIS]


@pytest.mark.parametrize(
    ("address", "channel", "sentence"),
    [
        ("spy@example.org", "newsroom", "sends no mail to this address"),
        (ANNA, "nowhere", "not in use any more"),
    ],
)
def test_what_is_not_there_is_refused(road: Road, address: str, channel: str, sentence: str) -> None:
    with pytest.raises(UnknownRecipient, match=sentence):
        leave(road, address, channel)


def test_a_channel_without_recipients_has_nobody_to_unsubscribe(road: Road) -> None:
    road.webhook("https://news.example/hook", id="hook")
    with pytest.raises(UnknownRecipient):
        leave(road, ANNA, "hook")


def test_a_channel_that_everybody_left_is_put_back_in_use_by_no_order(road: Road) -> None:
    road.alert()
    leave(road, ANNA)
    leave(road, BORIS)
    sentence = "Every recipient of newsroom has unsubscribed; give the channel another one, then try again."
    with pytest.raises(Settled) as refusal:
        road.retry(road.log()[0].id)
    assert str(refusal.value) == sentence
    with Session(road.engine) as session:
        channel = session.get_one(Channel, "newsroom")
        with pytest.raises(NobodyLeft) as refused:
            queue_test(session, "newsroom", road.time)
        assert str(refused.value) == sentence
        with pytest.raises(NobodyLeft):
            replay_channel(session, channel, road.time, road.time)
    assert channel_of(road).disabled_reason == ALL_LEFT
    assert [line.state for line in road.log()] == ["dead"]


def test_a_change_that_brings_nobody_leaves_the_channel_disabled(road: Road) -> None:
    leave(road, ANNA)
    leave(road, BORIS)
    with Session(road.engine) as session, session.begin():
        document = {"to": [ANNA, BORIS], "timezone": "Asia/Yerevan"}
        save_channel(session, "newsroom", "email", document, road.now, "test")
    assert channel_of(road).disabled_reason == ALL_LEFT
    road.mail(ANNA, BORIS, "clara@example.org")
    assert channel_of(road).disabled_at is None
