"""GET /api/v1/stream: the journal as server-sent events, from where the listener left off."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from monitor.db import reading
from monitor.models import JournalEntry
from monitor.queries.arrivals import MOST_ENTRIES, last_number, list_entries_after
from monitor.web.api.forms import problems
from monitor.web.auth import ADMIN, Reader, require_reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.listening import Listener, listening_of
from monitor.web.parameters import Name, Parameters
from monitor.web.problems import Problem
from monitor.web.visitor import Visitor
from monitor.wire import time_json

EVERYBODYS = ("reading", "review", "miss", "miss taken back", "withdrawal", "restoration", "entry", "erasure")
LARGEST = 2**62
NUMBER = re.compile(r"[0-9]{1,18}")
AGAIN_AFTER = 3_000  # milliseconds in which a browser connects again
router = APIRouter(prefix="/api/v1", tags=["claims"])


class StreamParameters(Parameters):
    """What is listened to, and from where."""

    kind: list[Name] = Field(
        [],
        max_length=30,
        description=f"Kinds of entries: {', '.join(EVERYBODYS)}; for administrators any. Empty: all.",
    )
    after: int | None = Field(
        None, ge=0, le=LARGEST, description="The number of the last entry that is known; none: from now on."
    )
    follow: bool = Field(True, description="Whether to wait for more, or to end after what there is.")


LastEventId = Annotated[
    str | None,
    Header(max_length=30, description="As a browser sends it when it connects again; counts before `after`."),
]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events; `id` is the number of the entry", "content": {"text/event-stream": {}}},
    **problems(401, 403, 422, 503),
}


@router.get(
    "/stream",
    summary="What happens, as it happens: the journal as server-sent events",
    response_class=StreamingResponse,
    responses=ANSWERS,
)
async def send_stream(
    request: Request,
    reader: Reader,
    desk: AtDesk,
    wishes: Annotated[StreamParameters, Query()],
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """The kind is an event's name. In silence a comment comes every 15 s; `end`: the session is over."""
    kinds = _choose_kinds(reader, wishes.kind)
    known = int(last_event_id) if last_event_id and NUMBER.fullmatch(last_event_id) else wishes.after
    number = await run_in_threadpool(_read_last, desk) if known is None else known
    listening = listening_of(request, lambda: run_in_threadpool(_read_last, desk))
    told = _Told(request, desk, reader.role, kinds, number)
    body = told.follow(listening.enter(reader)) if wishes.follow else told.list_now()
    return StreamingResponse(body, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _choose_kinds(reader: Visitor, asked: list[str]) -> list[str]:
    """Empty for every kind."""
    if reader.role == ADMIN:
        return asked
    refused = sorted(set(asked) - set(EVERYBODYS))
    if refused:
        raise Problem(403, f"kind: {', '.join(refused)} is for administrators.")
    return asked or list(EVERYBODYS)


class _Told:
    """What one listener has been told: every entry of these kinds up to `number`."""

    def __init__(self, request: Request, desk: Desk, role: str, kinds: list[str], number: int) -> None:
        self._request, self._desk, self._role = request, desk, role
        self._kinds, self._number = kinds, number

    async def follow(self, listener: Listener) -> AsyncIterator[str]:
        """Until the listener goes, the session is over, or the desk stops."""
        with listener:
            yield f"retry: {AGAIN_AFTER}\n\n"
            while not listener.is_over:
                async for event in self.list_now():
                    yield event
                moved = await listener.wait()
                if not await run_in_threadpool(_still_reads, self._request, self._desk, self._role):
                    yield "event: end\ndata: {}\n\n"
                    return
                if not moved:
                    yield ": here\n\n"

    async def list_now(self) -> AsyncIterator[str]:
        while True:
            entries = await run_in_threadpool(_read_entries, self._desk, self._number, self._kinds)
            for entry in entries:
                self._number = entry.number
                yield _write_event(entry)
            if len(entries) < MOST_ENTRIES:
                return


def _read_last(desk: Desk) -> int:
    with reading(desk.engine) as session:
        return last_number(session)


def _read_entries(desk: Desk, after: int, kinds: list[str]) -> list[JournalEntry]:
    with reading(desk.engine) as session:
        return list_entries_after(session, after, kinds)


def _still_reads(request: Request, desk: Desk, role: str) -> bool:
    """Asked again whenever the journal grew, as it does when somebody signs out, and in every silence.

    Another role than at the beginning may hear of other things: it asks anew.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = HTTPAuthorizationCredentials(scheme=scheme, credentials=token.strip()) if token else None
    try:
        return require_reader(request, desk, given).role == role
    except HTTPException:
        return False


def _write_event(entry: JournalEntry) -> str:
    data = {
        "number": entry.number,
        "at": time_json(entry.at, UTC),
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.actor,
        "details": entry.details,
    }
    return f"id: {entry.number}\nevent: {entry.kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
