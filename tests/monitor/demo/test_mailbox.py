"""The local mailbox keeps every mail it is handed."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from monitor.demo.mailbox import Mailbox


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    yield mailbox
    mailbox.stop()


def send(mailbox: Mailbox, subject: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "desk@example.org", subject
    mail.set_content("Զինադադար\n")
    address = urlsplit(mailbox.url)
    assert address.hostname is not None
    assert address.port is not None
    with smtplib.SMTP(address.hostname, address.port, "localhost", timeout=5) as server:
        server.send_message(mail)


def test_mails_are_kept_in_order_and_whole(mailbox: Mailbox) -> None:
    send(mailbox, "one")
    send(mailbox, "two: Ganja, Գանձակ")
    assert [mail["Subject"] for mail in mailbox.mails] == ["one", "two: Ganja, Գանձակ"]
    assert mailbox.mails[0].get_content().strip() == "Զինադադար"


def test_two_mailboxes_stand_beside_each_other(mailbox: Mailbox) -> None:
    other = Mailbox()
    try:
        send(other, "for the other")
    finally:
        other.stop()
    assert mailbox.mails == []
    assert mailbox.url != other.url


def test_a_stopped_mailbox_takes_nothing() -> None:
    mailbox = Mailbox()
    mailbox.stop()
    with pytest.raises(OSError, match="refused"):
        send(mailbox, "late")
