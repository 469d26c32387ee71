"""Listings without selectors: the proposal finds their items."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.readers import CaptureText, SourceFacts, Unreadable, reader_for
from monitor.readers.markup import parse_page
from monitor.readers.proposal import propose_selectors
from monitor.terms import PublishedPrecision
from tests.wire.listings import DATED, LISTINGS, page, posts

RECEIVED = datetime(2020, 10, 12, 16, 0, tzinfo=UTC)
YEREVAN = ZoneInfo("Asia/Yerevan")
SOURCE = SourceFacts("mod", "page", "https://mod.example/press", ("en", "ru", "hy"), "Asia/Yerevan")


def answer(markup):
    return CaptureText(markup.encode(), "https://mod.example/press", RECEIVED, "text/html; charset=utf-8")


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("count", [5, 12, 30])
def test_nine_items_in_ten_are_found_and_nothing_else(name, count):
    wanted = {title for _, title, _ in posts(count)}
    found = reader_for("page").read(answer(LISTINGS[name](posts(count))), SOURCE).statements
    titles = [one.title for one in found]
    assert len(wanted & set(titles)) >= 0.9 * len(wanted)
    assert len(set(titles) - wanted) <= 0.1 * len(wanted)
    assert len({one.external_id for one in found}) == len(found)


@pytest.mark.parametrize("name", [name for name, dated in DATED.items() if dated and name != "definitions"])
def test_their_dates_are_those_of_the_page(name):
    listed = {title: at for _, title, at in posts()}
    found = reader_for("page").read(answer(LISTINGS[name](posts())), SOURCE).statements
    for one in found:
        local = one.published_at.astimezone(YEREVAN)
        assert local.date() == listed[one.title].date()
        if one.precision is not PublishedPrecision.DAY:
            assert (local.hour, local.minute) == (listed[one.title].hour, listed[one.title].minute)


def test_a_day_that_could_be_a_month_is_not_guessed():
    found = reader_for("page").read(answer(LISTINGS["definitions"](posts())), SOURCE).statements
    assert {one.published_at is None for one in found} == {True, False}


def test_the_newest_comes_last_even_without_dates():
    found = reader_for("page").read(answer(LISTINGS["undated"](posts())), SOURCE).statements
    assert [one.title for one in found] == [title for _, title, _ in reversed(posts())]


@pytest.mark.parametrize("name", LISTINGS)
def test_the_proposed_selectors_given_in_the_yaml_find_the_same(name):
    markup = answer(LISTINGS[name](posts()))
    proposed = propose_selectors(parse_page(markup, SOURCE), markup, SOURCE)
    given = SourceFacts(
        "mod", "page", SOURCE.url, SOURCE.languages, SOURCE.timezone, {"select": proposed.named()}
    )
    by_proposal = reader_for("page").read(markup, SOURCE).statements
    by_selectors = reader_for("page").read(markup, given).statements
    assert [one.external_id for one in by_proposal] == [one.external_id for one in by_selectors]


@pytest.mark.parametrize(
    "markup",
    [page(""), page("<p>No statements yet.</p>"), "<p>one</p>", page("<h1>Sorry</h1><p>Error 500</p>")],
)
def test_a_page_without_a_list_is_said(markup):
    with pytest.raises(Unreadable, match="no list of statements"):
        reader_for("page").read(answer(markup), SOURCE)
