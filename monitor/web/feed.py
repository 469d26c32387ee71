"""GET /feed.atom: the newest claims of the log, under its filters, for feed readers."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from monitor.db import reading
from monitor.exports.asking import list_pairs
from monitor.exports.atom import Feed, write_feed
from monitor.exports.entries import Entry, EntryMaker
from monitor.exports.formats import FORMATS
from monitor.queries.claims import list_claims
from monitor.web.api.forms import problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk, Desk
from monitor.web.parameters import FilterParameters

ENTRIES = 50
router = APIRouter(tags=["exports"])
_ATOM: dict[str, Any] = {"application/atom+xml": {}}


@router.get(
    "/feed.atom",
    summary="The log as a feed: the first fifty claims under the filters",
    response_class=Response,
    responses={
        200: {"description": "An Atom feed (RFC 4287)", "content": _ATOM},
        304: {"description": "As the reader has it"},
        **problems(401, 422),
    },
)
def send_feed(
    request: Request, _reader: Reader, desk: AtDesk, wishes: Annotated[FilterParameters, Query()]
) -> Response:
    wanted = wishes.as_filter()
    make = EntryMaker(desk.settings.base_url).make
    with reading(desk.engine) as session:
        entries = [make(row) for row in list_claims(session, wanted, ENTRIES).items]
        body = "".join(write_feed(entries, _make_feed(desk, entries, urlencode(list_pairs(wanted))))).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=FORMATS["atom"].media_type)


def _make_feed(desk: Desk, entries: list[Entry], query: str) -> Feed:
    """As new as its newest entry; an empty one as new as now, because a feed must say."""
    asked = f"?{query}" if query else ""
    base_url = desk.settings.base_url
    newest = max((entry.updated_at for entry in entries), default=desk.now())
    return Feed(f"{base_url}/feed.atom{asked}", f"{base_url}/claims{asked}", base_url, newest)
