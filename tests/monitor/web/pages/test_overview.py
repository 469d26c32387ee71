"""The overview of an agreement as a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.models import Blank, User
from tests.builders import START, a_review, a_source, a_watch, an_agreement, minutes_after
from tests.monitor.web.charts.drawings import SVG, parts, read_svg
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import rows, words
from tests.monitor.web.person import LOOPBACK, Person, an_account

PATH = "/agreements/karabakh-2020"


def section(page: str, title: str) -> str:
    """The panel under that heading."""
    found = [each for each in re.split(r"(?=<section)", page) if f"<h2>{title}" in each]
    assert found, f"no panel is called {title}"
    return found[0].partition("</section>")[0]


def drawings(page: str) -> list[str]:
    return re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)


def links(page: str) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="(/claims\?[^"]+)"', page)]


@pytest.fixture
def truce(desk: OpenDesk) -> OpenDesk:
    """Two hours of a ceasefire in which both sides and an observer spoke."""
    desk.claim(types=["shelling"], places=["Ganja"], civilians=True)
    desk.claim(by="artsakh", types=["drone"], places=["Stepanakert"], published_at=minutes_after(70))
    desk.claim(
        "az-mod",
        speaker="azerbaijan",
        by="azerbaijan",
        against="armenia",
        types=["shelling"],
        text="They fired at Ganja.",
    )
    desk.claim(
        "az-mod",
        by="azerbaijan",
        against="armenia",
        stance="denial",
        types=["shelling"],
        places=["Ganja"],
        published_at=minutes_after(90),
    )
    desk.claim("ru-mid", speaker="russia", by="russia", against=None, types=["unspecified"], places=[])
    return desk


def test_the_head_says_since_when_and_how_soon_the_first_accusation_came(truce: OpenDesk) -> None:
    page = words(truce.page(PATH))
    assert "In force since 10 October 2020, 12:00 UTC+4 (08:00 UTC), for 2 h. No end is set." in page
    assert "The first accusation was published 20 min after the start, 12:20." in page


def test_each_side_has_its_column_in_the_order_of_the_agreement(truce: OpenDesk) -> None:
    page = words(section(truce.page(PATH), "What each side says"))
    assert "Armenian sidemeasureAzerbaijan" in page
    assert "2accusations1" in page.replace(" ", "")
    assert "0denials1" in page.replace(" ", "")
    assert "12:20 after 20 min" in page


def test_who_accuses_whom_tells_what_was_denied_and_names_no_party_where_none_is(truce: OpenDesk) -> None:
    panel = section(truce.page(PATH), "Who accuses whom")
    lines = [words(line) for line in re.findall(r"<tr>.*?</tr>", panel, re.DOTALL)]
    assert lines[1:] == [
        "Armenia0 acknowledged011 denied01",
        "Nagorno-Karabakh00 acknowledged10 denied01",
        "Azerbaijan10 denied00 acknowledged01",
        "Russia00011",
    ]


def test_every_figure_with_a_link_counts_what_the_log_then_shows(truce: OpenDesk) -> None:
    page = truce.page(PATH)
    for panel in ("What each side says", "Who accuses whom", "Places named", "What, according"):
        for url, said in re.findall(r'<a href="(/claims\?[^"]+)">(\d+)', section(page, panel)):
            assert len(rows(truce.page(unescape(url)))) == int(said), url


def test_every_bar_leads_to_its_claims(truce: OpenDesk) -> None:
    page = truce.page(PATH)
    for drawing in drawings(section(page, "Accusations over time")):
        for link in parts(read_svg(drawing), "a"):
            title = link.find(f"{SVG}title")
            assert title is not None
            said = re.search(r"accusations (\d+), denials (\d+)", title.text or "")
            assert said is not None
            expected = int(said.group(1)) or int(said.group(2))
            assert len(rows(truce.page(link.get("href", "")))) == expected, link.get("href")


def test_every_link_of_the_page_leads_somewhere(truce: OpenDesk) -> None:
    for url in set(links(truce.page(PATH))):
        assert truce.get(url).status_code == 200, url
        assert urlsplit(url).query.startswith("agreement=karabakh-2020")


def test_what_a_person_rejected_leaves_the_figures_and_is_told_apart(truce: OpenDesk) -> None:
    rejected = truce.claim(types=["missile"])
    with writing(truce.engine) as session:
        a_review(session, rejected, "rejected")
    page = truce.page(PATH)
    assert "Not counted above: 1 whose reading a person rejected." in words(page)
    assert "2accusations1" in words(section(page, "What each side says")).replace(" ", "")


def test_hours_without_coverage_are_hatched_and_said_beside_charts_without_hours(truce: OpenDesk) -> None:
    with writing(truce.engine) as session:
        session.add(
            Blank(
                id="b", source_id="az-mod", from_at=minutes_after(30), to_at=minutes_after(60), why="blocked"
            )
        )
        for source in ("am-mod", "az-mod", "ru-mid"):
            a_watch(session, source=a_source(session, source)).baseline_at = START
    page = truce.page(PATH)
    for drawing in drawings(section(page, "Accusations over time")):
        (hatched,) = parts(read_svg(drawing), "rect", "unread")
        assert "1 of 1 sources not read, 12:30 to 13:00" in "".join(hatched.itertext())
    gap = "The only source of Azerbaijan could not be read for 30 min in all"
    for panel in ("Who accuses whom", "Where, according", "What, according"):
        assert gap in words(section(page, panel))


def test_a_side_that_nobody_watches_is_no_calm_side(desk: OpenDesk) -> None:
    desk.claim()
    page = desk.page(PATH)
    assert "no source of Azerbaijan is asked" in words(page)


def test_before_the_start_there_is_a_countdown_and_no_chart(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_watch(session, an_agreement(session, starts_at=minutes_after(180)))
    page = desk.page(PATH)
    assert "Starts 10 October 2020, 15:00 UTC+4 (11:00 UTC), in 1 h." in words(page)
    assert "not read yet" in words(section(page, "Sources"))
    assert drawings(page) == []


def test_when_nobody_accuses_anybody_the_page_says_who_answers(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        watch = a_watch(session, source=a_source(session, state="ok", answered_at=minutes_after(119)))
        watch.baseline_at = START
    page = words(desk.page(PATH))
    assert "No accusation has been found since the start. 1 source answers; no text has been seen." in page


def test_an_agreement_that_ended_keeps_its_page(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session, ends_at=minutes_after(60))
    desk.claim()
    page = words(desk.page(PATH))
    assert "for 1 h; it has ended." in page
    assert "ended 10 October 2020" in page


def test_an_unknown_agreement_is_not_found(desk: OpenDesk) -> None:
    assert desk.get("/agreements/nobody").status_code == 404


def test_what_names_and_texts_hold_is_text(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        place = {"id": "x", "lat": 40.0, "lon": 46.0, "names": {"en": ["<b>Ganja</b>\u202e"]}}
        parties = [{"id": name, "name": f"<i>{name}</i>", "side": name} for name in ("armenia", "azerbaijan")]
        an_agreement(session, name="<script>alert(1)</script>", places=[place], parties=parties)
    desk.claim(places=["<b>Ganja</b>\u202e"], text="<script>alert(2)</script>")
    page = desk.page(PATH)
    for raw in ("<script", "<i>a", "<b>G", "\u202e", "style="):
        assert raw not in page
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        read_svg(drawing)


def test_new_claims_are_those_that_came_since_the_last_visit(make_desk: Callable[..., OpenDesk]) -> None:
    desk = make_desk(base_url=LOOPBACK)
    an_account(desk)
    desk.claim(text="An old claim.", published_at=minutes_after(10))
    person = Person(desk)
    person.sign_in()
    assert "Newest claims" in person.open(PATH).text
    with writing(desk.engine) as session:
        session.exec(select(User)).one().visited_at = minutes_after(60)
    desk.claim(text="A claim that came meanwhile.", published_at=minutes_after(100))
    page = person.open(PATH).text
    panel = words(section(page, "New since your last visit"))
    assert "You were last here 13:00." in panel
    assert "A claim that came meanwhile." in panel
    assert "An old claim." not in panel
    assert "New since your last visit 1" in panel
    with reading(desk.engine) as session:
        assert session.exec(select(User)).one().visited_before == minutes_after(60)


def test_a_program_that_looks_is_no_visitor(truce: OpenDesk) -> None:
    panel = words(section(truce.page(PATH), "Newest claims"))
    assert "Nagorno-Karabakh says Azerbaijan: drone strike, Stepanakert / Khankendi" in panel


def test_years_of_an_agreement_fit_into_one_page(desk: OpenDesk) -> None:
    begin = datetime.fromisoformat("2014-02-15T00:00:00+00:00")
    with writing(desk.engine) as session:
        an_agreement(session, starts_at=begin)
    for number in range(60):
        desk.claim(text=f"text {number}", published_at=begin + timedelta(days=40 * number))
    page = desk.page(PATH)
    assert "by the quarter" in words(page)
    assert len(page.encode()) < 100_000
