"""Sitemaps, and sources that a person reads."""

import gzip
from datetime import UTC, datetime

import pytest

from monitor.readers import CaptureText, SourceFacts, Unreadable, reader_for

RECEIVED = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)
AT = "https://mod.example/sitemap.xml"
NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def read(body, **select):
    source = SourceFacts("mod", "sitemap", AT, ("en",), "Asia/Yerevan", {"select": select})
    data = body if isinstance(body, bytes) else body.encode()
    return reader_for("sitemap").read(CaptureText(data, AT, RECEIVED, "application/xml"), source)


def urlset(*urls):
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMES}>' + "".join(urls) + "</urlset>"


def url(loc, lastmod="", more=""):
    touched = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{loc}</loc>{touched}{more}</url>"


NEWS = (
    "<news:news><news:publication><news:name>MoD</news:name><news:language>hy</news:language></news:publication>"
    "<news:publication_date>2020-10-10T14:05:00+04:00</news:publication_date>"
    "<news:title>Fire &amp;amp; again</news:title></news:news>"
)


def test_an_address_becomes_a_statement_that_is_followed_and_its_touch_is_no_date():
    (found,) = read(urlset(url("https://mod.example/news/1?utm_source=x", "2020-10-10"))).statements
    assert found.external_id == "https://mod.example/news/1"
    assert found.follow == found.url
    assert found.published_at is None


def test_a_news_sitemap_gives_title_time_and_language():
    (found,) = read(urlset(url("https://mod.example/news/1", more=NEWS))).statements
    assert (found.title, found.language) == ("Fire & again", "hy")
    assert found.published_at == datetime(2020, 10, 10, 10, 5, tzinfo=UTC)


def test_only_addresses_of_statements_are_taken():
    urls = [url("https://mod.example/about"), url("https://mod.example/en/news/2")]
    assert [one.url for one in read(urlset(*urls), link="/news/").statements] == [
        "https://mod.example/en/news/2"
    ]
    with pytest.raises(Unreadable, match=r"select\.link"):
        read(urlset(*urls), link="/press/")


def test_of_a_long_sitemap_the_last_touched_are_read():
    urls = [url(f"https://mod.example/{n}", f"2020-{n % 12 + 1:02}-{n % 28 + 1:02}") for n in range(300)]
    found = read(urlset(*urls, url("https://mod.example/new", "2020-12-31"))).statements
    assert len(found) == 50
    assert found[-1].url == "https://mod.example/new"


def test_a_long_sitemap_without_dates_is_doubtful():
    assert "no dates" in read(urlset(*(url(f"https://mod.example/{n}") for n in range(80)))).doubts[0]


def index(*parts):
    return (
        f"<sitemapindex {NAMES}>" + "".join(f"<sitemap>{one}</sitemap>" for one in parts) + "</sitemapindex>"
    )


def part(name, lastmod=""):
    return f"<loc>https://mod.example/{name}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


def test_an_index_names_the_sitemap_to_be_read_in_its_place():
    parts = [
        part("pages.xml", "2020-10-10"),
        part("post-1.xml", "2020-09-01"),
        part("post-2.xml", "2020-10-09"),
    ]
    assert read(index(*parts)).instead == "https://mod.example/post-2.xml"
    assert read(index(*parts), item="pages").instead == "https://mod.example/pages.xml"


def test_an_index_that_never_shows_a_change_is_refused_with_the_mend():
    with pytest.raises(Unreadable, match="give the address of one"):
        read(index(part("a.xml"), part("b.xml")))
    assert read(index(part("a.xml"), part("b.xml")), item="a.xml").instead == "https://mod.example/a.xml"


def test_a_packed_sitemap_is_unpacked_within_bounds():
    assert len(read(gzip.compress(urlset(url("https://mod.example/1")).encode())).statements) == 1
    with pytest.raises(Unreadable, match="too long"):
        read(gzip.compress(b" " * 20_000_000))
    with pytest.raises(Unreadable, match="damaged"):
        read(b"\x1f\x8b" + b"x" * 50)


BOMB = (
    '<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


def test_entities_are_neither_expanded_nor_fetched():
    body = urlset(url("https://mod.example/1", more="<title>&b;&f;</title>")).replace("?>", f"?>{BOMB}", 1)
    (found,) = read(body).statements
    assert "root:" not in found.title
    assert len(found.title) < 20


def test_more_references_than_any_sitemap_has_are_not_counted_out_in_memory():
    with pytest.raises(Unreadable, match="too long for a sitemap"):
        read("<urlset>" + "&a;" * 400_001 + "</urlset>")


@pytest.mark.parametrize(
    "body", ["", "<html><body>404</body></html>", "{}", "<rss/>", "<urlset" + " " * 100_000]
)
def test_what_is_no_sitemap_is_said(body):
    with pytest.raises(Unreadable):
        read(body)


def test_a_source_that_a_person_reads_is_never_asked():
    source = SourceFacts("fb", "manual", "")
    for step in (
        lambda: reader_for("manual").address(source),
        lambda: reader_for("manual").read(CaptureText(b"", "", RECEIVED), source),
    ):
        with pytest.raises(Unreadable, match="entered by a person"):
            step()
