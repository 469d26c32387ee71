"""Where a page of the log ended: an opaque, URL-safe mark from which the next one goes on."""

from __future__ import annotations

import base64
import json
import re

ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
LONGEST = 200
_MOST = 2**63 - 1
Place = tuple[int, ...]


class BadCursor(ValueError):
    """A cursor that no page of this order gave; its text is one sentence for the caller."""


def write_cursor(sort: str, place: Place) -> str:
    plain = json.dumps([sort, *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(text: str, sort: str, size: int) -> Place:
    """The place behind `text`, so many numbers; raises BadCursor unless a page in this order wrote it."""
    try:
        found, *place = json.loads(_plain(text))
        if found == sort and len(place) == size and all(_is_number(each) for each in place):
            return tuple(place)
    except (ValueError, TypeError, RecursionError):
        pass  # whatever is wrong inside, the sentence for the caller is the same
    raise BadCursor("cursor: not one that this order of the log gave; leave it empty to begin at the top.")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST


def _plain(text: str) -> bytes:
    if len(text) > LONGEST:
        raise ValueError("too long")
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
