"""A source tried once: found out, read, followed a little, and told what is wrong."""

import ipaddress
import json
from datetime import UTC, datetime

import pytest

from monitor import http
from monitor.readers import SourceFacts
from monitor.settings import Settings
from monitor.terms import SourceState
from monitor.trial import try_source
from tests.wire.listings import LISTINGS, page, posts
from tests.wire.previews import PHOTO, post, preview

NOW = datetime(2020, 10, 12, 16, 0, tzinfo=UTC)
TEXT = "The enemy opened fire at our positions near Martuni at 12:05. "


@pytest.fixture(scope="module")
def client():
    with http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))) as opened:
        yield opened


@pytest.fixture
def attempt(client):
    def run(url, kind="", **options):
        zone = options.pop("zone", "Asia/Yerevan")
        return try_source(client, SourceFacts("tried", kind, url, ("en",), zone, options), NOW)

    return run


def statement_pages(site, count=12):
    for link, title, _ in posts(count):
        paragraphs = "".join(f"<p>{TEXT}Report {n} of {link}.</p>" for n in range(4))
        site.page(link, page(f"<article><h1>{title}</h1>{paragraphs}</article>"))


def said(trial):
    return " ".join(trial.problems)


def test_a_listing_of_no_told_kind_is_found_out_and_its_selectors_proposed(attempt, site):
    statement_pages(site)
    trial = attempt(site.page("/press", LISTINGS["unordered"](posts())))
    assert trial.state is SourceState.OK
    assert len(trial.statements) == 12
    assert trial.proposal["kind"] == "page"
    assert trial.proposal["select"]["item"]
    assert "write `kind: page`" in said(trial)
    assert "write `select: {item: " in said(trial)


def test_the_newest_three_pages_are_followed_and_no_more(attempt, site):
    statement_pages(site)
    trial = attempt(site.page("/press", LISTINGS["articles"](posts())), "page")
    assert [TEXT.strip() in one.text for one in trial.statements] == [False] * 9 + [True] * 3
    assert sum(request.path.startswith("/news/") for request in site.requests) == 3
    assert "9 further statements have pages of their own; a try follows 3" in said(trial)


def test_a_page_that_can_not_be_read_is_said_and_the_list_stands(attempt, site):
    trial = attempt(site.page("/press", LISTINGS["articles"](posts(4))), "page")
    assert len(trial.statements) == 4
    assert said(trial).count("Its page was not read: ") == 3
    assert "answered 404" in said(trial)


def test_given_selectors_are_used_and_none_are_proposed(attempt, site):
    url = site.page("/press", LISTINGS["unordered"](posts()))
    trial = attempt(url, "page", select={"item": "div.news-list li", "link": "a"})
    assert len(trial.statements) == 12
    assert trial.proposal == {}


def test_a_selector_that_finds_nothing_is_broken_with_a_reason(attempt, site):
    url = site.page("/press", LISTINGS["unordered"](posts()))
    trial = attempt(url, "page", select={"item": "div.gone"})
    assert trial.state is SourceState.BROKEN
    assert "'div.gone' finds nothing" in said(trial)


def test_the_wrong_kind_is_told_the_right_one(attempt, site):
    trial = attempt(site.page("/press", LISTINGS["unordered"](posts())), "jsonfeed")
    assert trial.state is SourceState.BROKEN
    assert "It looks like one of kind `page`." in said(trial)


POSTS = json.dumps([{"id": 7, "link": "/7", "title": {"rendered": "A"}, "content": {"rendered": TEXT}}])
FOUND_OUT = {
    "feed": ("<rss version='2.0'><channel><item><title>A</title></item></channel></rss>", "text/xml"),
    "jsonfeed": (
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "A"}]}',
        "text/json",
    ),
    "wordpress": (POSTS, "application/json"),
    "json": ('{"data": [{"id": 1, "title": "A", "body": "B"}]}', "application/json"),
    "telegram": (preview(post(1), post(2)), "text/html"),
}


@pytest.mark.parametrize("kind", FOUND_OUT)
def test_every_kind_is_found_out_by_its_answer(attempt, site, kind):
    body, content_type = FOUND_OUT[kind]
    trial = attempt(site.page("/what", body, content_type))
    assert trial.state is SourceState.OK
    assert trial.statements
    assert trial.proposal.get("kind") == kind


def test_a_sites_wordpress_interface_is_asked(attempt, site):
    site.page("/wp-json/wp/v2/posts", POSTS, "application/json")
    trial = attempt(site.url, "wordpress")
    assert [one.external_id for one in trial.statements] == ["7"]


def test_an_index_of_sitemaps_is_followed(attempt, site):
    statement_pages(site, 2)
    urls = "".join(f"<url><loc>{site.url}{link}</loc></url>" for link, _, _ in posts(2))
    child = site.page("/news.xml", f"<urlset>{urls}</urlset>", "text/xml")
    entry = f"<sitemap><loc>{child}</loc><lastmod>2020-10-12</lastmod></sitemap>"
    trial = attempt(site.page("/map.xml", f"<sitemapindex>{entry}</sitemapindex>", "text/xml"))
    assert trial.final_url == child
    assert all(TEXT.strip() in one.text and one.title for one in trial.statements)


def test_robots_txt_is_honoured_by_a_try_too(attempt, site):
    site.page("/robots.txt", "User-agent: *\nDisallow: /press", "text/plain")
    trial = attempt(site.page("/press", LISTINGS["unordered"](posts())), "page")
    assert trial.state is SourceState.BLOCKED
    assert not site.requests_to("/press")


def test_a_challenge_is_blocked_and_not_read(attempt, site):
    url = site.page("/press", "<html></html>", headers={"cf-mitigated": "challenge"})
    assert attempt(url, "page").state is SourceState.BLOCKED


def test_telegram_is_not_asked_before_its_terms_are_accepted(attempt):
    trial = attempt("@mod_example")
    assert trial.state is SourceState.BROKEN
    assert "acknowledge_terms" in said(trial)


def feed(*items):
    return (
        "<rss version='2.0'><channel>" + "".join(f"<item>{one}</item>" for one in items) + "</channel></rss>"
    )


def item(number, date="Mon, 12 Oct 2020 12:00:00 GMT"):
    told = f"<guid>{number}</guid><title>Title {number}</title><pubDate>{date}</pubDate>"
    return f"{told}<description>{TEXT}</description>"


DOUBTFUL = {
    "no usable date": feed(item(1, "soon")),
    "give no zone and are read in UTC": feed(item(1, "Mon, 12 Oct 2020 12:00:00")),
    "in the future": feed(item(1, "Mon, 12 Oct 2020 20:00:00 GMT")),
    "check `timezone`": feed(item(1, "Mon, 12 Oct 2020 20:00:00 GMT")),
    "a day and no time": feed(item(1, "12.10.2020")),
    "repeat the id": feed(item(1), item(1).replace("Title", "Other").replace("<guid>1", "<guid>1"), item(1)),
    "those of 0.1 hours only": feed(*(item(n, f"Mon, 12 Oct 2020 12:0{n}:00 GMT") for n in range(6))),
    "not well-formed": feed(item(1) + "<b>"),
    "The list is empty": feed(),
}


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_what_is_doubtful_is_said(attempt, site, doubt):
    assert doubt in said(attempt(site.page("/feed", DOUBTFUL[doubt], "text/xml"), "feed", zone="UTC"))


def test_posts_without_words_are_said(attempt, site):
    url = site.page("/s/mod", preview(post(1), post(2, None, before=PHOTO)))
    assert "1 of 2 statements hold no text that a machine can read" in said(attempt(url, "telegram"))
