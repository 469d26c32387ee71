"""Figures count claims as their reviewed values say, the rejected and those outside of the truce apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import writing
from monitor.models import Agreement
from monitor.queries.figures import BinFigures, read_bins, read_figures
from monitor.queries.spans import Span, begin_bin, choose_bin
from tests.builders import a_published_claim, a_review, an_agreement, minutes_after

DAY = 24 * 60


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


@pytest.fixture
def agreement(session: Session) -> Agreement:
    return an_agreement(session)


def denial(session: Session, minute: int, **changes: Any) -> None:
    told = {"by": "azerbaijan", "against": "armenia", "stance": "denial"}
    a_published_claim(session, "az-mod", published_at=minutes_after(minute), **(told | changes))


def test_who_says_what_of_whom(session: Session, agreement: Agreement) -> None:
    a_published_claim(session, civilians=True)
    a_published_claim(session, against=None, published_at=minutes_after(2 * DAY))
    denial(session, 40)
    figures = read_figures(session, agreement)
    assert figures.pairs["accusation"] == {("armenia", "azerbaijan"): 1, ("armenia", None): 1}
    assert figures.pairs["denial"] == {("azerbaijan", "armenia"): 1}
    assert figures.pairs["admission"] == {}
    assert figures.answered == figures.civilians == {("armenia", "azerbaijan"): 1}
    assert (figures.count("accusation", "armenia"), figures.count("denial", "armenia")) == (2, 0)


def test_acts_and_places_of_accusations_by_speaker(session: Session, agreement: Agreement) -> None:
    a_published_claim(session, types=["drone", "shelling"], places=["Khankendi", "Nowhere"], killed=2)
    a_published_claim(session, types=["drone"], places=[])
    denial(session, 40, types=["missile"], places=["Ganja"])
    figures = read_figures(session, agreement)
    assert figures.types == {"shelling": {"armenia": 1}, "drone": {"armenia": 2}}
    assert figures.places == {None: {"armenia": 1}, "nowhere": {"armenia": 1}, "stepanakert": {"armenia": 1}}
    assert figures.killed == {"armenia": 1}


def test_the_rejected_and_those_outside_of_the_truce_count_apart(
    session: Session, agreement: Agreement
) -> None:
    a_review(session, a_published_claim(session), "rejected")
    a_review(session, a_published_claim(session), "confirmed")
    a_published_claim(session, in_force=False, published_at=minutes_after(-60))
    figures = read_figures(session, agreement)
    assert figures.pairs["accusation"] == {("armenia", "azerbaijan"): 1}
    assert figures.apart == {"rejected": 1, "outside": 1}
    assert figures.reviews == {"rejected": 1, "confirmed": 1, "open": 1}
    assert figures.first["armenia"].published_at == minutes_after(20)


def test_the_first_accusation_is_that_of_the_whole_time(session: Session, agreement: Agreement) -> None:
    a_published_claim(session, published_at=minutes_after(90), occurred_from=minutes_after(3))
    a_published_claim(session, published_at=minutes_after(30), occurred_from=minutes_after(25))
    first = read_figures(session, agreement, Span(first=date(2030, 1, 1))).first["armenia"]
    assert (first.published_at, first.occurred_at) == (minutes_after(30), minutes_after(3))


def test_a_span_counts_the_days_of_the_agreements_zone(session: Session, agreement: Agreement) -> None:
    for minute in (20, 11 * 60 + 59, 12 * 60, 12 * 60 + DAY):  # the truce began at noon in Yerevan
        a_published_claim(session, published_at=minutes_after(minute), types=["drone"], civilians=True)
    tenth, eleventh = date(2020, 10, 10), date(2020, 10, 11)
    for span, count in (
        (Span(), 4),
        (Span(tenth, tenth), 2),
        (Span(eleventh), 2),
        (Span(last=eleventh), 3),
        (Span(date(2021, 1, 1)), 0),
    ):
        figures = read_figures(session, agreement, span)
        assert sum(figures.pairs["accusation"].values()) == count
        assert figures.types.get("drone", {}).get("armenia", 0) == count
        assert sum(figures.civilians.values()) == count


def starts(bins: list[BinFigures]) -> list[str]:
    return [each.starts_at.strftime("%d %H") for each in bins]


def test_bins_begin_in_the_agreements_zone(session: Session, agreement: Agreement) -> None:
    for minute in (20, 30, 250, 3 * DAY):
        a_published_claim(session, published_at=minutes_after(minute))
    denial(session, 25)
    a_review(session, a_published_claim(session), "rejected")
    hours = read_bins(session, agreement, "hour")
    assert starts(hours) == ["10 12", "10 16", "13 12"]
    assert hours[0].counts == {("armenia", "accusation"): 2, ("azerbaijan", "denial"): 1}
    assert starts(read_bins(session, agreement, "3h")) == ["10 12", "10 15", "13 12"]
    assert starts(read_bins(session, agreement, "day", Span(last=date(2020, 10, 12)))) == ["10 00"]
    weeks = read_bins(session, agreement, "week")
    assert starts(weeks) == ["05 00", "12 00"]
    assert weeks[1].counts == {("armenia", "accusation"): 1}


def test_weeks_begin_on_monday_also_when_the_clocks_change() -> None:
    sunday = datetime.fromisoformat("2026-03-29T00:00:00+02:00")
    monday = begin_bin(int(sunday.timestamp()), "week", "Europe/Kyiv")
    assert monday.isoformat() == "2026-03-23T00:00:00+02:00"
    day_after = begin_bin(int(sunday.timestamp()) + 23 * 3600, "week", "Europe/Kyiv")
    assert day_after.isoformat() == "2026-03-30T00:00:00+03:00"


def test_the_usual_bin_grows_with_the_span() -> None:
    chosen = [choose_bin(timedelta(days=days)) for days in (1, 4, 5, 30, 400)]
    assert chosen == ["hour", "hour", "3h", "day", "week"]
