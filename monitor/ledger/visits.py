"""When a person last looked: what came later is new to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from monitor.models import User

PAUSE = timedelta(minutes=30)  # after which a look begins another visit
BETWEEN_NOTES = timedelta(minutes=1)


def needs_note(user: User, now: datetime) -> bool:
    """Whether the last look was noted so long ago that another note is worth a write."""
    return user.visited_at is None or not timedelta() <= now - user.visited_at < BETWEEN_NOTES


def note_visit(session: Session, user_id: str, now: datetime) -> None:
    """Note a look; the first one after a pause sets from when on things are new.

    Times are those of what is watched, which a demo may play; one that runs backwards begins anew.
    """
    user = session.get(User, user_id, with_for_update=True)
    if user is None or not needs_note(user, now):
        return
    last = user.visited_at
    if last is not None and not timedelta() <= now - last < PAUSE:
        user.visited_before = min(last, now)
    user.visited_at = now
    session.add(user)
