"""The page of the system: what doctor says, who is alive, what waits, what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from monitor import clock
from monitor.db import writing
from monitor.web.pages.system import write_size
from tests.builders import a_heartbeat, a_source, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, Person, an_account


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    return make_desk(base_url=LOOPBACK)


@pytest.fixture
def anna(desk: OpenDesk) -> Person:
    an_account(desk, role="admin")
    person = Person(desk)
    person.sign_in()
    return person


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_says_what_doctor_says(anna: Person) -> None:
    page = words(anna.open("/system").text)
    assert "mail worth knowing No mail server is set" in page
    assert "database in order sqlite, of this version" in page
    assert "Nothing is sealed yet." in page


def test_a_part_that_fell_silent_is_told_apart_from_one_that_speaks(desk: OpenDesk, anna: Person) -> None:
    with writing(desk.engine) as session:
        a_heartbeat(session, minutes_after(0), "worker:old")
        a_heartbeat(session, clock.wall())
    page = words(anna.open("/system").text)
    assert "worker:old last spoke 2020-10-10 08:00 UTC , silent since" in page
    assert page.count("silent since") == 1


def test_what_a_source_is_called_stays_text(desk: OpenDesk, anna: Person) -> None:
    with writing(desk.engine) as session:
        a_source(session, "<script>\u202e", state="blocked")
    page = anna.open("/system").text
    assert "<script>" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2_340_000, "2.3 MB"), (5e15, "5000.0 TB")],
)
def test_sizes_are_written_for_people(size: float, said: str) -> None:
    assert write_size(size) == said


def test_every_page_says_when_nothing_has_been_polled_for_minutes(desk: OpenDesk, anna: Person) -> None:
    assert "what is shown here may be old" not in words(anna.open("/claims").text)
    with writing(desk.engine) as session:
        a_heartbeat(session, minutes_after(0))
    for path in ("/claims", "/sources", "/system"):
        said = words(anna.open(path).text)
        assert "Nothing has been polled since 10 October, 08:00 UTC , when the scheduler last spoke" in said
