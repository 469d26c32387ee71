"""/acknowledge?token=...: the link in a mail by which its reader says that somebody has seen the alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session, select

from alerts.acknowledging import (
    LONGEST_NOTE,
    AcknowledgedAlready,
    BadNote,
    acknowledgement_of,
    say_acknowledged,
)
from alerts.contents import gather_message
from alerts.links import read_acknowledge
from alerts.models import Alert, Channel, Delivery
from alerts.subjects import write_subject
from monitor import clock
from monitor.db import reading, writing
from monitor.ledger.replies import BY_LINK, acknowledge_alert
from monitor.web.desk import AtDesk, Desk
from monitor.web.mail_links import NO_REFERRER, read_link, refuse_link
from monitor.web.pages.rendering import render
from monitor.web.posting import Fields

LONGEST_NAME = 60
GONE = "The alert of this link is not kept here any more."
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Told:
    """The alert that a link leads to, as its mail told it."""

    alert_id: str
    channel_id: str
    subject: str
    rule: str
    url: str
    acknowledged: str


@router.get("/acknowledge")
def show_acknowledge(request: Request, desk: AtDesk, token: str = "") -> Response:
    """What the alert says, and the form; once it was used, who was first and when."""
    return _show(request, 200, _find_told(desk, token), token)


@router.post("/acknowledge")
def take_acknowledge(request: Request, desk: AtDesk, fields: Fields) -> Response:
    """Note who has seen it, once, and show that."""
    token, name, note = fields.get("token", ""), fields.get("name", ""), fields.get("note", "")
    told = _find_told(desk, token)
    if len(name) > LONGEST_NAME:
        return _show(request, 422, told, token, fields, f"The name has more than {LONGEST_NAME} characters.")
    by = f"{name.strip()}, by {BY_LINK}" if name.strip() else f"a reader of {told.channel_id}, by {BY_LINK}"
    try:
        with writing(desk.engine) as session:
            acknowledge_alert(session, told.alert_id, by=by, note=note, now=clock.wall())
    except BadNote as fault:
        return _show(request, 422, told, token, fields, str(fault))
    except AcknowledgedAlready as first:
        raise refuse_link(409, f"{first} What you sent was not kept.") from None
    return RedirectResponse(f"/acknowledge?token={token}", 303, NO_REFERRER)


def _find_told(desk: Desk, token: str) -> Told:
    with reading(desk.engine) as session:
        alert_id, channel_id = read_link(session, partial(_read, token=token, wall=clock.wall()))
        alert = session.get(Alert, alert_id)
        told = _tell(session, alert, channel_id, desk.settings.base_url) if alert is not None else None
    if told is None:
        raise refuse_link(404, GONE)
    return told


def _read(key: bytes, token: str, wall: datetime) -> tuple[str, str]:
    return read_acknowledge(key, token, wall)


def _tell(session: Session, alert: Alert, channel_id: str, base_url: str) -> Told | None:
    of_both = (Delivery.alert_id == alert.id, Delivery.channel_id == channel_id)
    delivery = session.exec(select(Delivery).where(*of_both)).first()
    if delivery is None:
        return None
    message, first = gather_message(session, delivery, base_url), acknowledgement_of(alert)
    reader = session.get_one(Channel, channel_id).document.get("timezone")
    said = say_acknowledged(first, message.find_zone(reader)) if first is not None else ""
    return Told(alert.id, channel_id, write_subject(message, reader), alert.rule_id, message.url, said)


def _show(
    request: Request,
    status: int,
    told: Told,
    token: str,
    fields: dict[str, str] | None = None,
    fault: str = "",
) -> Response:
    filled = fields or {}
    return render(
        request,
        "acknowledge.html",
        status,
        NO_REFERRER,
        told=told,
        token=token,
        name=filled.get("name", ""),
        note=filled.get("note", ""),
        fault=fault,
        longest_name=LONGEST_NAME,
        longest_note=LONGEST_NOTE,
    )
