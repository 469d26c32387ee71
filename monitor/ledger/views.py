"""Saved views: a person keeps filters of the log under a name."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.models import SavedView

LONGEST_NAME, LONGEST_QUERY, MOST_VIEWS = 80, 4_000, 100


class BadView(ValueError):
    """A view that can't be kept; its text is one sentence for the person."""


def save_view(session: Session, user_id: str, name: str, query: str, now: datetime) -> SavedView:
    """Keep the filters of an address under a name; a name that the person has already gets the new ones."""
    name, query = " ".join(name.split()), query.lstrip("?")
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadView(f"name: must have 1 to {LONGEST_NAME} characters.")
    if len(query) > LONGEST_QUERY:
        raise BadView(f"query: is longer than {LONGEST_QUERY} characters; clear some filters.")
    views = list_views(session, user_id)
    known = next((view for view in views if view.name == name), None)
    if known is None and len(views) >= MOST_VIEWS:
        raise BadView(f"name: there are {MOST_VIEWS} views already; remove one first.")
    view = known or SavedView(id=new_id(), user_id=user_id, name=name, query=query, made_at=now)
    view.query, view.made_at = query, now
    session.add(view)
    session.flush()
    return view


def list_views(session: Session, user_id: str) -> list[SavedView]:
    """A person's own, by name."""
    query = select(SavedView).where(SavedView.user_id == user_id)
    return list(session.exec(query.order_by(col(SavedView.name))))


def delete_view(session: Session, user_id: str, id: str) -> bool:
    """False: the person has no such view."""
    view = session.get(SavedView, id)
    if view is None or view.user_id != user_id:
        return False
    session.delete(view)
    session.flush()
    return True
