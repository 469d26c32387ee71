"""/agreements/{id}: one agreement at a glance, and what is new to the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.ledger.visits import needs_note, note_visit
from monitor.models import Agreement, User
from monitor.queries.agreements import get_agreement, take_pulse
from monitor.queries.news import News, list_news
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.overview.charted import draw_all
from monitor.web.overview.whole import Whole, gather
from monitor.web.pages.rendering import render
from monitor.web.pages.rows import ClaimRow
from monitor.web.pages.shell import make_shell
from monitor.web.pages.windows import write_length, write_local, write_window_line
from monitor.web.pages.wording import write_count
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor

UNKNOWN = "No agreement of this id is watched."
SHOWN = 5
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class NewClaims:
    """`since` says from when on; without a person who was here before, these are just the newest."""

    title: str
    since: str
    number: str
    rows: list[ClaimRow]


@router.get("/agreements/{id}")
def show_overview(request: Request, reader: Reader, desk: AtDesk, id: str) -> Response:
    now = desk.now()
    _note_visit(desk, reader, now)
    with reading(desk.engine) as session:
        agreement = get_agreement(session, id)
        if agreement is None:
            raise Problem(404, UNKNOWN)
        whole = gather(session, agreement, now)
        page: dict[str, Any] = {
            "shell": make_shell([agreement], now),
            "agreement": agreement,
            "whole": whole,
            "window": write_window_line(agreement, now),
            "first_said": _say_first(whole),
            "silence": _say_silence(session, whole),
            "news": _find_news(session, reader, agreement, now),
        }
        return render(request, "overview.html", **page, **draw_all(whole))


def _note_visit(desk: Desk, reader: Visitor, now: datetime) -> None:
    if not reader.user_id:
        return
    with reading(desk.engine) as session:
        user = session.get(User, reader.user_id)
        needed = user is not None and needs_note(user, now)
    if needed:
        with writing(desk.engine) as session:
            note_visit(session, reader.user_id, now)


def _say_first(whole: Whole) -> str:
    """ "The first accusation was published 19 min after the start, 12:19."."""
    if whole.first_at is None:
        return ""
    at, start = write_local(whole.first_at, whole.zone, whole.now), whole.agreement.starts_at
    if whole.first_at < start:
        return f"The first accusation was published before the start, {at}."
    return f"The first accusation was published {write_length(whole.first_at - start)} after the start, {at}."


def _say_silence(session: Session, whole: Whole) -> str:
    """What an empty overview says; a gap must not look like calm."""
    if whole.first_at is not None or not whole.has_begun:
        return ""
    pulse = take_pulse(session, [whole.agreement.id])
    answering = f"{write_count(pulse.answering, 'source')} answer{'s' if pulse.answering == 1 else ''}"
    last = "no text has been seen"
    if pulse.last_seen_at is not None:
        last = f"the last new text was seen {write_local(pulse.last_seen_at, whole.zone, whole.now)}"
    return f"No accusation has been found since the start. {answering}; {last}."


def _find_news(session: Session, reader: Visitor, agreement: Agreement, now: datetime) -> NewClaims:
    zone = ZoneInfo(agreement.timezone)
    user = session.get(User, reader.user_id) if reader.user_id else None
    before = user.visited_before if user else None
    news = list_news(session, agreement.id, before, SHOWN)
    rows = [ClaimRow(row, zone) for row in news.rows]
    if before is None:
        return NewClaims("Newest claims", "", "", rows)
    since = f"You were last here {write_local(before, zone, now)}."
    return NewClaims("New since your last visit", since, _count(news), rows)


def _count(news: News) -> str:
    return f"{news.number:,}" if news.is_exact else f"more than {news.number:,}"
