"""The navigation around every page."""

from __future__ import annotations

from monitor.db import writing
from monitor.models import Agreement
from monitor.web.pages.doors import Way, list_ways
from tests.builders import START, an_agreement
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import Person, an_account

ONE = Agreement(id="truce", version=1, name="Truce", starts_at=START, timezone="UTC", document={})


def ways(path: str, agreement: Agreement | None = None, role: str = "viewer") -> dict[str, Way]:
    return {way.label: way for group in list_ways(path, agreement, role) for way in group}


def test_one_door_is_marked_as_the_page_that_is_open() -> None:
    for path in ("/claims", "/claims/abc"):
        assert [way.label for way in ways(path).values() if way.is_here] == ["Log"]
    assert [way.label for way in ways("/").values() if way.is_here] == ["Overview"]


def test_an_alert_stands_behind_the_alerts() -> None:
    assert ways("/alerts/abc")["Alerts"].is_here


def test_on_pages_about_one_agreement_overview_and_log_are_its_own() -> None:
    found = ways("/agreements/truce", ONE)
    assert found["Overview"] == Way("Overview", "/agreements/truce", is_here=True)
    assert found["Log"].url == "/claims?agreement=truce"
    assert not found["Log"].is_here
    assert ways("/claims", ONE)["Log"].is_here


def test_the_system_is_shown_to_administrators_only() -> None:
    assert "System" in ways("/claims", role="admin")
    assert "System" not in ways("/claims", role="reviewer")
    assert ways("/tokens", role="admin")["System"].is_here


def test_a_page_shows_the_doors_and_where_one_stands(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session)
    page = desk.page("/sources")
    assert '<a href="/sources" aria-current="page">Sources</a>' in page
    assert '<a href="/claims?agreement=karabakh-2020">Log</a>' in page
    assert page.count('aria-current="page"') == 1


def test_who_is_not_signed_in_sees_no_doors(desk: OpenDesk) -> None:
    an_account(desk)
    assert 'class="nav"' not in Person(desk).open("/login").text
