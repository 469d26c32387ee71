"""One at a time where the order of things is made: matching notices and closing alerts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

# Any constant will do, as long as nobody else takes it: the letters "alrt".
TURN = 0x616C7274


def take_turn(session: Session) -> None:
    """Wait until this transaction is the only one that matches or closes; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def has_any(engine: Engine, query: Any) -> bool:
    """Whether a query finds something, asked without taking SQLite's write lock."""
    with engine.connect().execution_options(read_only=True) as connection, Session(connection) as session:
        return session.execute(query.limit(1)).first() is not None
