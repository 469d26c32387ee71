"""Where a page of the log ended: an opaque, URL-safe mark from which the next one goes on."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import datetime

ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
LONGEST = 600
Key = datetime | float


class BadCursor(ValueError):
    """A cursor that no page of this order gave; its text is one sentence for the caller."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last row of a page: its place in the order, and the ids that settle a tie."""

    sort: str
    key: Key
    lineage: str
    claim: str


def write_cursor(mark: Mark) -> str:
    key = mark.key.isoformat() if isinstance(mark.key, datetime) else mark.key
    plain = json.dumps([mark.sort, key, mark.lineage, mark.claim], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(text: str, sort: str) -> Mark:
    """The mark behind `text`; raises BadCursor unless a page in the order `sort` wrote it."""
    try:
        found, key, lineage, claim = json.loads(_plain(text))
        if found == sort and ID.fullmatch(lineage) and ID.fullmatch(claim):
            return Mark(sort, _key(key, sort), lineage, claim)
    except (ValueError, TypeError, OverflowError, RecursionError):
        pass  # whatever is wrong inside, the sentence for the caller is the same
    raise BadCursor("cursor: not one that this order of the log gave; leave it empty to begin at the top.")


def _plain(text: str) -> bytes:
    if len(text) > LONGEST:
        raise ValueError("too long")
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _key(key: object, sort: str) -> Key:
    if sort.endswith("confidence"):
        if isinstance(key, float) and 0 <= key <= 1:
            return key
        raise ValueError("not a confidence")
    moment = datetime.fromisoformat(str(key))
    if moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        raise ValueError("not a time")
    return moment
