"""The way in."""

from __future__ import annotations

import re
from html import unescape

from monitor.db import writing
from tests.builders import a_source, a_watch, an_agreement, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import rows, words


def test_with_one_agreement_its_overview_is_the_first_page(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session)
    answer = desk.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/agreements/karabakh-2020")


def test_with_several_the_first_page_lists_them_by_name(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session, "b", name="Truce of the river")
        an_agreement(session, "a", name="A <b>truce</b>")
    page = desk.page("/")
    assert page.index("A &lt;b&gt;truce&lt;/b&gt;") < page.index("Truce of the river")
    assert 'href="/agreements/b"' in page


def a_river_truce(desk: OpenDesk, source: str = "am-mod", **columns: object) -> str:
    """The page of two agreements, of which one has claims."""
    with writing(desk.engine) as session:
        an_agreement(session, "river", name="Truce of the river", ends_at=minutes_after(30))
        a_watch(session, an_agreement(session), a_source(session, source, **columns))
    return desk.page("/")


def test_each_agreement_says_its_state_and_the_first_accusation_of_each_side(desk: OpenDesk) -> None:
    desk.claim()
    page = words(a_river_truce(desk))
    assert "Humanitarian ceasefire in Nagorno-Karabakh in force, day 1" in page
    assert "Armenian side 12:20, after 20 min" in page
    assert "Azerbaijan none yet" in page
    assert "Truce of the river ended 10 October 2020" in page


def test_the_last_day_is_counted_for_each_side_and_leads_to_the_log(desk: OpenDesk) -> None:
    for minute in (10, 70, -60 * 30):
        desk.claim(published_at=minutes_after(minute), text=f"At {minute}.")
    desk.claim(by="azerbaijan", against="armenia")
    page = a_river_truce(desk)
    found = re.findall(r'<a href="(/claims[^"]+from=[^"]+)">(\d+)</a>', page)
    assert [number for _, number in found] == ["2", "1"]
    assert [len(rows(desk.page(unescape(url)))) for url, _ in found] == [2, 1]


def test_what_waits_for_a_reader_and_what_is_not_read_stands_out(desk: OpenDesk) -> None:
    desk.claim()
    page = a_river_truce(desk, "az-mod", state="blocked")
    assert 'href="/claims?agreement=karabakh-2020&amp;review=open">1</a>' in page
    assert '<span class="tag heavy">1 of 2 not read</span>' in page
    assert "none is asked" in words(page)


def test_without_an_agreement_the_page_says_how_to_begin(desk: OpenDesk) -> None:
    page = words(desk.page("/"))
    assert "No agreement is watched yet" in page
    assert "ceasewatch apply watch.yaml" in page
