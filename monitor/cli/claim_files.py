"""`claims --format`: the log as a file on stdout, and its manifest in a file of its own."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine

from monitor import clock
from monitor.cli.outcome import BadInput, Failure
from monitor.db import reading
from monitor.exports.entries import EntryMaker
from monitor.exports.making import Wish, begin_export, pack, plan_export, send_export, walk_rows, write_body
from monitor.queries.claims import ClaimFilter
from monitor.queries.exports import find_manifest


def write_some(
    engine: Engine, wanted: ClaimFilter, form: str, base_url: str, limit: int, cursor: str
) -> None:
    """So many claims from the cursor on; nothing is recorded. Raises BadCursor."""
    export = plan_export(Wish(wanted, form, base_url, ""), clock.wall(), clock.wall(), steady=False)
    with reading(engine, steady=True) as session:
        rows = walk_rows(session, wanted, limit, cursor)
        _write(pack(write_body(export, map(EntryMaker(base_url).make, rows))))


def write_recorded(engine: Engine, wanted: ClaimFilter, form: str, base_url: str, path: Path) -> None:
    """Every claim, as an export that the journal knows; its manifest goes into `path`."""
    now, wall = clock.wall(), clock.wall()
    if wanted.as_of is not None and wanted.as_of > now:
        raise BadInput("--as-of: lies in the future; leave it out for now.")
    wish = Wish(wanted, form, base_url, f"claims ({getpass.getuser()})")
    export = begin_export(engine, wish, now, wall)
    _write(send_export(engine, export, wish.actor, wall))
    with reading(engine) as session:
        manifest = find_manifest(session, export.number)
    try:
        path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Failure(f"--manifest: {path} can't be written: {error.strerror}.") from None


def _write(chunks: Iterable[bytes]) -> None:
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
