"""Webhooks: the contract's JSON, signed after Standard Webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from alerts.body import write_body
from alerts.channels import BadChannel, refuse_unknown_keys
from alerts.courier import TIMEOUT, Courier, Parcel, Receipt, Undelivered
from alerts.message import Message
from alerts.references import check_reference, name_reference, read_secret
from alerts.retry import judge_status, read_retry_after
from alerts.signing import read_keys, sign_content

POSTS = True
KEPT_APART = "secret"


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{"url", "secret"?}: a secret is a reference or the string itself; without one nothing is signed."""
    refuse_unknown_keys(document, ("url", "secret"))
    url = document.get("url")
    if not isinstance(url, str) or not _is_web_address(url):
        raise BadChannel("url: give the receiver's full address, like https://example.org/hook.")
    secret = document.get("secret")
    if secret is None:
        return {"url": url}
    return {"url": url, "secret": _check_secret(secret)}


def name_place(document: Mapping[str, Any], secret: str | None) -> str:
    """Scheme, host and port: a receiver's path and query are often its key."""
    del secret
    parts = urlsplit(document["url"])
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def write(
    message: Message, document: Mapping[str, Any], delivery_id: str, courier: Courier, wall: datetime
) -> str:
    """The body."""
    del document, delivery_id, courier  # the same for every receiver
    return write_body(message, wall)


def send(parcel: Parcel, courier: Courier, wall: datetime) -> Receipt:
    """POST it; the answer's status says what came of it."""
    body = parcel.content.encode()
    headers = {
        "content-type": "application/json",
        **sign_content(_find_keys(parcel, courier), parcel.delivery_id, wall, body),
    }
    answer = courier.post(parcel.document["url"], headers, body, TIMEOUT)
    return Receipt(
        verdict=judge_status(answer.status),
        detail=f"The receiver answered {answer.status}.",
        status=answer.status,
        not_before=read_retry_after(answer.retry_after, wall),
    )


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        usable = parts.port != 0
    except ValueError:
        return False
    return usable and parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()


def _check_secret(secret: Any) -> Any:
    if isinstance(secret, str) and secret.strip():
        try:
            read_keys(secret)
        except ValueError as error:
            raise BadChannel(f"secret: {error}.") from None
        return secret
    reference = check_reference(secret)
    if reference is not None:
        return reference
    raise BadChannel("secret: give {env: NAME}, {file: PATH} or the string itself.")


def _find_keys(parcel: Parcel, courier: Courier) -> list[bytes]:
    reference = parcel.document.get("secret")
    if reference is None:
        return []
    try:
        return read_keys(read_secret(reference, parcel, courier))
    except ValueError as error:
        raise Undelivered(f"{name_reference(reference)}: {error}.", permanent=True) from None
