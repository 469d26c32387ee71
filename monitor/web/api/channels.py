"""The channels: GET and POST /api/v1/channels; GET, PUT and DELETE /{id}; GET /{id}/versions."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from monitor import clock
from monitor.db import reading
from monitor.ledger.edits import UnknownThing, add_thing, change_thing, form_id, read_thing, remove_thing
from monitor.queries.telling import CHANNEL_COLUMNS, show_channels
from monitor.queries.versions import list_versions
from monitor.web.api.editing import ByAdmin, Seen, plain_refusals, quote, read_document
from monitor.web.api.forms import problems
from monitor.web.api.telling_forms import ChannelDocument, ChannelForm, ChannelsForm, VersionsForm
from monitor.web.auth import ADMIN, Reader
from monitor.web.desk import AtDesk, Desk
from monitor.wire import record_json

NOUN: Final = "channel"
router = APIRouter(prefix="/api/v1", tags=["channels"])


@router.get(
    "/channels",
    summary="The channels in use, and how each stands",
    responses={200: {"model": ChannelsForm}, **problems(401)},
)
def send_channels(reader: Reader, desk: AtDesk) -> JSONResponse:
    """No secret is ever shown; the full address of a receiver only to administrators."""
    with reading(desk.engine) as session:
        found = show_channels(session, clock.wall(), addresses=reader.role == ADMIN)
    return JSONResponse({"items": [shown.body for shown in found]})


@router.post(
    "/channels",
    summary="Add a channel",
    status_code=201,
    responses={201: {"model": ChannelForm}, **problems(401, 403, 409, 422)},
)
def add_channel(editor: ByAdmin, desk: AtDesk, document: ChannelDocument) -> JSONResponse:
    """A secret that is written out is kept apart and shown no more. Rules name the channel in `send_to`."""
    with plain_refusals(NOUN):
        form = read_document(NOUN, document, None, CHANNEL_COLUMNS)
        add_thing(desk.engine, NOUN, form, editor)
        id_ = form_id(NOUN, form)
        return send_one(desk, id_, 201, Location=f"/api/v1/channels/{id_}")


@router.get(
    "/channels/{id}",
    summary="One channel, and the ETag that changing it asks for",
    responses={200: {"model": ChannelForm}, **problems(401, 404)},
)
def send_channel(reader: Reader, desk: AtDesk, id: str) -> JSONResponse:
    with plain_refusals(NOUN):
        return send_one(desk, id, addresses=reader.role == ADMIN)


@router.put(
    "/channels/{id}",
    summary="Save a channel over the version that was read",
    responses={200: {"model": ChannelForm}, **problems(401, 403, 404, 412, 422, 428)},
)
def change_channel(
    editor: ByAdmin, desk: AtDesk, id: str, document: ChannelDocument, seen: Seen
) -> JSONResponse:
    """A change lifts a disabling, unless everybody has unsubscribed."""
    with plain_refusals(NOUN):
        with reading(desk.engine) as session:
            read_thing(session, NOUN, id)
        change_thing(desk.engine, NOUN, read_document(NOUN, document, id, CHANNEL_COLUMNS), seen, editor)
        return send_one(desk, id)


@router.delete(
    "/channels/{id}",
    summary="Use a channel no more; what waits there is cancelled, and kept",
    status_code=204,
    responses=problems(401, 403, 404, 409, 412, 428),
)
def remove_channel(editor: ByAdmin, desk: AtDesk, id: str, seen: Seen) -> Response:
    """409 while a rule sends to it."""
    with plain_refusals(NOUN):
        remove_thing(desk.engine, NOUN, id, seen, editor)
    return Response(status_code=204)


@router.get(
    "/channels/{id}/versions",
    summary="Who saved what of a channel, and when",
    responses={200: {"model": VersionsForm}, **problems(401, 403, 404)},
)
def send_channel_versions(_editor: ByAdmin, desk: AtDesk, id: str) -> JSONResponse:
    """Those of a removed channel, too; for administrators, because addresses stand in them."""
    with plain_refusals(NOUN), reading(desk.engine) as session:
        lines = list_versions(session, NOUN, id)
        if not lines:
            raise UnknownThing(id)
    return JSONResponse({"items": [record_json(line) for line in lines]})


def send_one(
    desk: Desk, id_: str, status: int = 200, *, addresses: bool = True, **headers: str
) -> JSONResponse:
    """A channel as it stands now; raises UnknownThing."""
    with reading(desk.engine) as session:
        found = show_channels(session, clock.wall(), addresses=addresses, ids=[id_])
    if not found:
        raise UnknownThing(id_)
    return JSONResponse(found[0].body, status, {"ETag": quote(found[0].tag), **headers})
