"""What came into the log after a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import writing
from monitor.queries import news
from monitor.queries.news import list_news
from tests.builders import a_published_claim, a_review, an_agreement, minutes_after


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def said(session: Session, minute: float) -> list[str]:
    found = list_news(session, "karabakh-2020", minutes_after(minute), 5)
    assert found.number == len(found.rows)
    return [row.claim.quote for row in found.rows]


def test_the_latest_to_come_in_stands_first(session: Session) -> None:
    for minute in (10, 30, 20):
        a_published_claim(session, text=f"At {minute}.", published_at=minutes_after(minute))
    assert said(session, 15) == ["At 30.", "At 20."]


def test_a_review_or_a_new_reading_makes_nothing_new(session: Session) -> None:
    claim = a_published_claim(session)
    a_review(session, claim, "corrected", changes={"types": ["missile"]}, made_at=minutes_after(60))
    assert said(session, 30) == []
    (row,) = list_news(session, "karabakh-2020", minutes_after(0), 5).rows
    assert row.review is not None


def test_another_agreements_claims_are_not_news_of_this_one(session: Session) -> None:
    a_published_claim(session, agreement=an_agreement(session, "other"))
    assert said(session, 0) == []


def test_more_than_anybody_reads_is_not_counted_to_the_end(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST_COUNTED", 2)
    for minute in range(4):
        a_published_claim(session, text=f"{minute}", published_at=minutes_after(minute))
    found = list_news(session, "karabakh-2020", None, 1)
    assert (found.number, found.is_exact, len(found.rows)) == (2, False, 1)
