"""Stylesheets, scripts and the mark: read once, named by their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
IMPORT = re.compile(rb'(?:(?<=from "\./)|(?<=import "\./))([a-z_]+\.js)(?=")')
FOR_A_YEAR = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    media_type: str
    version: str


def _read_assets() -> dict[str, Asset]:
    assets: dict[str, Asset] = {}
    for path in sorted(FOLDER.iterdir()):
        _add_asset(path, assets)
    return assets


def _add_asset(path: Path, assets: dict[str, Asset]) -> Asset:
    """A script names those that it imports by their versions, so that its own version tells of theirs."""

    def with_version(found: re.Match[bytes]) -> bytes:
        imported = _add_asset(path.with_name(found[0].decode()), assets)
        return b"%s?v=%s" % (found[0], imported.version.encode())

    if path.name not in assets:
        body = path.read_bytes()
        body = IMPORT.sub(with_version, body) if path.suffix == ".js" else body
        version = hashlib.sha256(body).hexdigest()[:12]
        assets[path.name] = Asset(body, MEDIA_TYPES[path.suffix], version)
    return assets[path.name]


ASSETS = _read_assets()


def asset_url(name: str) -> str:
    """The address of an asset with its version."""
    return f"/static/{name}?v={ASSETS[name].version}"


@router.get("/static/{name}")
def send_asset(request: Request, name: str) -> Response:
    """Kept for a year under its version; without it, asked for again each time."""
    asset = ASSETS.get(name)
    if asset is None:
        raise HTTPException(404)
    current = request.query_params.get("v") == asset.version
    return Response(
        asset.body,
        media_type=asset.media_type,
        headers={"Cache-Control": FOR_A_YEAR if current else "no-cache"},
    )
