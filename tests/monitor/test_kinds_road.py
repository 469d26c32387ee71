"""Sources of the other kinds on the whole road: from a list over the pages of its statements to claims."""

import pytest
from sqlmodel import select

from alerts.leases import claim_due
from monitor import http
from monitor.db import reading, writing
from monitor.ledger.work import is_due
from monitor.models import Claim, Revision, Source, Statement, Work
from monitor.models.work import CLASSIFY, FOLLOW, OLDER, PROBE, READ
from monitor.pipeline import Tools, classify_revision, fetch_source, read_capture, visit_page
from monitor.settings import Settings
from tests.builders import START, a_source, a_watch, an_agreement, minutes_after
from tests.wire.previews import PHOTO, post, preview

ACCUSATION = "At 12:05 the enemy opened fire with mortars at our positions near Stepanakert."
STEPS = {
    READ: read_capture,
    FOLLOW: visit_page,
    PROBE: visit_page,
    OLDER: visit_page,
    CLASSIFY: classify_revision,
}


class Desk:
    """One source of a kind, and the corridor worked off by the test's clock."""

    def __init__(self, engine, site):
        self.engine, self.site, self.moment = engine, site, START
        settings = Settings(allow_networks=("127.0.0.0/8",), host_gap=0)
        self.tools = Tools(engine, http.open_client(settings), lambda: self.moment, settings)

    def watch(self, kind, url, **document):
        given = {
            "id": "am-mod",
            "publisher": "MoD",
            "kind": kind,
            "url": url,
            "timezone": "Asia/Yerevan",
            **document,
        }
        with writing(self.engine) as session:
            source = a_source(session, kind=kind, url=url, document=given, due_at=START)
            a_watch(session, an_agreement(session), source)

    def poll(self, minutes):
        self.moment = minutes_after(minutes)
        for lease in self.claim(Source, Source.id == "am-mod"):
            fetch_source(self.tools, lease)
        while any(self.work_off(kind, step) for kind, step in STEPS.items()):
            pass

    def work_off(self, kind, step):
        leases = self.claim(Work, is_due(self.moment, kind))
        for lease in leases:
            step(self.tools, lease)
        return bool(leases)

    def claim(self, table, due):
        with writing(self.engine) as session:
            return claim_due(session, table, due, table.id, wall=self.moment, limit=50)

    def all_of(self, table):
        with reading(self.engine) as session:
            return session.exec(select(table)).all()


@pytest.fixture
def desk(sqlite_engine, site):
    return Desk(sqlite_engine, site)


def statement(site, number, body=ACCUSATION):
    page = f"<html><body><h1>Statement {number}</h1><div class='text'><p>{body}</p></div></body></html>"
    return site.page(f"/news/{number}", page)


def listing(*rows):
    items = "".join(
        f"<li><i>{date}</i> <a href='/news/{number}'>Statement {number}</a></li>" for number, date in rows
    )
    return f"<html><body><ul class='news'>{items}</ul></body></html>"


SELECT = {"item": "ul.news li", "link": "a", "title": "a", "date": "i", "body": "div.text"}


def test_a_listings_new_item_is_followed_to_its_accusation(desk, site):
    statement(site, 1, "A delegation was received.")
    desk.watch("page", site.page("/press", listing((1, "10.10.2020 11:00"))), select=SELECT)
    desk.poll(0)
    statement(site, 2)
    site.page("/press", listing((2, "10.10.2020 12:20"), (1, "10.10.2020 11:00")))
    desk.poll(25)
    assert [(one.external_id, one.url) for one in desk.all_of(Statement)] == [
        (f"{site.url}/news/{number}", f"{site.url}/news/{number}") for number in (1, 2)
    ]
    (claim,) = desk.all_of(Claim)
    assert (claim.stance, claim.by, claim.against, claim.in_force) == (
        "accusation",
        "armenia",
        "azerbaijan",
        True,
    )
    assert [one.published_at for one in desk.all_of(Revision)][-1] == minutes_after(20)


def test_a_channels_post_becomes_an_accusation_and_a_photo_waits(desk, site):
    url = site.page("/s/mod", preview(post(1, "Good morning.", at="2020-10-10T07:00:00+00:00")))
    desk.watch("telegram", url, acknowledge_terms=True)
    desk.poll(0)
    news = post(2, ACCUSATION, at="2020-10-10T08:20:00+00:00"), post(3, None, before=PHOTO)
    site.page("/s/mod", preview(*news))
    desk.poll(130)
    assert [one.stance for one in desk.all_of(Claim)] == ["accusation"]
    assert [bool(one.unread) for one in desk.all_of(Revision)] == [False, False, True]


def test_an_index_of_sitemaps_is_read_by_the_sitemap_that_it_names(desk, site):
    statement(site, 1)
    child = site.page("/news.xml", f"<urlset><url><loc>{site.url}/news/1</loc></url></urlset>", "text/xml")
    entry = f"<sitemap><loc>{child}</loc><lastmod>2020-10-10</lastmod></sitemap>"
    url = site.page("/map.xml", f"<sitemapindex>{entry}</sitemapindex>", "text/xml")
    desk.watch("sitemap", url, select={"body": "div.text"})
    desk.poll(0)
    (revision,) = desk.all_of(Revision)
    assert (revision.title, revision.text) == ("Statement 1", ACCUSATION)


def test_two_indexes_that_name_each_other_are_not_chased(desk, site):
    entry = "<sitemap><loc>{}</loc><lastmod>2020-10-10</lastmod></sitemap>"
    other = site.page(
        "/b.xml", f"<sitemapindex>{entry.format(site.url + '/a.xml')}</sitemapindex>", "text/xml"
    )
    url = site.page("/a.xml", f"<sitemapindex>{entry.format(other)}</sitemapindex>", "text/xml")
    desk.watch("sitemap", url)
    desk.poll(0)
    assert [len(site.requests_to(path)) for path in ("/a.xml", "/b.xml")] == [1, 1]


def test_posts_of_wordpress_are_read_whole(desk, site):
    title, text = '{"rendered": "Statement"}', f'{{"rendered": "<p>{ACCUSATION}</p>"}}'
    body = (
        f'[{{"id": 1, "date_gmt": "2020-10-10T08:20:00", "link": "/1", "title": {title}, "content": {text}}}]'
    )
    site.page("/wp-json/wp/v2/posts", body, "application/json")
    desk.watch("wordpress", site.url)
    desk.poll(25)
    assert [(one.stance, one.in_force) for one in desk.all_of(Claim)] == [("accusation", True)]
