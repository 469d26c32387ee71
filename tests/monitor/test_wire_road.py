"""Awkward responses on the whole road: no crash, nothing known is lost, no date is invented."""

import ipaddress
import re

import pytest
from sqlmodel import col, select

from alerts.leases import claim_due
from monitor import http
from monitor.db import reading, writing
from monitor.ledger.work import is_due
from monitor.models import Capture, Revision, Source, Statement, Work
from monitor.models.work import READ
from monitor.pipeline import Tools, fetch_source, read_capture
from monitor.settings import Settings
from tests.builders import a_source, a_watch, an_agreement
from tests.wire import feeds, pages, refusals
from tests.wire.cases import RECEIVED
from tests.wire.previews import post, preview

CASES = (*feeds.CASES, *pages.CASES, *refusals.CASES)
KNOWN = {
    "feed": feeds.rss(feeds.item("Known", "known", "Sat, 10 Oct 2020 09:00:00 GMT")),
    "page": pages.listing(pages.row("A known statement", "10.10.2020 13:00", "/known")),
    "telegram": preview(post(1, "Known")),
    "wordpress": '[{"id": 1, "title": {"rendered": "Known"}, "content": {"rendered": "Text"}}]',
    "jsonfeed": '{"items": [{"id": "known", "title": "Known", "content_text": "Text"}]}',
    "json": '{"data": {"items": [{"id": "known", "title": "Known", "body": "Text"}]}}',
    "sitemap": "<urlset><url><loc>https://mod.example/known</loc></url></urlset>",
}


def source_id(number, case):
    return f"s{number}-{case.kind}"


def path_of(number, case):
    return f"/wp-json/{number}" if case.kind == "wordpress" else f"/s/{number}"


@pytest.fixture
def tools(sqlite_engine):
    client = http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),)))
    return Tools(engine=sqlite_engine, client=client, now=lambda: RECEIVED, settings=Settings(host_gap=0))


def poll_all(tools):
    """Poll every source once, and read what came."""
    with writing(tools.engine) as session:
        for source in session.exec(select(Source)):
            source.due_at = RECEIVED
            session.add(source)
    for table, due, step in (
        (Source, col(Source.due_at) <= RECEIVED, fetch_source),
        (Work, is_due(RECEIVED, READ), read_capture),
    ):
        while leases := claim(tools, table, due):
            for lease in leases:
                step(tools, lease)


def claim(tools, table, due):
    with writing(tools.engine) as session:
        return claim_due(session, table, due, table.id, wall=RECEIVED, limit=50)


def set_up(tools, site, cases):
    with writing(tools.engine) as session:
        agreement = an_agreement(session)
        for number, case in enumerate(cases):
            document = {"timezone": "Asia/Yerevan", "acknowledge_terms": True, **case.options}
            url = site.page(path_of(number, case), KNOWN[case.kind], "text/html; charset=utf-8")
            source = a_source(session, source_id(number, case), kind=case.kind, url=url, document=document)
            a_watch(session, agreement, source)


def publish_awkward(site, cases):
    for number, case in enumerate(cases):
        headers = dict(case.headers)
        site.page(path_of(number, case), case.body, case.content_type, status=case.status, headers=headers)


def known_of(tools):
    """Every statement with its revision's number and words, where its page was not followed yet without."""
    with reading(tools.engine) as session:
        current = (col(Revision.statement_id) == Statement.id) & (col(Revision.number) == Statement.revision)
        rows = session.exec(select(Statement, Revision).join(Revision, current, isouter=True)).all()
        return {one.id: (last.number, last.title, last.text) if last else None for one, last in rows}


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
def test_no_awkward_response_crashes_a_poll_loses_what_is_known_or_invents_a_date(tools, site, every):
    cases = CASES[::every]
    set_up(tools, site, cases)
    poll_all(tools)
    known = known_of(tools)
    assert len(known) > 0.9 * len(cases)
    publish_awkward(site, cases)
    poll_all(tools)
    assert known_of(tools).items() >= known.items()
    for number, case in enumerate(cases):
        site.page(path_of(number, case), KNOWN[case.kind], "text/html; charset=utf-8")
    poll_all(tools)
    assert known_of(tools).items() >= known.items()
    with reading(tools.engine) as session:
        sources = session.exec(select(Source)).all()
        assert [one.state_reason for one in sources if re.search("unforeseen", one.state_reason or "")] == []
        assert [
            one.failure for one in session.exec(select(Work)) if "unforeseen" in (one.failure or "")
        ] == []
        assert [one.id for one in session.exec(select(Statement)) if one.withdrawn_at is not None] == []
        limit = RECEIVED.replace(minute=10)
        assert [one.title for one in session.exec(select(Revision)) if one.published_at > limit] == []
        assert len(session.exec(select(Capture.id)).all()) > len(cases)
