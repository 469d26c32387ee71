"""The sources as a page and over the API."""

from __future__ import annotations

from monitor.db import writing
from monitor.models import Blank
from tests.builders import START, a_source, a_watch, an_agreement, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words


def test_a_source_says_its_state_since_when_why_and_when_it_answered_last(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        source = a_source(
            session,
            publisher="<b>MoD</b>",
            state="moved",
            state_since=START,
            state_reason="It redirects.",
            answered_at=minutes_after(-5),
            moved_to="https://evil.example/<script>",
        )
        a_watch(session, an_agreement(session), source)
        session.add(Blank(id="b", source_id=source.id, from_at=START, to_at=minutes_after(9), why="moved"))
    page = desk.page("/sources")
    text = words(page)
    assert "<b>MoD</b>" in text
    assert "has moved to another host, which waits for approval, since 10 October 2020, 12:00 UTC+4" in text
    assert "It redirects." in text
    assert "Last answer10 October 2020, 11:55 UTC+4" in text
    assert "ceasewatch source approve am-mod" in text
    assert "Not covered10 October 2020, 12:00 UTC+4 (08:00 UTC) to 10 October 2020, 12:09" in text
    assert "<script>" not in page


def test_without_sources_the_page_says_how_to_add_one(desk: OpenDesk) -> None:
    assert "ceasewatch apply FILE" in words(desk.page("/sources"))


def test_the_api_has_the_sources_and_one_of_them(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_watch(session, an_agreement(session), a_source(session, state="ok"))
    listed = desk.get("/api/v1/sources").json()["items"]
    assert [(item["id"], item["state"]) for item in listed] == [("am-mod", "ok")]
    assert desk.get("/api/v1/sources/am-mod").json()["uncovered"] == []
    assert desk.get("/api/v1/sources/nobody").status_code == 404
    assert desk.get("/api/v1/sources?agreement=other").json() == {"items": []}
    assert len(desk.get("/api/v1/sources?agreement=").json()["items"]) == 1
    assert desk.get("/api/v1/sources?agreements=other").status_code == 422
