"""Chats and push services, by apprise: an optional part of the installation.

An address of apprise is a secret as a whole, because the keys of the service stand in it. It
is kept as a webhook's secret is, and shown as the name of its service.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from alerts.briefs import write_brief
from alerts.channels import BadChannel, refuse_unknown_keys
from alerts.courier import TIMEOUT, Brief, Courier, Parcel, Receipt, Undelivered
from alerts.message import Message
from alerts.references import check_reference, name_reference, read_secret
from alerts.retry import judge_status, read_retry_after
from alerts.services import FORM, UnknownService, name_service

POSTS = True
KEPT_APART = "url"
NOT_INSTALLED = "apprise is not installed here; run: pip install 'ceasewatch[apprise]'"


def check(document: Mapping[str, Any]) -> dict[str, Any]:
    """{"url"}: a reference to an address of apprise, or the address itself."""
    if importlib.util.find_spec("apprise") is None:
        raise BadChannel(f"kind: {NOT_INSTALLED}")
    refuse_unknown_keys(document, ("url",))
    url = document.get("url")
    if isinstance(url, str):
        try:
            name_service(url)
        except UnknownService as error:
            raise BadChannel(f"url: {error}") from None
        return {"url": url}
    reference = check_reference(url)
    if reference is None:
        raise BadChannel(f"url: give {{env: NAME}}, {{file: PATH}} or {FORM}.")
    return {"url": reference}


def name_place(document: Mapping[str, Any], secret: str | None) -> str:
    """The service, where its address is kept here."""
    if "stored" not in document["url"]:
        return name_reference(document["url"])
    try:
        return name_service(secret or "")
    except UnknownService:
        return "unknown"


def write(
    message: Message, document: Mapping[str, Any], delivery_id: str, courier: Courier, wall: datetime
) -> str:
    """The brief, as JSON."""
    del document, delivery_id, courier, wall  # the same for every service, which stamps it itself
    return json.dumps(asdict(write_brief(message)), ensure_ascii=False)


def send(parcel: Parcel, courier: Courier, wall: datetime) -> Receipt:
    """Hand it to the service; its answer's status says what came of it."""
    if courier.relay is None:
        raise Undelivered(f"{NOT_INSTALLED}.", permanent=True)
    url = read_secret(parcel.document["url"], parcel, courier).strip()
    try:
        service = name_service(url)
    except UnknownService as error:
        raise Undelivered(f"{name_reference(parcel.document['url'])}: {error}", permanent=True) from None
    answer = courier.relay(url, _read_brief(parcel.content), TIMEOUT)
    return Receipt(
        verdict=judge_status(answer.status),
        detail=f"The service ({service}) answered {answer.status}.",
        status=answer.status,
        not_before=read_retry_after(answer.retry_after, wall),
    )


def _read_brief(content: str) -> Brief:
    kept = json.loads(content)
    return Brief(kept["title"], tuple(kept["lines"]), kept["link"])
