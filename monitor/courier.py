"""What the floor below needs for sending, made from the settings: guarded HTTP and the mail server."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

from alerts.courier import Answer, Courier, Mailer, Undelivered
from monitor import http
from monitor.relay.keeper import open_relay
from monitor.settings import BadSetting, Settings

_PORTS = {"smtp": 25, "smtps": 465}
_SUBMISSION = 587


def open_courier(settings: Settings, client: httpx.Client) -> Courier:
    """A courier that posts through the guarded client; raises BadSetting for a bad CEASEWATCH_SMTP_URL."""

    def post(url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
        try:
            received = http.post(client, url, headers, body, timeout)
        except http.Unanswered as failure:
            raise Undelivered(str(failure), permanent=failure.permanent) from None
        return Answer(received.status, received.header("retry-after"))

    return Courier(
        post=post,
        mailer=read_mailer(settings),
        base_url=settings.base_url,
        environ=os.environ,
        relay=open_relay(settings.allow_networks),
    )


def read_mailer(settings: Settings) -> Mailer | None:
    """The mail server of CEASEWATCH_SMTP_URL; None when there is none."""
    if settings.smtp_url is None:
        return None
    try:
        parts = urlsplit(settings.smtp_url.get_secret_value())
        port = parts.port
    except ValueError:
        raise BadSetting(_mend("its port is not a number")) from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadSetting(_mend("it names no mail server"))
    starttls = parse_qs(parts.query).get("starttls", ["0"])[-1] in ("1", "true", "yes")
    return Mailer(
        host=parts.hostname,
        port=port or (_SUBMISSION if starttls else _PORTS[parts.scheme]),
        sender=settings.mail_from,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        starttls=starttls,
        ssl=parts.scheme == "smtps",
    )


def _mend(what: str) -> str:
    return (
        f"CEASEWATCH_SMTP_URL: {what}; write smtp://user:pass@host:587?starttls=1 or smtps://user:pass@host."
    )
