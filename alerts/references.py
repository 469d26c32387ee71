"""A channel's secret: written out, or a reference to where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alerts.courier import Courier, Parcel, Undelivered

PLACES = ("env", "file", "stored")


def check_reference(value: Any) -> dict[str, str] | None:
    """{env: NAME}, {file: PATH} or {stored: CHANNEL}; None when it is none of them."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    name, place = next(iter(value.items()))
    return {name: place} if name in PLACES and isinstance(place, str) and place else None


def read_secret(reference: Mapping[str, str], parcel: Parcel, courier: Courier) -> str:
    """What a reference leads to; raises Undelivered when nothing is there."""
    secret = _look_up(reference, parcel, courier)
    if not secret or not secret.strip():
        raise Undelivered(f"The secret {name_reference(reference)} is not set.", permanent=True)
    return secret


def name_reference(reference: Mapping[str, str]) -> str:
    """ "env NAME"; where a secret is kept is no secret."""
    return " ".join(f"{name} {value}" for name, value in reference.items())


def _look_up(reference: Mapping[str, str], parcel: Parcel, courier: Courier) -> str | None:
    if "env" in reference:
        return courier.environ.get(reference["env"])
    if "stored" in reference:
        return parcel.secret
    try:
        return Path(reference["file"]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Undelivered(f"The secret file {reference['file']} can't be read.", permanent=True) from None
