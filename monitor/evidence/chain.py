"""Walking along the evidence: the chain link by link, captures one by one, so that neither needs memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from monitor.models import Capture, JournalEntry, Seal, SealedCapture

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A seal with what it holds: captures by their places, and the journal rows after `journal_from`."""

    seal: Seal
    journal_from: int
    places: Sequence[SealedCapture]
    entries: Sequence[JournalEntry]


def walk_chain(session: Session) -> Iterator[Link]:
    """The links in their order; what was loaded is dropped before the next one."""
    sequence = journal_to = 0
    while True:
        newer = select(Seal).where(col(Seal.sequence) > sequence).order_by(col(Seal.sequence))
        seal = session.exec(newer.limit(1)).first()
        if seal is None:
            return
        link = _load_link(session, seal, journal_to)
        sequence, journal_to = seal.sequence, seal.journal_to
        yield link
        session.expunge_all()


def walk_captures(session: Session, *wanted: ColumnElement[bool]) -> Iterator[Capture]:
    """The captures that are `wanted`, as they were received; each is dropped before the next one."""
    order = (col(Capture.received_at), col(Capture.id))
    last: tuple[datetime, str] | None = None
    while True:
        page = select(Capture.received_at, Capture.id).where(*wanted, *_after(last)).order_by(*order)
        marks = session.exec(page.limit(_PAGE)).all()
        for _, id in marks:
            yield session.get_one(Capture, id)
            session.expunge_all()
        if not marks:
            return
        last = marks[-1]


def _after(last: tuple[datetime, str] | None) -> tuple[ColumnElement[bool], ...]:
    if last is None:
        return ()
    at, id = last
    return col(Capture.received_at) >= at, or_(col(Capture.received_at) > at, col(Capture.id) > id)


def _load_link(session: Session, seal: Seal, journal_from: int) -> Link:
    held = select(SealedCapture).where(SealedCapture.sequence == seal.sequence)
    span = (col(JournalEntry.number) > journal_from, col(JournalEntry.number) <= seal.journal_to)
    entries = select(JournalEntry).where(*span).order_by(col(JournalEntry.number))
    places = session.exec(held.order_by(col(SealedCapture.position))).all()
    return Link(seal, journal_from, places, session.exec(entries).all())
