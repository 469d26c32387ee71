"""Outages of ours: seen when all sources fail at once, told once, over when they answer again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from alerts.columns import new_id
from alerts.notices import post_notice
from alerts.wording import write_stamp
from monitor.fetch import host_of
from monitor.health.outages import Tally, is_outage, is_over, tally_span
from monitor.ledger.blanks import open_blank
from monitor.ledger.states import set_state
from monitor.models import Outage, Source
from monitor.terms import SourceState

OURS = "All sources fail at once: the trouble is likely on our side, and no source is blamed."
_LASTING = select(Outage).where(col(Outage.to_at).is_(None))


def hide_in_outage(session: Session, source: Source, state: SourceState, at: datetime) -> SourceState:
    """The state to show of a source that fails now: `outage` while all of them fail in the same way.

    A source that failed so before the outage began goes on as it was.
    """
    outage = _lasting(session)
    if outage is None:
        tally = _tally(session, source, state, at)
        if not is_outage(tally):
            return state
        outage = _begin(session, source, tally, at)
    its_own = source.failing_since is not None and source.failing_since < outage.from_at
    was_so = (source.shelved or {}).get("state", source.state) == state.value
    return state if state.value != outage.state or (its_own and was_so) else SourceState.OUTAGE


def note_recovery(session: Session, at: datetime) -> None:
    """A source that an outage took answers: the others are asked at once, and so it ends."""
    outage = session.exec(_LASTING.with_for_update()).first()
    if outage is None:
        return
    taken = select(Source).where(col(Source.state) == SourceState.OUTAGE.value, _in_use())
    left = session.exec(select(func.count()).select_from(taken.subquery())).one()
    waiting = taken.where(col(Source.due_at) > at).order_by(col(Source.id))
    for other in session.exec(waiting.with_for_update(skip_locked=True)):
        other.due_at = at
        session.add(other)
    if is_over(outage.sources, left):
        _end(session, outage, at)


def _tally(session: Session, source: Source, state: SourceState, at: datetime) -> Tally:
    """Those that were polled within one interval; what fails for longer says nothing about now."""
    span = tally_span(source.pace)
    recently = col(Source.polled_at) >= at - span
    fresh = col(Source.failing_since) >= at - 2 * span
    well = col(Source.failing_since).is_(None)
    others = (_in_use(), Source.id != source.id, recently)
    due = session.exec(select(func.count()).where(*others, or_(well, fresh))).one()
    failing = session.exec(select(Source.url).where(*others, fresh, Source.state == state.value)).all()
    if source.failing_since is not None and source.failing_since < at - 2 * span:
        return Tally(due, 0, 0, state)
    hosts = {host_of(url) for url in (*failing, source.url)}
    return Tally(due + 1, len(failing) + 1, len(hosts), state)


def _begin(session: Session, source: Source, tally: Tally, at: datetime) -> Outage:
    """Record it and take the sources that failed within it out of the blame; another poll may be first."""
    span = tally_span(source.pace)
    took = (_in_use(), col(Source.failing_since) >= at - 2 * span, Source.state == tally.state.value)
    query = select(Source).where(*took, Source.id != source.id).order_by(col(Source.id))
    hidden = list(session.exec(query.with_for_update(skip_locked=True)))
    begins = [one.failing_since for one in (*hidden, source) if one.failing_since is not None]
    values = {
        "id": new_id(),
        "from_at": min(begins),
        "sources": tally.failing,
        "state": tally.state.value,
        "open": True,
    }
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Outage).values(**values).on_conflict_do_nothing())
    outage = _lasting(session)
    assert outage is not None  # noqa: S101 - ours, or that of whoever was first
    for one in hidden:
        set_state(one, SourceState.OUTAGE, at, OURS)
        open_blank(session, one, at)
        session.add(one)
    if outage.id == values["id"]:
        _tell(session, outage, _say_begun(outage), at)
    return outage


def _end(session: Session, outage: Outage, at: datetime) -> None:
    outage.to_at = at
    outage.open = False
    session.add(outage)
    minutes = max(round((at - outage.from_at) / timedelta(minutes=1)), 1)
    since = write_stamp(outage.from_at, "UTC")
    sentence = (
        f"Sources answer again; all of them had failed since {since}, for {minutes}"
        f" minute{'' if minutes == 1 else 's'}."
    )
    _tell(session, outage, sentence, at)


def _say_begun(outage: Outage) -> str:
    return (
        f"{outage.sources} sources, all that were due, have failed at once since"
        f" {write_stamp(outage.from_at, 'UTC')}: the trouble is likely on our side (network, name service,"
        " proxy). No source is blamed; nothing that they publish meanwhile is seen."
    )


def _tell(session: Session, outage: Outage, sentence: str, at: datetime) -> None:
    facts = {
        "system": {
            "state": "outage" if outage.to_at is None else "ok",
            "since": (outage.to_at or outage.from_at).astimezone(UTC).isoformat(timespec="seconds"),
            "sources": outage.sources,
            "sentence": sentence,
        }
    }
    post_notice(
        session,
        kind="system",
        subject_kind="outage",
        subject_id=outage.id,
        agreement_id=None,
        facts=facts,
        published_at=None,
        now=at,
    )


def _lasting(session: Session) -> Outage | None:
    return session.exec(_LASTING).first()


def _in_use() -> ColumnElement[bool]:
    return col(Source.enabled).is_(True) & col(Source.removed_at).is_(None) & col(Source.due_at).is_not(None)
