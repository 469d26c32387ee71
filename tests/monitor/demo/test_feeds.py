"""The three forms of feeds say the same and stay well-formed whatever the text holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.demo.feeds import Item, write_feed, write_page, write_paragraphs
from monitor.demo.scenario import FeedForm, Outlet
from monitor.readers import feed as feed_reader
from monitor.readers.contract import CaptureText, SourceFacts

FORMS = get_args(FeedForm)
URL = "http://127.0.0.1:9/az-mod/feed.xml"
AT = datetime(2020, 10, 11, 4, 15, tzinfo=timezone(timedelta(hours=4)))
LETTERS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=80
)


def an_outlet(form: Any) -> Outlet:
    return Outlet("az-mod", "Press & <Information>", "azerbaijan", form)


def an_item(**changes: Any) -> Item:
    values: dict[str, Any] = {
        "id": "tag:az-mod.example,2020:one",
        "url": "http://127.0.0.1:9/az-mod/one.html",
        "title": 'Fire at Terter & "Aghdam"',
        "text": "First & foremost.\n\nSecond <paragraph>.",
        "published_at": AT,
        "updated_at": AT,
    }
    return Item(**(values | changes))


def read(form: Any, *items: Item) -> list[Any]:
    body = write_feed(an_outlet(form), URL, items).encode()
    return list(feed_reader.read(CaptureText(body, URL, AT), SourceFacts("az-mod", "feed", URL)).statements)


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_is_read_as_what_was_written(form: str) -> None:
    parsed = feedparser.parse(write_feed(an_outlet(form), URL, [an_item()]).encode())
    assert not parsed.bozo
    assert parsed.version == {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}[form]
    (found,) = read(form, an_item())
    assert found.external_id == "tag:az-mod.example,2020:one"
    assert found.url == "http://127.0.0.1:9/az-mod/one.html"
    assert found.published_at == datetime(2020, 10, 11, 0, 15, tzinfo=UTC)
    assert found.title == 'Fire at Terter & "Aghdam"'
    assert found.text.split("\n") == ["First & foremost.", "Second <paragraph>."]


@pytest.mark.parametrize("form", FORMS)
def test_the_newest_item_stands_first(form: str) -> None:
    items = [an_item(id=f"tag:a,2020:{n}", published_at=AT + timedelta(hours=n)) for n in (1, 3, 2)]
    body = write_feed(an_outlet(form), URL, items)
    assert body.index("2020:3") < body.index("2020:2") < body.index("2020:1")


@pytest.mark.parametrize("form", FORMS)
def test_an_edit_keeps_id_and_publication_time(form: str) -> None:
    (before,) = read(form, an_item())
    (after,) = read(form, an_item(text="Seven.", updated_at=AT + timedelta(hours=4)))
    assert (after.external_id, after.published_at) == (before.external_id, before.published_at)
    assert after.text == "Seven."


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_without_items_is_still_a_feed(form: str) -> None:
    assert feedparser.parse(write_feed(an_outlet(form), URL, []).encode()).version
    assert read(form) == []


@given(title=LETTERS, text=LETTERS, form=st.sampled_from(FORMS))
def test_no_text_breaks_the_markup(title: str, text: str, form: str) -> None:
    body = write_feed(an_outlet(form), URL, [an_item(title=title, text=text)])
    assert ElementTree.fromstring(body) is not None


def test_a_page_shows_publisher_title_and_text_escaped() -> None:
    page = write_page(an_outlet("rss"), an_item())
    assert "Press &amp; &lt;Information&gt;" in page
    assert "<p>First &amp; foremost.</p><p>Second &lt;paragraph&gt;.</p>" in page
    assert 'datetime="2020-10-11T04:15:00+04:00"' in page


def test_empty_lines_part_paragraphs() -> None:
    assert write_paragraphs("\n\nOne\ntwo.\n\n\n\nThree.\n") == "<p>One\ntwo.</p><p>Three.</p>"
