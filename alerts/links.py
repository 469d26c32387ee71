"""Pure: the signed links of a mail, by which its reader acknowledges an alert or unsubscribes.

Whoever holds such a link may do the one thing that it is for, and nobody can make one without the
key. So it stands in mails only: no webhook, page, export or log has it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

ACKNOWLEDGE, UNSUBSCRIBE = "acknowledge", "unsubscribe"
LASTS = timedelta(days=30)
LONGEST_TOKEN = 1000
SIGNATURE = 16


class BadLink(ValueError):
    """A link that does nothing; the text is one sentence for whoever opened it."""

    def __init__(
        self, sentence: str = "This link is not complete, or not one of ours; open it again from the mail."
    ) -> None:
        super().__init__(sentence)


class ExpiredLink(BadLink):
    """A link that was good once."""

    def __init__(self) -> None:
        super().__init__(
            f"This link has expired; it worked for {LASTS.days} days after its mail was written."
        )


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links for the mails of one channel."""

    key: bytes = field(repr=False)
    base_url: str
    channel_id: str

    def acknowledge(self, alert_id: str, wall: datetime) -> str:
        """The address at which an alert is acknowledged, good for LASTS."""
        until = str(int((wall + LASTS).timestamp()))
        return self._link(ACKNOWLEDGE, alert_id, self.channel_id, until)

    def unsubscribe(self, recipients: Sequence[str]) -> str:
        """The address at which mails end: an only recipient's, else the page asks whose. It stays good."""
        return self._link(UNSUBSCRIBE, self.channel_id, *(recipients if len(recipients) == 1 else ()))

    def _link(self, purpose: str, *parts: str) -> str:
        query = urlencode({"token": sign_token(self.key, purpose, parts)})
        return f"{self.base_url}/{purpose}?{query}"


def read_acknowledge(key: bytes, token: str, wall: datetime) -> tuple[str, str]:
    """The ids of alert and channel; raises BadLink or ExpiredLink."""
    match read_token(key, ACKNOWLEDGE, token):
        case [alert_id, channel_id, until]:
            if wall.timestamp() > int(until):
                raise ExpiredLink
            return alert_id, channel_id
    raise BadLink


def read_unsubscribe(key: bytes, token: str) -> tuple[str, str | None]:
    """The channel's id, and the address when it had one recipient; raises BadLink."""
    match read_token(key, UNSUBSCRIBE, token):
        case [channel_id]:
            return channel_id, None
        case [channel_id, address]:
            return channel_id, address
    raise BadLink


def sign_token(key: bytes, purpose: str, parts: Sequence[str]) -> str:
    """The parts and their signature, as letters that need no escaping in an address."""
    payload = json.dumps(list(parts), separators=(",", ":")).encode()
    return _encode(_sign(key, purpose, payload) + payload)


def read_token(key: bytes, purpose: str, token: str) -> list[str]:
    """What a token was signed for; raises BadLink. One made for another purpose is none."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise BadLink
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise BadLink from None
    signature, payload = data[:SIGNATURE], data[SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(key, purpose, payload)):
        raise BadLink
    parts: list[str] = json.loads(payload)
    return parts


def _sign(key: bytes, purpose: str, payload: bytes) -> bytes:
    return hmac.digest(key, f"ceasewatch {purpose}\n".encode() + payload, hashlib.sha256)[:SIGNATURE]


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
