"""How much is kept, and how much room there is."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, text
from sqlmodel import Session, SQLModel, select

from monitor.evidence.sealing import last_seal
from monitor.models import Capture, Claim, JournalEntry, Seal, Statement
from monitor.queries.journal import find_last_number

COUNTED: tuple[tuple[str, type[SQLModel]], ...] = (
    ("captures", Capture),
    ("statements", Statement),
    ("claims, superseded ones too", Claim),
    ("journal entries", JournalEntry),
)


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes of the database, and those that are free in the data folder (None: it can't be asked)."""

    database: int
    free: int | None
    counts: dict[str, int]
    journal: int
    seal: Seal | None


def measure_storage(session: Session, home: Path) -> Storage:
    return Storage(
        database=_measure_database(session),
        free=_find_free(home),
        counts={name: session.exec(select(func.count()).select_from(table)).one() for name, table in COUNTED},
        journal=find_last_number(session),
        seal=last_seal(session),
    )


def _measure_database(session: Session) -> int:
    if session.get_bind().dialect.name == "postgresql":
        return int(session.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages = session.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages * session.execute(text("PRAGMA page_size")).scalar_one())


def _find_free(home: Path) -> int | None:
    try:
        return shutil.disk_usage(home).free
    except OSError:
        return None
