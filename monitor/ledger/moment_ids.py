"""Free ids for rows whose ids are in the order of publication."""

from __future__ import annotations

from sqlmodel import Session, col, select

from monitor.models import LogLine, SearchText
from monitor.models.log_line import usual_id

_NEAR = 64


def free_id(session: Session, table: type[LogLine] | type[SearchText], second: int, name: str) -> int:
    """The usual id of `name` in that second of publication, or the next one that nobody has."""
    start = usual_id(second, name)
    while True:
        near = select(table.id).where(col(table.id) >= start, col(table.id) < start + _NEAR)
        taken = set(session.exec(near))
        for id in range(start, start + _NEAR):
            if id not in taken:
                return id
        start += _NEAR
