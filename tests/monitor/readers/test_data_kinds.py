"""WordPress, JSON Feed, any JSON by paths."""

import json
from datetime import UTC, datetime

import pytest

from monitor.readers import CaptureText, SourceFacts, Unreadable, reader_for
from monitor.readers.json_api import propose_paths

RECEIVED = datetime(2020, 10, 10, 12, 0, tzinfo=UTC)
TEN_PAST = datetime(2020, 10, 10, 10, 5, tzinfo=UTC)
LONG = "<p>" + "The enemy opened fire at our positions near Martuni at 12:05. " * 6 + "</p>"


def read(kind, data, at="https://mod.example/api", **options):
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    source = SourceFacts("mod", kind, at, ("en",), "Asia/Yerevan", options)
    return reader_for(kind).read(CaptureText(body, at, RECEIVED, "application/json"), source)


def ask(kind, url):
    return reader_for(kind).address(SourceFacts("mod", kind, url))


ASKED = (
    "?per_page=20&orderby=modified&order=desc"
    "&_fields=id,date,date_gmt,modified,modified_gmt,link,title,content,excerpt"
)
POST = {
    "id": 77,
    "date": "2020-10-10T14:05:00",
    "date_gmt": "2020-10-10T10:05:00",
    "modified_gmt": "2020-10-10T10:05:30",
    "link": "https://mod.example/77",
    "title": {"rendered": "Fire &#8211; again"},
    "content": {"rendered": "<p>The enemy</p><p>opened fire.</p>", "protected": False},
}


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        ("https://mod.example", f"https://mod.example/wp-json/wp/v2/posts{ASKED}"),
        ("https://mod.example/en/", f"https://mod.example/en/wp-json/wp/v2/posts{ASKED}"),
        ("https://mod.example/index.php", f"https://mod.example/wp-json/wp/v2/posts{ASKED}"),
        ("https://mod.example/wp-json/", f"https://mod.example/wp-json/wp/v2/posts{ASKED}"),
        (
            "https://mod.example/index.php/wp-json/wp/v2",
            f"https://mod.example/index.php/wp-json/wp/v2/posts{ASKED}",
        ),
        (
            "https://mod.example/wp-json/wp/v2/statements",
            f"https://mod.example/wp-json/wp/v2/statements{ASKED}",
        ),
        (
            "https://mod.example/wp-json/wp/v2/posts?per_page=5&categories=3",
            f"https://mod.example/wp-json/wp/v2/posts{ASKED.replace('=20', '=5')}&categories=3",
        ),
        (
            "https://mod.example/?rest_route=/wp/v2/posts",
            f"https://mod.example/{ASKED}&rest_route=/wp/v2/posts",
        ),
    ],
)
def test_a_site_or_its_interface_leads_to_the_posts(pasted, asked):
    assert ask("wordpress", pasted) == asked


def test_a_post_becomes_a_statement_of_its_time_in_utc():
    (found,) = read("wordpress", [POST]).statements
    assert (found.external_id, found.url) == ("77", "https://mod.example/77")
    assert (found.title, found.text) == ("Fire – again", "The enemy\nopened fire.")
    assert (found.published_at, found.edited, found.follow) == (TEN_PAST, False, None)


@pytest.mark.parametrize("utc", [None, "0000-00-00T00:00:00"])
def test_without_a_time_in_utc_the_local_one_is_of_the_sources_zone(utc):
    (found,) = read("wordpress", [POST | {"date_gmt": utc}]).statements
    assert found.published_at == TEN_PAST


def test_a_post_changed_later_was_edited():
    (found,) = read("wordpress", [POST | {"modified_gmt": "2020-10-10T11:00:00"}]).statements
    assert found.edited


def test_a_post_without_its_text_is_followed_and_one_behind_a_password_waits():
    bare, guarded = POST | {"content": None}, POST | {"content": {"rendered": "", "protected": True}}
    assert read("wordpress", [bare]).statements[0].follow == "https://mod.example/77"
    (waiting,) = read("wordpress", [guarded]).statements
    assert (waiting.follow, waiting.unread) == (None, "The text is behind a password.")


def test_a_full_page_of_posts_names_the_next():
    at = "https://mod.example/wp-json/wp/v2/posts?per_page=1&page=2"
    assert read("wordpress", [POST], at).older == at.replace("page=2", "page=3")
    assert read("wordpress", [], at).older is None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (
            {"code": "rest_no_route", "message": "No route was found."},
            "No route was found; it may be switched off",
        ),
        ({"posts": []}, "not the list of posts"),
        ([1, 2], "not the list of posts"),
        ([{"title": "x"}], "no id"),
        (b"<!DOCTYPE html><html></html>", "HTML page"),
        (b"", "empty"),
        (b"[" * 100_000, "nests deeper"),
        (b'{"a":' * 90_000, "nests deeper|not JSON"),
        (b"[" + b"{}," * 300_000 + b"{}]", "far more"),
        (b'[{"id": 1', "damaged"),
        (b"[" + b"9" * 10_000 + b"]", "not JSON"),
    ],
)
def test_what_is_no_list_of_posts_is_said(data, what):
    with pytest.raises(Unreadable, match=what):
        read("wordpress", data)


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "language": "en",
    "items": [
        {
            "id": 2,
            "url": "/2",
            "title": "B",
            "content_text": "1 < 2",
            "date_published": "2020-10-10T14:05:00+04:00",
        },
        {
            "id": "1",
            "url": "/1",
            "content_html": "<p>One &amp; two</p>",
            "date_published": "2020-10-09T00:00:00Z",
        },
    ],
}


def test_a_json_feed_is_read_oldest_first():
    one, two = read("jsonfeed", FEED).statements
    assert (one.external_id, one.text, one.language) == ("1", "One & two", "en")
    assert (two.external_id, two.url, two.text) == ("2", "https://mod.example/2", "1 < 2")
    assert two.published_at == TEN_PAST


def test_an_item_of_a_json_feed_that_only_links_is_followed_and_one_of_pictures_waits():
    items = [
        {"id": "1", "url": "/1", "summary": "In short"},
        {"id": "2", "image": "https://mod.example/2.jpg"},
    ]
    by_id = {one.external_id: one for one in read("jsonfeed", {"items": items}).statements}
    assert (by_id["1"].text, by_id["1"].follow) == ("In short", "https://mod.example/1")
    assert "image" in by_id["2"].unread


@pytest.mark.parametrize("data", [{}, [], {"items": {}}, {"items": [{"x": 1}]}, "feed", None])
def test_what_is_no_json_feed_is_said(data):
    with pytest.raises(Unreadable):
        read("jsonfeed", data)


def test_the_next_page_of_a_json_feed_stands_at_its_own_host():
    assert read("jsonfeed", FEED | {"next_url": "/api?page=2"}).older == "https://mod.example/api?page=2"
    assert read("jsonfeed", FEED | {"next_url": "https://evil.example/"}).older is None


SELECT = {
    "item": "data.results",
    "id": "nid",
    "link": "https://mod.example/news/{slug}",
    "title": "names.en|names.hy",
    "date": "times.published",
    "body": "parts.*.html",
}
ITEM = {
    "nid": 9,
    "slug": "fire",
    "names": {"hy": "Կրակ"},
    "times": {"published": "10.10.2020 14:05"},
    "parts": [{"html": LONG}, {"html": "<p>End.</p>"}],
}


def test_paths_say_where_the_parts_of_an_item_stand():
    (found,) = read("json", {"data": {"results": [ITEM]}}, select=SELECT).statements
    assert (found.external_id, found.url, found.title) == ("9", "https://mod.example/news/fire", "Կրակ")
    assert found.text.endswith("\nEnd.")
    assert (found.published_at, found.follow) == (TEN_PAST, None)


@pytest.mark.parametrize("date", [1602324300, 1602324300000, "1602324300", "2020-10-10T10:05:00.000Z"])
def test_a_date_may_be_a_number(date):
    (found,) = read("json", [{"id": 1, "title": "A", "date": date}]).statements
    assert found.published_at == TEN_PAST


@pytest.mark.parametrize(
    "data",
    [
        [{"id": 1, "title": "A", "url": "/a", "published_at": "2020-10-10T10:05:00Z", "body": LONG}],
        {
            "data": [
                {
                    "id": 1,
                    "fields": {"title": "A", "body": LONG, "created": "2020-10-10T10:05:00Z", "url": "/a"},
                }
            ]
        },
        {
            "meta": {"tags": [{"x": 1}]},
            "results": {
                "items": [{"uuid": 1, "headline": "A", "content": {"html": LONG}, "timestamp": 1602324300}]
            },
        },
    ],
)
def test_without_paths_the_usual_names_are_looked_for(data):
    (found,) = read("json", data).statements
    assert (found.external_id, found.title, found.published_at) == ("1", "A", TEN_PAST)
    assert found.text.startswith("The enemy")
    assert propose_paths(data).item


def test_a_short_text_is_followed_by_its_link():
    (found,) = read("json", [{"id": 1, "title": "A", "url": "/a", "summary": "In short"}]).statements
    assert found.follow == "https://mod.example/a"


def test_an_empty_list_is_a_list():
    assert read("json", {"data": {"results": []}}, select=SELECT).statements == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"data": {}}, "leads to no list"),
        ({"data": {"results": {"a": 1}}}, "leads to no list"),
        ({"data": {"results": [{"other": 1}]}}, "no title and no text"),
        (b"\xef\xbb\xbf", "empty"),
    ],
)
def test_data_without_the_list_is_no_success(data, what):
    with pytest.raises(Unreadable, match=what):
        read("json", data, select=SELECT)


def test_data_without_paths_and_without_a_list_is_said():
    with pytest.raises(Unreadable, match=r"select\.item"):
        read("json", {"status": "ok"})


def test_the_next_page_is_taken_from_the_data_of_the_same_host():
    data = {"items": [{"id": 1, "title": "A"}], "links": {"next": "/api?page=2"}}
    assert read("json", data).older == "https://mod.example/api?page=2"


@pytest.mark.parametrize("data", [[POST | {"title": "Ð¤Ð¸Ð½Ð°Ð»"}], [{"id": 1, "title": "Ð¤Ð¸Ð½Ð°Ð»"}]])
@pytest.mark.parametrize("kind", ["wordpress", "json"])
def test_text_that_was_coded_twice_is_mended(kind, data):
    assert read(kind, data).statements[0].title == "Финал"
