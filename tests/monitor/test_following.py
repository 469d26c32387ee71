"""Pages of single statements: followed for their text, visited again, probed when they vanish."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from alerts.leases import claim_due
from alerts.models import Notice
from monitor import http
from monitor.db import reading, writing
from monitor.evidence.store import body_of
from monitor.ledger.work import is_due
from monitor.models import Capture, Claim, Revision, Source, Statement, Work
from monitor.models.work import CLASSIFY, FOLLOW, OLDER, PROBE, READ
from monitor.pipeline import Tools, classify_revision, fetch_source, read_capture, visit_page
from monitor.readers import Listing, Unreadable
from monitor.settings import Settings
from monitor.terms import FoundStatement, PublishedPrecision
from tests.builders import START, a_source, a_watch, an_agreement, minutes_after

ACCUSATION = "At 12:05 the enemy opened fire with mortars at our positions."


class ListReader:
    """Reads a list in JSON whose statements have pages of their own: what `page` does with HTML."""

    KIND = "feed"

    def address(self, source):
        return source.url

    def read(self, answer, source):
        document = json.loads(answer.body)
        items = tuple(self._listed(item) for item in document["items"])
        return Listing(items, document.get("older"), gapless=document["gapless"])

    def read_page(self, answer, source, listed):
        if b"maintenance" in answer.body:
            raise Unreadable(f"{answer.final_url} holds no text.")
        return replace(listed, text=answer.body.decode(), follow=None)

    def _listed(self, item):
        return FoundStatement(
            external_id=item["id"],
            url=item["url"],
            title=item["title"],
            text="",
            published_at=datetime.fromisoformat(item["at"]),
            precision=PublishedPrecision.MINUTE,
            follow=item["url"],
        )


class Outlet:
    """A source with a list and pages, and the corridor that works it off by the test's clock."""

    def __init__(self, engine, site):
        self.engine, self.site, self.moment = engine, site, START
        allowed = ("127.0.0.0/8",)
        settings = Settings(allow_networks=allowed, host_gap=0)
        self.tools = Tools(engine, http.open_client(settings), lambda: self.moment, settings)
        with writing(engine) as session:
            a_watch(session, an_agreement(session), a_source(session, url=f"{site.url}/list", due_at=START))

    def page(self, number, text=ACCUSATION, **options):
        return self.site.page(f"/news/{number}", text, **options)

    def publish(self, *numbers, path="/list", older=None, title="Statement", gapless=False):
        items = [
            {
                "id": f"n{number}",
                "url": f"{self.site.url}/news/{number}",
                "title": title,
                "at": minutes_after(number).isoformat(),
            }
            for number in numbers
        ]
        self.site.page(path, json.dumps({"items": items, "older": older, "gapless": gapless}))

    def poll(self, minutes):
        self.moment = minutes_after(minutes)
        for lease in self.claim(Source, Source.id == "am-mod"):
            fetch_source(self.tools, lease)
        self.work_off()

    def work_off(self):
        """Until nothing is due at this moment."""
        steps = {READ: read_capture, CLASSIFY: classify_revision}
        kinds = (READ, FOLLOW, PROBE, OLDER, CLASSIFY)
        while any(self._work_off(kind, steps.get(kind, visit_page)) for kind in kinds):
            pass

    def _work_off(self, kind, step):
        leases = self.claim(Work, is_due(self.moment, kind))
        for lease in leases:
            step(self.tools, lease)
        return leases

    def wait(self, **time):
        self.moment += timedelta(**time)
        self.work_off()

    def claim(self, table, due):
        with writing(self.engine) as session:
            return claim_due(session, table, due, table.id, wall=self.moment, limit=50)

    def all_of(self, table):
        with reading(self.engine) as session:
            return session.exec(select(table)).all()


@pytest.fixture
def outlet(engine, site, monkeypatch):
    for step in ("polling", "reading"):
        monkeypatch.setattr(f"monitor.pipeline.{step}.reader_for", lambda _: ListReader())
    outlet = Outlet(engine, site)
    outlet.publish()
    outlet.poll(0)
    return outlet


def kinds(outlet):
    return [notice.kind for notice in outlet.all_of(Notice)]


def test_a_listed_statement_is_read_from_its_own_page(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.poll(21)
    (revision,) = outlet.all_of(Revision)
    assert (revision.title, revision.text) == ("Statement", ACCUSATION)
    assert [claim.by for claim in outlet.all_of(Claim)] == ["armenia"]
    assert [statement.first_seen_at for statement in outlet.all_of(Statement)] == [minutes_after(21)]


def test_the_page_is_kept_as_a_capture_with_what_its_list_said(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.poll(21)
    pages = [capture for capture in outlet.all_of(Capture) if capture.listed]
    assert [(body_of(page), page.listed["external_id"]) for page in pages] == [(ACCUSATION.encode(), "n20")]
    assert [revision.capture_id for revision in outlet.all_of(Revision)] == [pages[0].id]


def test_a_page_is_asked_for_once_while_its_list_says_the_same(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.poll(21)
    outlet.page(22)
    outlet.publish(20, 22)
    outlet.poll(23)
    assert len(outlet.site.requests_to("/news/20")) == 1


def test_a_changed_title_in_the_list_has_the_page_read_again(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.poll(21)
    outlet.page(20, ACCUSATION + " Two soldiers were wounded.")
    outlet.publish(20, title="Statement, updated")
    outlet.poll(22)
    assert [revision.number for revision in outlet.all_of(Revision)] == [1, 2]
    assert kinds(outlet) == ["accusation", "correction"]


def test_a_page_that_is_rewritten_without_a_word_is_found_by_the_next_visit(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.poll(21)
    outlet.page(20, ACCUSATION + " Two soldiers were wounded.")
    outlet.poll(32)
    assert [revision.number for revision in outlet.all_of(Revision)] == [1, 2]


def test_a_page_that_stays_the_same_is_kept_once(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.poll(21)
    outlet.poll(32)
    assert len(outlet.site.requests_to("/news/20")) == 2
    assert len([capture for capture in outlet.all_of(Capture) if capture.listed]) == 1


def test_a_page_that_never_answers_leaves_the_statement_as_listed(outlet):
    outlet.page(20, "no", status=503)
    outlet.publish(20)
    outlet.poll(21)
    for _ in range(6):
        outlet.wait(minutes=59)
    assert [(revision.title, revision.text) for revision in outlet.all_of(Revision)] == [("Statement", "")]
    assert [source.state for source in outlet.all_of(Source)] == ["ok"]


def test_a_page_without_a_text_leaves_the_statement_as_listed_and_blames_no_source(outlet):
    outlet.page(20, "maintenance")
    outlet.publish(20)
    outlet.poll(21)
    assert [(revision.title, revision.text) for revision in outlet.all_of(Revision)] == [("Statement", "")]
    assert [source.state for source in outlet.all_of(Source)] == ["ok"]


def test_a_statement_gone_at_two_looks_is_withdrawn_and_its_claims_retracted(outlet):
    for number in (20, 21, 22):
        outlet.page(number, "Nothing happened." if number != 21 else ACCUSATION)
    outlet.publish(20, 21, 22)
    outlet.poll(23)
    outlet.site.remove("/news/21")
    outlet.publish(20, 22)
    outlet.poll(24)
    assert [one.withdrawn_at for one in outlet.all_of(Statement)] == [None, None, None]
    outlet.wait(minutes=6)
    withdrawn = {one.external_id for one in outlet.all_of(Statement) if one.withdrawn_at}
    assert withdrawn == {"n21"}
    assert kinds(outlet) == ["accusation", "retraction"]


def test_a_statement_that_left_its_list_and_still_has_its_page_is_not_withdrawn(outlet):
    for number in (20, 21, 22):
        outlet.page(number)
    outlet.publish(20, 21, 22)
    outlet.poll(23)
    outlet.publish(20, 22)
    outlet.poll(24)
    outlet.wait(minutes=6)
    assert [one.withdrawn_at for one in outlet.all_of(Statement)] == [None, None, None]


def test_what_a_list_without_gaps_lacks_twice_is_withdrawn_whatever_its_page_says(outlet):
    for number in (20, 21, 22):
        outlet.page(number)
    outlet.publish(20, 21, 22, gapless=True)
    outlet.poll(23)
    outlet.publish(20, 22, gapless=True)
    outlet.poll(24)
    assert [one.withdrawn_at for one in outlet.all_of(Statement)] == [None, None, None]
    outlet.wait(minutes=6)
    assert {one.external_id for one in outlet.all_of(Statement) if one.withdrawn_at} == {"n21"}


def test_a_statement_that_fell_off_the_end_of_its_list_is_not_probed(outlet):
    for number in (20, 21, 22):
        outlet.page(number)
    outlet.publish(20, 21)
    outlet.poll(23)
    outlet.publish(21, 22)
    outlet.poll(24)
    assert len(outlet.site.requests_to("/news/20")) == 1


def test_a_withdrawn_statement_that_returns_stands_again_and_alarms_nobody(outlet):
    for number in (20, 21, 22):
        outlet.page(number, "Nothing happened." if number != 21 else ACCUSATION)
    outlet.publish(20, 21, 22)
    outlet.poll(23)
    outlet.site.remove("/news/21")
    outlet.publish(20, 22)
    outlet.poll(24)
    outlet.wait(minutes=6)
    outlet.page(21)
    outlet.publish(20, 21, 22)
    outlet.poll(40)
    assert [one.withdrawn_at for one in outlet.all_of(Statement)] == [None, None, None]
    assert kinds(outlet) == ["accusation", "retraction"]


def test_older_lists_are_asked_for_when_nothing_known_stands_in_the_newest(outlet):
    for number in (20, 21, 22, 23, 24, 25):
        outlet.page(number)
    outlet.publish(20)
    outlet.poll(21)
    outlet.publish(24, 25, older=f"{outlet.site.url}/list/2")
    outlet.publish(22, 23, path="/list/2", older=f"{outlet.site.url}/list/3")
    outlet.publish(20, 21, path="/list/3", older=f"{outlet.site.url}/list/4")
    outlet.poll(26)
    assert {one.external_id for one in outlet.all_of(Statement)} == {f"n{n}" for n in range(20, 26)}
    assert outlet.site.requests_to("/list/4") == []


def test_a_worker_that_is_killed_at_a_page_leaves_it_for_the_next(outlet):
    outlet.page(20)
    outlet.publish(20)
    outlet.moment = minutes_after(21)
    for lease in outlet.claim(Source, Source.id == "am-mod"):
        fetch_source(outlet.tools, lease)
    outlet._work_off(READ, read_capture)
    assert len(outlet.claim(Work, is_due(outlet.moment, FOLLOW))) == 1  # leased, and never worked on
    outlet.wait(seconds=16)
    assert [revision.text for revision in outlet.all_of(Revision)] == [ACCUSATION]
