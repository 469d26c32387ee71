"""Pure: signatures after Standard Webhooks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

PREFIX = "whsec_"


def read_keys(secret: str) -> list[bytes]:
    """The signing keys of a secret; several secrets, as during a rotation, are separated by white space.

    `whsec_<base64>` is decoded; any other string is used as its own bytes. One that happens to
    be base64 is used both ways, because the receivers' libraries decode what has no prefix.
    """
    return [key for part in secret.split() for key in _read_keys_of(part)]


def sign_content(keys: list[bytes], webhook_id: str, wall: datetime, body: bytes) -> dict[str, str]:
    """The three headers of Standard Webhooks; without a key the message goes out unsigned."""
    timestamp = str(int(wall.timestamp()))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    headers = {"webhook-id": webhook_id, "webhook-timestamp": timestamp}
    if keys:
        digests = [hmac.digest(key, signed, hashlib.sha256) for key in keys]
        headers["webhook-signature"] = " ".join(f"v1,{base64.b64encode(d).decode()}" for d in digests)
    return headers


def _read_keys_of(part: str) -> list[bytes]:
    decoded = _decode(part.removeprefix(PREFIX))
    if part.startswith(PREFIX):
        if not decoded:
            raise ValueError(f"the secret starts with {PREFIX} but what follows is not base64")
        return [decoded]
    return [part.encode()] + ([decoded] if decoded else [])


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
