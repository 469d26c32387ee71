"""/unsubscribe?token=...: the link in a mail by which a recipient gets no more of them.

A mail program that knows RFC 8058 posts `List-Unsubscribe=One-Click` to the address in the mail's
header, token and all, as multipart or as an ordinary form, and shows nobody the answer. It does so
only for a channel with one recipient; with several the page asks whose mail is to end.
"""

from __future__ import annotations

from email import message_from_bytes
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from alerts.links import read_unsubscribe
from alerts.models import Channel
from alerts.unsubscribing import UnknownRecipient, find_recipient, list_recipients
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.replies import unsubscribe_address
from monitor.web.desk import AtDesk, Desk
from monitor.web.mail_links import NO_REFERRER, read_link, refuse_link
from monitor.web.pages.rendering import render
from monitor.web.posting import read_form
from monitor.web.problems import Problem

MULTIPART = "multipart/form-data"
ONE_CLICK = ("List-Unsubscribe", "One-Click")
NOT_ASKED = "Nothing was changed: open the link in a browser and say so there."
router = APIRouter(include_in_schema=False)


async def read_request(request: Request, token: str = "") -> dict[str, str]:
    """The fields of our own form, or of a mail program's one click, whose token is in the address."""
    media_type = request.headers.get("content-type", "")
    if media_type.lower().startswith(MULTIPART):
        fields = _read_multipart(media_type, await request.body())
    else:
        fields = await read_form(request)
    if not token:
        return fields
    if fields.get(ONE_CLICK[0]) != ONE_CLICK[1]:
        raise Problem(400, NOT_ASKED, NO_REFERRER)
    return {"token": token}


@router.get("/unsubscribe")
def show_unsubscribe(request: Request, desk: AtDesk, token: str = "") -> Response:
    """Whose mail would end, and the form."""
    channel_id, address = _read(desk, token)
    with reading(desk.engine) as session:
        done = address is not None and _has_left(session, channel_id, address)
    return _show(request, 200, channel_id, token, address=address or "", asks=address is None, done=done)


@router.post("/unsubscribe")
def take_unsubscribe(
    request: Request, desk: AtDesk, fields: Annotated[dict[str, str], Depends(read_request)]
) -> Response:
    """End the mails to one address; doing it again changes nothing."""
    token = fields.get("token", "")
    channel_id, bound = _read(desk, token)
    address = bound if bound is not None else fields.get("address", "").strip()
    try:
        with writing(desk.engine) as session:
            unsubscribe_address(session, channel_id, address, clock.wall())
    except UnknownRecipient as fault:
        if bound is not None:
            raise refuse_link(404, str(fault)) from None
        return _show(request, 422, channel_id, token, address=address, asks=True, fault=str(fault))
    return _show(request, 200, channel_id, token, address=address, done=True)


def _read(desk: Desk, token: str) -> tuple[str, str | None]:
    with reading(desk.engine) as session:
        return read_link(session, partial(read_unsubscribe, token=token))


def _has_left(session: Session, channel_id: str, address: str) -> bool:
    channel = session.get(Channel, channel_id)
    recipient = find_recipient(channel, address) if channel is not None else None
    return channel is None or recipient not in list_recipients(channel)


def _read_multipart(media_type: str, body: bytes) -> dict[str, str]:
    head = b"Content-Type: " + media_type.encode("latin-1", "replace") + b"\r\n\r\n"
    parts = message_from_bytes(head + body).walk()
    return {
        str(part.get_param("name", header="content-disposition")): str(part.get_payload()).strip()
        for part in parts
        if not part.is_multipart()
    }


def _show(
    request: Request,
    status: int,
    channel_id: str,
    token: str,
    *,
    address: str,
    asks: bool = False,
    done: bool = False,
    fault: str = "",
) -> Response:
    values = {"channel_id": channel_id, "token": token, "address": address, "asks": asks}
    return render(request, "unsubscribe.html", status, NO_REFERRER, **values, done=done, fault=fault)
