"""/exports: take what the log shows as a file, and the files that were taken, with their manifests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from monitor.db import reading
from monitor.exports.formats import FORMATS
from monitor.models import JournalEntry
from monitor.queries.agreements import list_agreements
from monitor.queries.exports import list_manifests
from monitor.web.api.exports import ExportParameters, send_file
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.filters import list_pairs, list_wishes, write_url
from monitor.web.pages.log_boxes import LogBoxes
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.parameters import FilterParameters

PAGE = "/exports"
FILE = "/exports/file"
SHOWN = 50
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Made:
    """An export as the list shows it; `again` is empty for one that can't be made again."""

    manifest: dict[str, Any]
    actor: str
    made_at: datetime
    as_of: datetime | None
    again: str

    @property
    def format(self) -> str:
        return FORMATS[self.manifest["file"]["format"]].title


@router.get(PAGE)
def show_exports(
    request: Request, _reader: Reader, desk: AtDesk, wishes: Annotated[FilterParameters, Query()]
) -> Response:
    with reading(desk.engine) as session:
        agreements = list_agreements(session)
        boxes = LogBoxes(session, wishes, agreements)
        asked = list_wishes(wishes, [*boxes.list_boxes(), *boxes.list_later_boxes()])
        made = [_read_entry(entry) for entry in list_manifests(session, SHOWN)]
    about = [each for each in agreements if not wishes.agreement or each.id in wishes.agreement]
    pairs = list_pairs(wishes)
    return render(
        request,
        "exports.html",
        shell=make_shell(about, desk.now()),
        asked=asked,
        hidden=[pair for pair in pairs if pair[0] != "as_of"],
        as_of=wishes.as_of.isoformat() if wishes.as_of else "",
        log_url=write_url(pairs),
        formats=FORMATS.values(),
        made=made,
        file_url=FILE,
    )


@router.get(FILE)
def send_chosen(
    reader: Reader, desk: AtDesk, wishes: Annotated[ExportParameters, Query()]
) -> StreamingResponse:
    """The file of the API, here so that a wish that can't be met is answered as a page."""
    return send_file(reader, desk, wishes)


def _read_entry(entry: JournalEntry) -> Made:
    manifest = entry.details
    as_of, again = manifest["as_of"], manifest["again"]
    return Made(
        manifest=manifest,
        actor=entry.actor,
        made_at=entry.at.astimezone(UTC),
        as_of=datetime.fromisoformat(as_of).astimezone(UTC) if as_of else None,
        again=f"{FILE}?{urlsplit(again).query}" if again else "",
    )
