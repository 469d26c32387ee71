"""The table at the end says who said what of whom, neutrally and within 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import writing
from monitor.demo.closing import FOOTER, write_closing
from tests.builders import START, a_published_claim, an_agreement, minutes_after

PAGE = "http://127.0.0.1:8080/claims"


@pytest.fixture
def session(sqlite_engine: Engine) -> Iterator[Session]:
    with writing(sqlite_engine) as session:
        an_agreement(session)
        yield session


def table(session: Session) -> list[str]:
    start = START.astimezone(ZoneInfo("Asia/Yerevan"))
    return write_closing(session, "karabakh-2020", start, PAGE).split("\n")


def rows(session: Session) -> list[str]:
    return table(session)[4:-3]


def a_ganja_claim(session: Session, **changes: Any) -> None:
    values: dict[str, Any] = {
        "by": "azerbaijan",
        "against": "armenia",
        "types": ["missile"],
        "places": ["Ganja"],
        "published_at": minutes_after(16 * 60 + 15),
    }
    a_published_claim(session, **(values | changes))


def test_a_row_has_the_delay_both_names_the_act_and_the_place(session: Session) -> None:
    a_published_claim(session, published_at=minutes_after(19))
    (row,) = rows(session)
    assert row.split("  ")[0] == "00:19"
    cells = [cell.strip() for cell in row.split("  ") if cell.strip()]
    assert cells == ["00:19", "Armenia", "Azerbaijan", "a ground assault", "Karakhambeyli"]


def test_rows_stand_in_order_of_publication(session: Session) -> None:
    for minute in (125, 19, 61):
        a_published_claim(session, published_at=minutes_after(minute))
    assert [row[:5] for row in rows(session)] == ["00:19", "01:01", "02:05"]


def test_figures_are_alleged(session: Session) -> None:
    a_ganja_claim(session, killed=9, wounded=34)
    text = " ".join(" ".join(rows(session)).split())
    assert "a missile attack; alleged 9" in text
    assert "killed, 34 wounded" in text
    assert text.startswith("16:15 Azerbaijan Armenia")


def test_a_denial_is_marked_as_one(session: Session) -> None:
    a_ganja_claim(session, stance="denial", by="artsakh", against="azerbaijan")
    (row,) = rows(session)
    assert "Nagorno-Karabakh  Azerbaijan" in row
    assert "denies: a missile attack" in row


def test_an_accusation_without_act_or_accused_says_so(session: Session) -> None:
    a_ganja_claim(session, against=None, types=["unspecified"], places=[])
    (row,) = rows(session)
    assert "(not named)" in row
    assert row.endswith("a breach of the ceasefire")


def test_what_lies_before_the_start_is_left_out(session: Session) -> None:
    a_published_claim(session, in_force=False)
    assert rows(session) == []


def test_long_cells_are_folded_within_100_columns(session: Session) -> None:
    places = ["Aghdara", "Terter", "Fizuli", "Jabrayil", "Goranboy", "Aghjabadi", "Mingachevir"]
    a_ganja_claim(session, places=places, types=["shelling", "small_arms", "drone", "obstruction"], count=120)
    lines = table(session)
    assert all(len(line) <= 100 for line in lines)
    assert all(any(place in line for line in lines) for place in places)
    assert sum(line.startswith("16:15") for line in lines) == 1


def test_a_name_from_outside_stays_on_its_line(session: Session) -> None:
    a_published_claim(session, places=["Ganja\x1b[31m\nGyanja"])
    (row,) = rows(session)
    assert "\x1b" not in row
    assert row.endswith("Ganja[31m Gyanja")


def test_it_ends_with_the_footer_and_the_page(session: Session) -> None:
    assert table(session)[-2:] == [FOOTER, PAGE]
    assert "12:00 on 10 October 2020" in table(session)[0]
