"""Mails to a real mail server."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.channels import BadChannel, check_channel
from alerts.deliveries import queue_test
from tests.alerts.scenes import Road, a_courier, a_mailer, claim_facts
from tests.mailbox import Mailbox

DESK = "desk@example.org"


@pytest.fixture
def road(sqlite_engine: Engine, mailbox: Mailbox) -> Road:
    made = Road(sqlite_engine, a_courier(mailer=a_mailer(mailbox.port)))
    made.mail(DESK)
    made.rule()
    return made


def states(road: Road) -> list[str]:
    return [line.state for line in road.log()]


def test_an_alert_arrives_as_text_and_html(road: Road, mailbox: Mailbox) -> None:
    road.alert()
    road.deliver()
    (mail,) = mailbox.mails
    assert mail.recipients == (DESK,)
    assert mail.subject == "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05"
    assert "> At 12:05 the enemy launched an assault." in mail.part("plain")
    assert "<blockquote" in mail.part("html")


def test_the_headers_say_what_it_is(road: Road, mailbox: Mailbox) -> None:
    road.alert()
    road.deliver()
    message = mailbox.mails[0].message
    assert message["From"] == "Ceasewatch <watch@desk.example>"
    assert message["Message-ID"] == f"<{road.log()[0].id}@desk.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<every-accusation.ceasewatch.desk.example>"
    assert message["Date"].datetime == road.time


def test_a_mail_that_was_put_off_is_the_same_mail(road: Road, mailbox: Mailbox) -> None:
    mailbox.refuse(451)
    road.alert()
    road.deliver()
    assert states(road) == ["pending"]
    first_date = road.time
    mailbox.accept()
    road.pass_time(5)
    road.deliver()
    message = mailbox.mails[0].message
    assert message["Date"].datetime == first_date
    assert message["Message-ID"] == f"<{road.log()[0].id}@desk.example>"
    assert [attempt.status for attempt in road.log()[0].attempts] == [451, 250]


def test_a_refusal_for_now_holds_up_and_one_for_good_does_not(road: Road, mailbox: Mailbox) -> None:
    mailbox.refuse(550)
    road.alert()
    road.alert()
    assert road.deliver() == 2
    mailbox.refuse(451)
    road.alert()
    road.pass_time(6)
    road.alert()
    tried = [len(line.attempts) for line in road.log()]
    road.deliver()
    assert [line.attempts[-1].outcome for line in road.log() if line.attempts][:2] == ["waits", "passes"]
    assert [len(line.attempts) for line in road.log()] == [tried[0] + 1, *tried[1:]]


def test_one_refused_recipient_is_named_and_the_others_get_it(road: Road, mailbox: Mailbox) -> None:
    road.mail(DESK, "gone@example.org")
    mailbox.refuse(550, "gone@example.org")
    road.alert()
    road.deliver()
    assert mailbox.mails[0].recipients == (DESK,)
    assert road.log()[0].attempts[0].detail == "Accepted, but not for gone@example.org (550)."
    assert states(road) == ["delivered"]


def test_a_recipient_refused_for_now_gets_it_later_and_nobody_gets_it_twice(
    road: Road, mailbox: Mailbox
) -> None:
    road.mail(DESK, "busy@example.org", "gone@example.org")
    mailbox.refuse(451, "busy@example.org")
    mailbox.refuse(550, "gone@example.org")
    road.alert()
    road.deliver()
    assert states(road) == ["pending"]
    (first,) = road.log()[0].attempts
    assert (first.outcome, first.status) == ("passes", 451)
    assert first.detail == "Accepted, but not for busy@example.org (451), gone@example.org (550)."
    mailbox.accept()
    mailbox.refuse(550, "gone@example.org")
    road.pass_time(5)
    road.deliver()
    assert states(road) == ["delivered"]
    assert [mail.recipients for mail in mailbox.mails] == [(DESK,), ("busy@example.org",)]
    assert mailbox.mails[0].message["Message-ID"] == mailbox.mails[1].message["Message-ID"]
    assert road.log()[0].attempts[1].detail == "Accepted, but not for gone@example.org (550)."


def test_a_recipient_refused_for_good_in_the_end_is_given_up(road: Road, mailbox: Mailbox) -> None:
    road.mail(DESK, "busy@example.org")
    mailbox.refuse(451, "busy@example.org")
    road.alert()
    road.deliver()
    road.pass_time(5)
    road.deliver()
    mailbox.refuse(550, "busy@example.org")
    road.pass_time(300)
    road.deliver()
    details = [attempt.detail for attempt in road.log()[0].attempts]
    assert details[1] == "Still refused for busy@example.org (451); others have it."
    assert details[2] == "Still refused for busy@example.org (550); others have it."
    assert states(road) == ["delivered"]
    assert len(mailbox.mails) == 1


def test_a_full_mailbox_holds_up_nobody_else(road: Road, mailbox: Mailbox) -> None:
    road.mail(DESK, "full@example.org")
    mailbox.refuse(452, "full@example.org")
    road.alert()
    road.alert()
    road.deliver()
    assert [mail.recipients for mail in mailbox.mails] == [(DESK,), (DESK,)]


def test_who_left_the_channel_is_not_waited_for(road: Road, mailbox: Mailbox) -> None:
    road.mail(DESK, "busy@example.org")
    mailbox.refuse(451, "busy@example.org")
    road.alert()
    road.deliver()
    road.mail(DESK)
    road.pass_time(5)
    road.deliver()
    assert road.log()[0].attempts[1].detail == "Every recipient has it already."
    assert (states(road), len(mailbox.mails)) == (["delivered"], 1)


def test_a_server_that_is_down_is_tried_again(road: Road, mailbox: Mailbox) -> None:
    mailbox.stop()
    road.alert()
    road.deliver()
    assert road.log()[0].attempts[0].outcome == "waits"
    mailbox.start()
    road.pass_time(5)
    road.deliver()
    assert len(mailbox.mails) == 1


def test_without_a_mail_server_the_log_says_what_to_set(road: Road) -> None:
    road.courier = a_courier()
    road.alert()
    road.deliver()
    detail = road.log()[0].attempts[0].detail
    assert detail == "No mail server is set; set CEASEWATCH_SMTP_URL."


def test_no_source_can_write_a_header(road: Road, mailbox: Mailbox) -> None:
    places = ["X\r\nBcc: spy@example.org\r\n\r\nbody", "Ստեփանակերտ"]
    road.alert(facts=claim_facts(places=places))
    road.deliver()
    (mail,) = mailbox.mails
    assert mail.message["Bcc"] is None
    assert mail.recipients == (DESK,)
    assert "X Bcc: spy@example.org body and Ստեփանակերտ, 12:05" in mail.subject


@pytest.mark.parametrize("length", range(1, 80, 6))
@pytest.mark.parametrize("letter", ["K", "Ս"])
def test_a_subject_of_any_length_arrives_whole(
    road: Road, mailbox: Mailbox, length: int, letter: str
) -> None:
    road.alert(facts=claim_facts(places=[letter * length, "Hadrut"]))
    road.deliver()
    sentence = f"Armenia accuses Azerbaijan of a ground assault at {letter * length} and Hadrut, 12:05"
    assert mailbox.mails[0].subject == sentence


def test_a_test_message_says_that_it_is_one(road: Road, mailbox: Mailbox) -> None:
    with Session(road.engine) as session, session.begin():
        queue_test(session, "newsroom", road.time)
    road.deliver()
    assert mailbox.mails[0].subject == "Ceasewatch: a test message"


def test_a_password_is_not_shown() -> None:
    assert "hush" not in repr(a_courier(mailer=a_mailer(25), environ={"SECRET": "hush"}))


@pytest.mark.parametrize(
    "to",
    [
        None,
        [],
        "desk@example.org",
        ["desk"],
        ["a@b\nBcc: c@d"],
        ["Desk <desk@example.org>"],
        ["ü@example.org"],
        [7],
    ],
)
def test_recipients_that_are_none_are_refused_by_name(to: object) -> None:
    with pytest.raises(BadChannel, match=r"^to: "):
        check_channel("email", {"to": to})


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(BadChannel, match="cc: unknown key"):
        check_channel("email", {"to": [DESK], "cc": []})
