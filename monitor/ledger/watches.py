"""Who watches a source, and when it is due for all of them together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.models import Agreement, Source, Watch
from monitor.schedule import Window, due_after_change


def watches_of(session: Session, source_id: str) -> list[tuple[Watch, Agreement]]:
    """The standing watches of a source with their agreements."""
    standing = (col(Watch.removed_at).is_(None), col(Agreement.removed_at).is_(None))
    joined = select(Watch, Agreement).join(Agreement, col(Agreement.id) == Watch.agreement_id)
    return list(session.exec(joined.where(Watch.source_id == source_id, *standing)).all())


def window_of(agreement: Agreement) -> Window:
    return Window(agreement.starts_at, agreement.ends_at)


def schedule_sources(session: Session, now: datetime, changed: Collection[str] = ()) -> None:
    """Set every source's next poll after the configuration changed; `changed` sources lose their turn."""
    for source in session.exec(select(Source)).all():
        watches = watches_of(session, source.id)
        open_watches = [watch for watch, agreement in watches if window_of(agreement).is_watched(now)]
        due = due_after_change(
            [window_of(agreement) for _, agreement in watches],
            now,
            due_at=None if source.id in changed else source.due_at,
            has_baselines=all(watch.baseline_at is not None for watch in open_watches),
        )
        source.due_at = due if source.enabled and source.removed_at is None else None
        session.add(source)
