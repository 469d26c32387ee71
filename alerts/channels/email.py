"""Email: text and HTML in one message, over the mail server that is handed in."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from alerts.channels import BadChannel, refuse_unknown_keys
from alerts.courier import TIMEOUT, Courier, Mailer, Parcel, Receipt, Undelivered
from alerts.headers import (
    make_label,
    name_message,
    put_before,
    read_sender,
    start_on_the_first_line,
    write_thread,
    write_unsubscribe,
)
from alerts.mails import Actions, write_html, write_text
from alerts.message import Message
from alerts.retry import Verdict
from alerts.subjects import write_subject

POSTS = False
KEPT_APART = None
ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@[^@\s,;:<>()\[\]\"\\]+", re.ASCII)
MOST_RECIPIENTS = 100
LANGUAGES = ("en",)

# Each refused address with the server's code and words, as smtplib has it.
Refused = Mapping[str, tuple[int, bytes]]


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{"to": [address, ...], "timezone"?, "language"?}: whose mail it is, and how they read it."""
    refuse_unknown_keys(document, ("to", "timezone", "language"))
    to = document.get("to")
    if not isinstance(to, list) or not 0 < len(to) <= MOST_RECIPIENTS:
        raise BadChannel(f"to: give a list of 1 to {MOST_RECIPIENTS} addresses.")
    for address in to:
        if not isinstance(address, str) or not address.isascii() or not ADDRESS.fullmatch(address):
            raise BadChannel(f"to: {address!r} is not an address like desk@example.org.")
    return {"to": list(to), **_check_reader(document)}


def name_place(document: Mapping[str, Any], secret: str | None) -> str:
    """Its recipients."""
    del secret
    return ", ".join(document["to"]) or "nobody"


def write(
    message: Message, document: Mapping[str, Any], delivery_id: str, courier: Courier, wall: datetime
) -> str:
    """The whole mail as ASCII; its Message-ID is the delivery's, so it is the same on every try."""
    mailer = _require_mailer(courier)
    _require_recipients(document)
    reader, actions = document.get("timezone"), _make_actions(message, document, courier, wall)
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = read_sender(mailer)
    mail["To"] = ", ".join(document["to"])
    mail["Subject"] = write_subject(message, reader)
    mail["Date"] = format_datetime(wall)
    mail["Message-ID"] = name_message(delivery_id, mailer)
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Id"] = f"<{make_label(message.rule or 'test')}.ceasewatch.{mailer.domain}>"
    text, html = write_text(message, reader, actions), write_html(message, reader, actions)
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    mail.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    head = write_thread(message, mailer) | write_unsubscribe(actions.unsubscribe, document["to"])
    return put_before(head, start_on_the_first_line(mail.as_bytes().decode("ascii")))


def send(parcel: Parcel, courier: Courier, wall: datetime) -> Receipt:
    """Hand the mail to the server, for those who don't have it from an earlier try.

    Who is refused for now while others have it is tried again, and holds up no other mail: the
    server takes mail. Who is refused for good is named and given up with the last of those.
    """
    del wall  # the mail's date is that of its first try
    mailer = _require_mailer(courier)
    _require_recipients(parcel.document)
    to = [address for address in parcel.document["to"] if address not in parcel.accepted]
    if not to:
        return Receipt(Verdict.DELIVERED, "Every recipient has it already.", 250)
    taken, refused = _offer(mailer, to, parcel.content.encode("ascii"))
    if not refused:
        return Receipt(Verdict.DELIVERED, "The mail server accepted it.", 250, accepted=taken)
    if not taken and not parcel.accepted:
        raise _make_refusal(refused)
    named = _name_refused(refused)
    detail = f"Accepted, but not for {named}." if taken else f"Still refused for {named}; others have it."
    later = _refused_for_now(refused)
    verdict = Verdict.PASSES if later else Verdict.DELIVERED
    return Receipt(verdict, detail, later[0] if later else 250, accepted=taken)


def _check_reader(document: Mapping[str, Any]) -> dict[str, Any]:
    timezone, language = document.get("timezone"), document.get("language")
    if timezone is not None and not (isinstance(timezone, str) and timezone in _known_zones()):
        raise BadChannel(f"timezone: {timezone!r} is not known; write one such as Asia/Yerevan.")
    if language not in (None, *LANGUAGES):
        raise BadChannel(
            f"language: {language!r} is not written by this version; use {', '.join(LANGUAGES)}."
        )
    return {
        key: value for key, value in (("timezone", timezone), ("language", language)) if value is not None
    }


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _make_actions(message: Message, document: Mapping[str, Any], courier: Courier, wall: datetime) -> Actions:
    """A test has nothing to acknowledge."""
    links = courier.links
    if links is None:
        return Actions()
    acknowledge = links.acknowledge(message.alert_id, wall) if message.rule is not None else ""
    return Actions(acknowledge, links.unsubscribe(document["to"]))


def _require_mailer(courier: Courier) -> Mailer:
    if courier.mailer is None:
        raise Undelivered("No mail server is set; set CEASEWATCH_SMTP_URL.", permanent=True)
    return courier.mailer


def _require_recipients(document: Mapping[str, Any]) -> None:
    if not document["to"]:
        raise Undelivered("Every recipient has unsubscribed; give the channel another one.", permanent=True)


def _offer(mailer: Mailer, to: list[str], content: bytes) -> tuple[tuple[str, ...], Refused]:
    """Those for whom the server took the mail, and those it refused; raises Undelivered."""
    try:
        refused = _hand_over(mailer, to, content)
    except smtplib.SMTPRecipientsRefused as error:
        # A server that breaks off (421) never says what it thinks of the rest: nobody has it.
        return (), error.recipients
    except smtplib.SMTPResponseException as error:
        permanent = _is_for_good(error.smtp_code)
        raise Undelivered(_say_code(error.smtp_code), permanent=permanent, status=error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise Undelivered("The mail server lacks what its settings ask for.", permanent=True) from None
    except (smtplib.SMTPException, OSError) as error:
        reason = type(error).__name__
        raise Undelivered(f"The mail server could not be reached ({reason}).", permanent=False) from None
    return tuple(address for address in to if address not in refused), refused


def _hand_over(mailer: Mailer, to: list[str], content: bytes) -> Refused:
    with contextlib.closing(_connect(mailer)) as server:
        if mailer.starttls:
            server.starttls(context=ssl.create_default_context())
        if mailer.user is not None:
            server.login(mailer.user, mailer.password or "")
        refused = server.sendmail(mailer.address, to, content)
        # The mail is in the server's hands by now; a lame farewell must not send it again.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
        return refused


def _connect(mailer: Mailer) -> smtplib.SMTP:
    # Without a name of our own smtplib asks the resolver, which can take long.
    name, port = mailer.domain, mailer.port
    if mailer.ssl:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mailer.host, port, name, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(mailer.host, port, name, timeout=TIMEOUT)


def _make_refusal(refused: Refused) -> Undelivered:
    later = _refused_for_now(refused)
    status = next(code for code, _ in refused.values())
    return Undelivered(
        f"The mail server refused {_name_refused(refused)}.", permanent=not later, status=status
    )


def _refused_for_now(refused: Refused) -> list[int]:
    return [code for code, _ in refused.values() if not _is_for_good(code)]


def _is_for_good(code: int) -> bool:
    return 500 <= code < 600


def _name_refused(refused: Refused) -> str:
    return ", ".join(f"{address} ({code})" for address, (code, _) in refused.items())


def _say_code(code: int) -> str:
    return f"The mail server answered {code}." if code > 0 else "The mail server's answer makes no sense."
