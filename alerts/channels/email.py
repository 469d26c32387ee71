"""Email: text and HTML in one message, over the mail server that is handed in."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from alerts.channels import BadChannel, refuse_unknown_keys
from alerts.courier import TIMEOUT, Courier, Mailer, Parcel, Receipt, Undelivered
from alerts.message import Message, write_html, write_subject, write_text
from alerts.retry import Verdict

ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"\\]+@[^@\s,;:<>()\[\]\"\\]+", re.ASCII)
MOST_RECIPIENTS = 100


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{"to": [address, ...]}."""
    refuse_unknown_keys(document, ("to",))
    to = document.get("to")
    if not isinstance(to, list) or not 0 < len(to) <= MOST_RECIPIENTS:
        raise BadChannel(f"to: give a list of 1 to {MOST_RECIPIENTS} addresses.")
    for address in to:
        if not isinstance(address, str) or not address.isascii() or not ADDRESS.fullmatch(address):
            raise BadChannel(f"to: {address!r} is not an address like desk@example.org.")
    return {"to": list(to)}


def write(
    message: Message, document: Mapping[str, Any], delivery_id: str, courier: Courier, wall: datetime
) -> str:
    """The whole mail as ASCII; its Message-ID is the delivery's, so it is the same on every try."""
    mailer = _require_mailer(courier)
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = _read_sender(mailer)
    mail["To"] = ", ".join(document["to"])
    mail["Subject"] = write_subject(message)
    mail["Date"] = format_datetime(wall)
    mail["Message-ID"] = f"<{delivery_id}@{mailer.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Id"] = f"<{_make_label(message.rule or 'test')}.ceasewatch.{mailer.domain}>"
    mail.set_content(write_text(message), charset="utf-8", cte="quoted-printable")
    mail.add_alternative(write_html(message), subtype="html", charset="utf-8", cte="quoted-printable")
    return _start_on_the_first_line(mail.as_bytes().decode("ascii"))


def send(parcel: Parcel, courier: Courier, wall: datetime) -> Receipt:
    """Hand the mail to the server; refused recipients are named when others were accepted."""
    del wall  # the mail's date is that of its first try
    mailer = _require_mailer(courier)
    to = parcel.document["to"]
    try:
        refused = _hand_over(mailer, to, parcel.content.encode("ascii"))
    except smtplib.SMTPRecipientsRefused as error:
        raise _make_refusal(error.recipients) from None
    except smtplib.SMTPResponseException as error:
        permanent = 500 <= error.smtp_code < 600
        raise Undelivered(_say_code(error.smtp_code), permanent=permanent, status=error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise Undelivered("The mail server lacks what its settings ask for.", permanent=True) from None
    except (smtplib.SMTPException, OSError) as error:
        reason = type(error).__name__
        raise Undelivered(f"The mail server could not be reached ({reason}).", permanent=False) from None
    if not refused:
        return Receipt(Verdict.DELIVERED, "The mail server accepted it.", 250)
    return Receipt(Verdict.DELIVERED, f"Accepted, but not for {_name_refused(refused)}.", 250)


def _require_mailer(courier: Courier) -> Mailer:
    if courier.mailer is None:
        raise Undelivered("No mail server is set; set CEASEWATCH_SMTP_URL.", permanent=True)
    return courier.mailer


def _hand_over(mailer: Mailer, to: list[str], content: bytes) -> dict[str, tuple[int, bytes]]:
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


def _make_refusal(recipients: Mapping[str, tuple[int, bytes]]) -> Undelivered:
    codes = [code for code, _ in recipients.values()]
    later = any(400 <= code < 500 for code in codes)
    return Undelivered(
        f"The mail server refused {_name_refused(recipients)}.", permanent=not later, status=codes[0]
    )


def _name_refused(recipients: Mapping[str, tuple[int, bytes]]) -> str:
    return ", ".join(f"{address} ({code})" for address, (code, _) in recipients.items())


def _say_code(code: int) -> str:
    return f"The mail server answered {code}." if code > 0 else "The mail server's answer makes no sense."


def _read_sender(mailer: Mailer) -> Address:
    name, address = parseaddr(mailer.sender)
    return Address(display_name=name, addr_spec=address)


def _start_on_the_first_line(mail: str) -> str:
    """Mend headers that Python folds right after the name: readers would see a space before the value."""
    head, blank, rest = mail.partition("\r\n\r\n")
    return re.sub(r"^([A-Za-z-]+:)\r\n[ \t]", r"\1 ", head, flags=re.MULTILINE) + blank + rest


def _make_label(name: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "rule"
