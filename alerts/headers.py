"""The headers of a mail: in which thread it stands, how it is ended; what they are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.utils import parseaddr

from alerts.courier import Mailer
from alerts.message import Message


def name_message(delivery_id: str, mailer: Mailer) -> str:
    return f"<{delivery_id}@{mailer.domain}>"


def write_thread(message: Message, mailer: Mailer) -> dict[str, str]:
    """A follow-up stands below the mail of the alert that it follows, where that went to this channel."""
    if message.thread is None or message.thread.delivery_id is None:
        return {}
    root = name_message(message.thread.delivery_id, mailer)
    return {"In-Reply-To": root, "References": root}


def write_unsubscribe(url: str, recipients: Sequence[str]) -> dict[str, str]:
    """After RFC 2369; one click (RFC 8058) is for one recipient, and for https only."""
    if not url or not url.isascii():
        return {}
    one_click = len(recipients) == 1 and url.startswith("https://")
    post = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if one_click else {}
    return {"List-Unsubscribe": f"<{url}>"} | post


def put_before(head: Mapping[str, str], mail: str) -> str:
    """Headers that must stay in one piece: Python would fold a long address into encoded words."""
    return "".join(f"{name}: {value}\r\n" for name, value in head.items()) + mail


def read_sender(mailer: Mailer) -> Address:
    name, address = parseaddr(mailer.sender)
    return Address(display_name=name, addr_spec=address)


def start_on_the_first_line(mail: str) -> str:
    """Mend headers that Python folds right after the name: readers would see a space before the value."""
    head, blank, rest = mail.partition("\r\n\r\n")
    return re.sub(r"^([A-Za-z-]+:)\r\n[ \t]", r"\1 ", head, flags=re.MULTILINE) + blank + rest


def make_label(name: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "rule"
