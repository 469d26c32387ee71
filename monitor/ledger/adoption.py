"""Adopt a checked configuration: documents, watches, polls and silent re-readings in one commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.order import take_turn
from monitor.agreements.adopt import apply_forms, remove_thing
from monitor.agreements.changes import Change, Noun
from monitor.agreements.form import Form
from monitor.agreements.kinds import check_kinds
from monitor.db import writing
from monitor.ledger.journal import append_entry
from monitor.ledger.recounting import recount_tallies
from monitor.ledger.rereadings import reread_agreement
from monitor.ledger.watches import schedule_sources
from monitor.models import Agreement, Watch
from monitor.readers import known_kinds

Check = Callable[[Session], None]


def adopt_forms(
    engine: Engine,
    forms: Sequence[Form],
    *,
    prune: bool = False,
    now: datetime,
    by: str,
    first: Check | None = None,
) -> list[Change]:
    """Apply `forms`; a bad one changes nothing. Returns what was done, unchanged things included.

    `first` is asked in the same transaction, before anything is written, and may raise.
    """
    check_kinds(forms, known_kinds())
    with writing(engine) as session:
        # Closing holds channels in the order of their ids, matching its rules: not at the same time.
        take_turn(session)
        if first is not None:
            first(session)
        changes = apply_forms(session, forms, prune=prune, now=now, by=by)
        done = [change for change in changes if change.action != "unchanged"]
        if done:
            _follow_up(session, done, now, by)
    return changes


def remove_adopted(
    engine: Engine, noun: Noun, id_: str, *, now: datetime, by: str, first: Check | None = None
) -> None:
    """Take one thing out of use; it is marked, and what was recorded with it stays."""
    with writing(engine) as session:
        take_turn(session)
        if first is not None:
            first(session)
        change = Change(noun, id_, "remove")
        remove_thing(session, change, now=now, by=by)
        _follow_up(session, [change], now, by)


def _follow_up(session: Session, changes: Sequence[Change], now: datetime, by: str) -> None:
    session.flush()
    for change in changes:
        if change.noun == "agreement" and change.action == "change":
            _forget_early_baselines(session, change.id)
            reread_agreement(session, change.id, now)
            if "timezone" in change.fields:
                recount_tallies(session, session.get_one(Agreement, change.id))
    sources = {change.id for change in changes if change.noun == "source"}
    schedule_sources(session, now, changed=sources)
    for change in changes:
        details = {"action": change.action, "fields": list(change.fields)}
        append_entry(
            session,
            kind="configuration",
            subject=f"{change.noun}:{change.id}",
            actor=by,
            now=now,
            details=details,
        )


def _forget_early_baselines(session: Session, agreement_id: str) -> None:
    """A start that moved later wants a baseline of its own."""
    starts_at = session.get_one(Agreement, agreement_id).starts_at
    early = (Watch.agreement_id == agreement_id, col(Watch.baseline_at) < starts_at)
    for watch in session.exec(select(Watch).where(*early)):
        watch.baseline_at = None
        session.add(watch)
