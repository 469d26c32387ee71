"""Make an export: ask the log page by page, write, hash, and record it; memory stays flat."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.exports.asking import group_pairs
from monitor.exports.atom import Feed
from monitor.exports.entries import Entry, EntryMaker
from monitor.exports.formats import FORMATS, find_writer
from monitor.exports.manifest import Export, Tally, find_origin, write_manifest
from monitor.ledger.journal import append_entry
from monitor.models.claim import LogRow
from monitor.queries.claims import Log
from monitor.queries.exports import EXPORT, MANIFEST
from monitor.queries.filters import ClaimFilter
from monitor.queries.journal import find_last_number

PAGE = 500
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Wish:
    """An export as somebody asks for it; `actor` is who, for the journal."""

    wanted: ClaimFilter
    format: str
    base_url: str
    actor: str


def begin_export(engine: Engine, wish: Wish, now: datetime, wall: datetime) -> Export:
    """Record who asked for what. Without a moment it is this one, so that it can be asked for again."""
    export = plan_export(wish, now, wall)
    details: dict[str, Any] = {"format": wish.format, "query": group_pairs(export.wanted)}
    with writing(engine) as session:
        append_entry(session, kind=EXPORT, subject="", actor=wish.actor, now=wall, details=details)
        return replace(export, number=find_last_number(session))


def plan_export(wish: Wish, now: datetime, wall: datetime, *, steady: bool = True) -> Export:
    """An export that nobody has recorded; unless it is to be `steady`, it need not be asked for again."""
    wanted = wish.wanted
    if steady and wanted.as_of is None and wanted.versions == "current":
        wanted = replace(wanted, as_of=now)
    return Export(0, wanted, FORMATS[wish.format], wish.base_url, wall, f"ceasewatch {version('ceasewatch')}")


def send_export(engine: Engine, export: Export, actor: str, wall: datetime) -> Iterator[bytes]:
    """The body in chunks; before the last one the manifest is in the journal, for whoever got it all."""
    last = b""
    body = Body(export)
    with reading(engine, steady=True) as session:
        for chunk in body.write(session):
            if last:
                yield last
            last = chunk
    with writing(engine) as session:
        append_entry(
            session, kind=MANIFEST, subject=str(export.number), actor=actor, now=wall, details=body.manifest
        )
    yield last


class Body:
    """The bytes of an export; `manifest` is known when all of them are written."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self.manifest: dict[str, Any] = {}

    def write(self, session: Session) -> Iterator[bytes]:
        """Everything is read from one state of the records, that of `session`."""
        export, tally, digest, size = self._export, Tally(), hashlib.sha256(), 0
        origin = find_origin(session)
        entries = map(EntryMaker(export.base_url).make, walk_rows(session, export.wanted))
        for chunk in pack(write_body(export, tally.count(entries))):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        self.manifest = write_manifest(export, origin, tally, size, digest.hexdigest())


def walk_rows(session: Session, wanted: ClaimFilter, limit: int = 0, cursor: str = "") -> Iterator[LogRow]:
    """The rows in the order asked for, from the cursor on, at most `limit` of them (0: all).

    Those of a page are forgotten before the next one is read. Raises BadCursor.
    """
    log, left = Log(session, wanted), limit
    while True:
        page = log.page(min(PAGE, left) if limit else PAGE, cursor)
        yield from page.items
        session.expunge_all()
        left -= len(page.items)
        if not page.next or (limit and left <= 0):
            return
        cursor = page.next


def write_body(export: Export, entries: Iterable[Entry]) -> Iterator[str]:
    """The text of the body, piece by piece."""
    feed = Feed(
        address=export.again,
        page=f"{export.base_url}/claims",
        base_url=export.base_url,
        updated_at=export.wanted.as_of or export.made_at,
    )
    return find_writer(export.format.name, feed)(entries)


def pack(pieces: Iterable[str]) -> Iterator[bytes]:
    """Fewer and larger pieces; half a surrogate pair, which has no bytes, becomes its escape."""
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= CHUNK:
            yield "".join(held).encode("utf-8", "backslashreplace")
            held, length = [], 0
    if held:
        yield "".join(held).encode("utf-8", "backslashreplace")
