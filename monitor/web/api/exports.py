"""The log as a file: GET /api/v1/export, and what each export said of itself: /api/v1/exports."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor import clock
from monitor.db import reading
from monitor.exports.formats import FORMATS
from monitor.exports.making import Wish, begin_export, send_export
from monitor.exports.manifest import FORM, NOTE
from monitor.queries.exports import find_manifest, is_export, list_manifests
from monitor.web.api.forms import problems
from monitor.web.auth import Reader
from monitor.web.desk import AtDesk
from monitor.web.parameters import FilterParameters, Parameters
from monitor.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["exports"])
FormatName = Literal["csv", "json", "jsonl", "geojson", "acled", "atom"]
Number = Annotated[int, Path(ge=1, le=2**62, description="The export's number.")]

EXAMPLE: dict[str, Any] = {
    "form": FORM,
    "export": 2187,
    "file": {
        "name": "ceasewatch-karabakh-2020-20201012T020000Z.csv",
        "format": "csv",
        "media_type": "text/csv; charset=utf-8; header=present",
        "bytes": 101432,
        "sha256": "0d7b2a4f6c8e1b3d5f7a9c0e2d4f6a8b1c3e5d7f9a0b2c4d6e8f1a3b5c7d9e0f",
        "rows": 133,
        "rows_without_coordinates": 58,
    },
    "query": {"agreement": ["karabakh-2020"], "as_of": ["2020-10-12T02:00:00.000000Z"]},
    "agreements": [{"id": "karabakh-2020", "version": 1}],
    "as_of": "2020-10-12T02:00:00.000000Z",
    "journal": 2187,
    "seal": {"sequence": 412, "sha256": "5b" * 32},
    "made_at": "2020-10-14T09:12:44.120033Z",
    "software": "ceasewatch 0.1.0",
    "again": "https://watch.example.org/api/v1/export?format=csv&agreement=karabakh-2020"
    "&as_of=2020-10-12T02%3A00%3A00.000000Z",
    "cite": "Ceasewatch, accusation log, 133 claims as of 2020-10-12 02:00:00 UTC,"
    " ceasewatch-karabakh-2020-20201012T020000Z.csv, SHA-256 0d7b2a4f6c8e1b3d...",
    "note": NOTE,
}


class ExportParameters(FilterParameters):
    """The filters of the log, and the format; an export has every page."""

    format: FormatName = Field(description="What the body is written as.")

    @field_validator("cursor")
    @classmethod
    def refuse_cursor(cls, cursor: str) -> str:
        if cursor:
            raise ValueError("an export holds every page; leave it out")
        return cursor


class FileForm(BaseModel):
    """The body: its name, how long it is, and what its bytes hash to."""

    name: str
    format: FormatName
    media_type: str
    bytes: int
    sha256: str
    rows: int
    rows_without_coordinates: int


class AgreementVersionForm(BaseModel):
    """The version of an agreement under which its claims are told."""

    id: str
    version: int


class SealForm(BaseModel):
    """The head of the chain of seals when the export was made."""

    sequence: int
    sha256: str


class ManifestForm(BaseModel):
    """What an export says of itself: enough to cite it, to check it and to make it again."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    form: str = Field(examples=[FORM])
    export: int | None
    file: FileForm
    query: dict[str, list[str]]
    agreements: list[AgreementVersionForm]
    as_of: str | None = Field(description="Null with `versions=all`: such an export can't be made again.")
    journal: int
    seal: SealForm | None
    made_at: str
    software: str
    again: str | None = Field(description="The address that gives the same bytes again.")
    cite: str
    note: str = Field(examples=[NOTE])


class ManifestsForm(BaseModel):
    """The exports that were made, the newest first."""

    items: list[ManifestForm]
    next: str = Field(description="Cursor of the next page; empty at the end.", examples=[""])


class ListedParameters(Parameters):
    """Which part of the list is asked for."""

    limit: int = Field(50, ge=1, le=500, description="Exports on a page.")
    cursor: int = Field(0, ge=0, le=2**62, description="`next` of the page before.")


_BODIES: dict[str, Any] = {each.media_type.partition(";")[0]: {} for each in FORMATS.values()}


@router.get(
    "/export",
    summary="The log under these filters as a file, as of now or of a moment",
    response_class=StreamingResponse,
    responses={200: {"description": "The bare file", "content": _BODIES}, **problems(401, 422)},
)
def send_file(
    reader: Reader, desk: AtDesk, wishes: Annotated[ExportParameters, Query()]
) -> StreamingResponse:
    """Every claim that the filters let through; the manifest is where the header Link says, at the end."""
    now, wall = desk.now(), clock.wall()
    if wishes.as_of is not None and wishes.as_of > now:
        detail = "lies in the future; leave it out for now"
        raise Problem(422, f"as_of: {detail}.", errors=[{"parameter": "as_of", "detail": detail}])
    base_url = desk.settings.base_url
    wish = Wish(wishes.as_filter(), wishes.format, base_url, reader.actor)
    export = begin_export(desk.engine, wish, now, wall)
    headers = {
        "Content-Disposition": f'attachment; filename="{export.file_name}"',
        "Link": f'<{base_url}/api/v1/exports/{export.number}>; rel="describedby"; type="application/json"',
    }
    body = send_export(desk.engine, export, reader.actor, wall)
    return StreamingResponse(body, headers=headers, media_type=export.format.media_type)


@router.get(
    "/exports",
    summary="The exports that were made, the newest first",
    responses={200: {"model": ManifestsForm}, **problems(401, 422)},
)
def send_manifests(
    _reader: Reader, desk: AtDesk, wishes: Annotated[ListedParameters, Query()]
) -> JSONResponse:
    with reading(desk.engine) as session:
        found = list_manifests(session, wishes.limit + 1, wishes.cursor)
    shown = found[: wishes.limit]
    more = str(shown[-1].number) if len(found) > wishes.limit else ""
    return JSONResponse({"items": [entry.details for entry in shown], "next": more})


@router.get(
    "/exports/{number}",
    summary="What an export says of itself",
    responses={200: {"model": ManifestForm}, **problems(401, 404, 409)},
)
def send_manifest(_reader: Reader, desk: AtDesk, number: Number) -> JSONResponse:
    with reading(desk.engine) as session:
        known, manifest = is_export(session, number), find_manifest(session, number)
    if not known:
        raise Problem(404, "No export has this number.")
    if manifest is None:
        raise Problem(409, "This export has not been sent to its end; ask again, or make it again.")
    return JSONResponse(manifest, headers={"Content-Disposition": _name(manifest)})


def _name(manifest: dict[str, Any]) -> str:
    """Beside the file that it is about."""
    return f'inline; filename="{manifest["file"]["name"]}.manifest.json"'
