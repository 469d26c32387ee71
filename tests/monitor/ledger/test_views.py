"""A person's saved views are their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import writing
from monitor.ledger.views import MOST_VIEWS, BadView, delete_view, list_views, save_view
from monitor.models import User
from tests.builders import START, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        for name in ("ida", "omar"):
            session.add(
                User(id=name, name=name, name_key=name, password_hash="x", role="viewer", made_at=START)
            )
        session.flush()
        yield session


def test_a_view_is_kept_listed_and_removed_by_its_owner(session: Session) -> None:
    view = save_view(session, "ida", " Drones  at Ganja ", "?type=drone&place=ganja", START)
    save_view(session, "ida", "All", "", START)
    assert [(each.name, each.query) for each in list_views(session, "ida")] == [
        ("All", ""),
        ("Drones at Ganja", "type=drone&place=ganja"),
    ]
    assert list_views(session, "omar") == []
    assert not delete_view(session, "omar", view.id)
    assert delete_view(session, "ida", view.id)
    assert not delete_view(session, "ida", view.id)
    assert [each.name for each in list_views(session, "ida")] == ["All"]


def test_a_name_that_is_saved_again_gets_the_new_filters(session: Session) -> None:
    first = save_view(session, "ida", "Mine", "by=armenia", START)
    again = save_view(session, "ida", "Mine", "by=azerbaijan", minutes_after(5))
    assert (again.id, again.query, again.made_at) == (first.id, "by=azerbaijan", minutes_after(5))


def test_what_is_too_long_too_many_or_nameless_is_refused(session: Session) -> None:
    for name, query in (("", "a=b"), ("x" * 81, "a=b"), ("long", "q=" + "x" * 5000)):
        with pytest.raises(BadView):
            save_view(session, "ida", name, query, START)
    for number in range(MOST_VIEWS):
        save_view(session, "ida", str(number), "", START)
    with pytest.raises(BadView, match="remove one first"):
        save_view(session, "ida", "one more", "", START)
