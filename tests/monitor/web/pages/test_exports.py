"""The page of exports: the log's filters go into the file, and what was taken is listed with its manifest."""

from __future__ import annotations

import csv
import html
import io
import re

from monitor.db import writing
from monitor.ledger.reviews import Opinion, record_review
from monitor.ledger.withdrawals import withdraw_statement
from monitor.models import Lineage, Statement
from tests.builders import minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words


def links_on(page: str, beginning: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page) if link.startswith(beginning)]


def ids(body: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(body.removeprefix("\ufeff")))]


def test_the_log_links_to_files_of_exactly_what_it_shows(desk: OpenDesk) -> None:
    desk.claim(places=["Ganja"], id="in-ganja")
    desk.claim(id="elsewhere")
    page = desk.page("/claims?place=Ganja&type=ground_assault&sort=occurred")
    (link,) = links_on(page, "/exports/file?format=csv")
    assert ids(desk.get(link).text) == ["in-ganja"]
    (more,) = links_on(page, "/exports?")
    assert words(desk.page(more)).count("Ganja") == 1


def test_what_was_taken_is_listed_and_can_be_made_again(desk: OpenDesk) -> None:
    desk.claim()
    taken = desk.get("/exports/file?format=jsonl&by=armenia").content
    desk.claim(published_at=minutes_after(130))
    page = desk.page("/exports")
    (again,) = links_on(page, "/exports/file?format=jsonl")
    assert desk.get(again).content == taken
    (manifest, *_) = links_on(page, "/api/v1/exports/")
    assert desk.get(manifest).json()["query"]["by"] == ["armenia"]


def test_a_wish_that_cannot_be_met_is_answered_as_a_page(desk: OpenDesk) -> None:
    answer = desk.get("/exports/file?format=csv&as_of=soon")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "not a time" in answer.text


def test_a_list_as_of_then_stays_as_it_was(desk: OpenDesk) -> None:
    claims = [desk.claim(published_at=minutes_after(20 + number)) for number in range(3)]
    then = {"as_of": minutes_after(60).isoformat()}
    before = desk.get("/api/v1/claims", params=then)
    with writing(desk.engine) as session:
        lineage = session.get_one(Lineage, claims[0].lineage_id)
        withdraw_statement(session, session.get_one(Statement, lineage.statement_id), minutes_after(80))
    with writing(desk.engine) as session:
        record_review(session, Opinion(claims[1].id, "rejected", "Anna", {}), minutes_after(90))
    assert len(before.json()["items"]) == 3
    assert desk.get("/api/v1/claims", params=then).content == before.content
    assert desk.get("/api/v1/claims").content != before.content
    page = desk.get("/claims", params=then).text
    assert "withdrawn" not in page
    assert "review rejected" not in page


def test_hostile_filters_stay_text(desk: OpenDesk) -> None:
    page = desk.get("/exports", params={"place": '"><script>alert(1)</script>\u202e'}).text
    assert "<script>" not in page
    assert "\u202e" not in page
