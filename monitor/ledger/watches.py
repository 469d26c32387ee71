"""Who watches a source, and when it is due for all of them together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.ledger.blanks import end_blank
from monitor.models import Agreement, Lineage, Source, Watch
from monitor.readers import is_polled
from monitor.schedule import AFTER_ACCUSATION, DENSE_PACE, Window, due_after_change
from monitor.terms import Stance

_NEWS = timedelta(hours=24)


def watches_of(session: Session, source_id: str) -> list[tuple[Watch, Agreement]]:
    """The standing watches of a source with their agreements."""
    standing = (col(Watch.removed_at).is_(None), col(Agreement.removed_at).is_(None))
    joined = select(Watch, Agreement).join(Agreement, col(Agreement.id) == Watch.agreement_id)
    return list(session.exec(joined.where(Watch.source_id == source_id, *standing)).all())


def window_of(agreement: Agreement) -> Window:
    return Window(agreement.starts_at, agreement.ends_at)


def last_accusation(session: Session, source_id: str, at: datetime) -> datetime | None:
    """When the last accusation was recorded of those that are news for an agreement that watches a source."""
    agreements = select(Watch.agreement_id).where(
        Watch.source_id == source_id, col(Watch.removed_at).is_(None)
    )
    news = (
        col(Lineage.claim_id).is_not(None),
        Lineage.stance == Stance.ACCUSATION.value,
        col(Lineage.published_at) > at - _NEWS,
        col(Lineage.opened_at) > at - AFTER_ACCUSATION,
    )
    query = select(func.max(col(Lineage.opened_at))).where(col(Lineage.agreement_id).in_(agreements), *news)
    return session.exec(query).one()


def hasten_watched(session: Session, agreement_id: str, now: datetime) -> None:
    """After a new accusation no source of its agreement sleeps longer than in the first day.

    Not those that fail, whose hosts are left alone, nor those whose pace the operator fixed.
    Rows that somebody works on are passed over: they set their own turn.
    """
    soon = now + DENSE_PACE
    watched = select(Watch.source_id).where(
        Watch.agreement_id == agreement_id, col(Watch.removed_at).is_(None)
    )
    sleeping = (col(Source.id).in_(watched), col(Source.due_at) > soon, Source.failures == 0)
    query = select(Source).where(*sleeping).order_by(col(Source.id)).with_for_update(skip_locked=True)
    for source in session.exec(query):
        if not source.document.get("every") and window_is_open(session, source.id, now):
            source.due_at = soon
            session.add(source)


def window_is_open(session: Session, source_id: str, now: datetime) -> bool:
    """Whether any agreement that watches the source is in force, or ended not long ago."""
    return any(window_of(agreement).is_watched(now) for _, agreement in watches_of(session, source_id))


def schedule_sources(session: Session, now: datetime, changed: Collection[str] = ()) -> None:
    """Set every source's next poll after the configuration changed; `changed` sources lose their turn."""
    for source in session.exec(select(Source)).all():
        watches = watches_of(session, source.id)
        open_watches = [watch for watch, agreement in watches if window_of(agreement).is_watched(now)]
        windows = [window_of(agreement) for _, agreement in watches]
        due = due_after_change(
            windows,
            now,
            due_at=None if source.id in changed else source.due_at,
            has_baselines=all(watch.baseline_at is not None for watch in open_watches),
        )
        asked = source.enabled and source.removed_at is None and is_polled(source.kind)
        source.due_at = due if asked else None
        session.add(source)
        end_blank(session, source, windows, now)
