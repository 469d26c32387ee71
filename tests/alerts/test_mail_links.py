"""What a mail offers its reader: to acknowledge, to unsubscribe; and nothing else has those links."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from alerts.channels import BadChannel, check_channel, find_kinds
from alerts.deliveries import queue_test
from alerts.link_keys import find_link_key
from alerts.links import read_acknowledge, read_unsubscribe
from alerts.models import Alert, Delivery
from tests.alerts.letters import LETTERS, LINKS
from tests.alerts.scenes import WALL, Road, a_courier, a_mailer
from tests.mailbox import Mailbox
from tests.outside import Receiver

TOKEN = re.compile(r"token=([\w-]+)")


@pytest.fixture
def road(sqlite_engine: Engine, mailbox: Mailbox) -> Road:
    made = Road(sqlite_engine, a_courier(mailer=a_mailer(mailbox.port)))
    made.mail("desk@example.org")
    made.rule()
    return made


def key_of(road: Road) -> bytes:
    with Session(road.engine) as session:
        return find_link_key(session) or b""


def sent(road: Road, mailbox: Mailbox) -> Mailbox:
    road.alert()
    road.deliver()
    return mailbox


def test_the_only_recipient_unsubscribes_in_one_click(road: Road, mailbox: Mailbox) -> None:
    message = sent(road, mailbox).mails[0].message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(message["List-Unsubscribe"])
    assert url.startswith("<https://desk.example/unsubscribe?token=")
    assert read_unsubscribe(key_of(road), TOKEN.findall(url)[0]) == ("newsroom", "desk@example.org")


def test_several_recipients_are_asked_and_have_no_single_click(road: Road, mailbox: Mailbox) -> None:
    road.mail("desk@example.org", "night@example.org")
    message = sent(road, mailbox).mails[0].message
    assert message["List-Unsubscribe-Post"] is None
    token = TOKEN.findall(str(message["List-Unsubscribe"]))[0]
    assert read_unsubscribe(key_of(road), token) == ("newsroom", None)


def test_one_click_is_for_https_only(road: Road, mailbox: Mailbox) -> None:
    road.courier = replace(road.courier, base_url="http://desk.example")
    message = sent(road, mailbox).mails[0].message
    assert str(message["List-Unsubscribe"]).startswith("<http://desk.example/")
    assert message["List-Unsubscribe-Post"] is None


def test_a_long_address_stays_in_one_piece(road: Road, mailbox: Mailbox) -> None:
    road.courier = replace(road.courier, base_url="https://desk.example/" + "deep/" * 40)
    sent(road, mailbox)
    with Session(road.engine) as session:
        raw = session.exec(select(Delivery.content)).one() or ""
    line = next(line for line in raw.splitlines() if line.startswith("List-Unsubscribe:"))
    assert line.endswith(">")
    assert "=?" not in line


def test_text_and_html_lead_to_the_same_acknowledgement(road: Road, mailbox: Mailbox) -> None:
    mail = sent(road, mailbox).mails[0]
    with Session(road.engine) as session:
        alert_id = session.exec(select(Alert.id)).one()
    for part in ("plain", "html"):
        tokens = re.findall(r"/acknowledge\?token=([\w-]+)", mail.part(part))
        assert [read_acknowledge(key_of(road), token, road.time) for token in tokens] == [
            (alert_id, "newsroom")
        ]


def test_a_test_message_has_nothing_to_acknowledge(road: Road, mailbox: Mailbox) -> None:
    with Session(road.engine) as session, session.begin():
        queue_test(session, "newsroom", road.time)
    road.deliver()
    assert "/acknowledge" not in mailbox.mails[0].part("html")
    assert "/unsubscribe" in mailbox.mails[0].part("plain")


def test_no_webhook_and_no_log_has_a_link(
    road: Road, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    road.webhook(receiver.url, id="hook")
    road.rule(send_to=["newsroom", "hook"])
    road.alert()
    road.deliver()
    with Session(road.engine) as session:
        contents = {each.channel_id: each.content or "" for each in session.exec(select(Delivery))}
    assert "token=3D" in contents["newsroom"]
    assert "token" not in contents["hook"]
    written = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    assert not any("token=" in line for line in written)
    assert key_of(road).decode() not in caplog.text


def test_no_other_kind_of_channel_writes_one() -> None:
    courier = a_courier(links=LINKS)
    others = [kind for name, kind in find_kinds().items() if name != "email"]
    assert others
    for kind in others:
        for letter in LETTERS.values():
            assert "token" not in kind.write(letter.message, {}, "d1", courier, WALL)


def test_a_reader_has_a_zone_and_a_language() -> None:
    document = {"to": ["desk@example.org"], "timezone": "Europe/Berlin", "language": "en"}
    assert check_channel("email", document) == document
    assert check_channel("email", {"to": ["desk@example.org"]}) == {"to": ["desk@example.org"]}


@pytest.mark.parametrize(
    ("key", "value", "mend"),
    [
        ("timezone", "Mars/Base", "write one such as Asia/Yerevan"),
        ("timezone", "../../etc/passwd", "write one such as"),
        ("timezone", 4, "write one such as"),
        ("timezone", [], "write one such as"),
        ("language", "hy", "is not written by this version; use en"),
        ("language", "", "use en"),
    ],
)
def test_another_zone_or_language_is_refused_with_its_mend(key: str, value: object, mend: str) -> None:
    with pytest.raises(BadChannel, match=f"^{key}: .*{mend}"):
        check_channel("email", {"to": ["desk@example.org"], key: value})
