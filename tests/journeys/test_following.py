"""Following what is said: arrivals wait until they are asked for; files can be made again; a long log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from monitor.db import open_engine, writing
from monitor.ledger.accounts import add_user
from monitor.ledger.entries import Entry, enter_statement
from monitor.ledger.passwords import hash_password
from monitor.models import Source
from monitor.settings import Settings
from tests.filled import PASSWORD
from tests.journeys.walker import Walker
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import FILLED_UNTIL, OpenDesk
from tests.seeded_log import NOW, build_log
from tests.walking import StandingClock, Walk

pytestmark = needs_browser
LATER = FILLED_UNTIL + timedelta(minutes=1)
SAID = "On October 11 at 20:05 the enemy opened fire with mortars at our positions near Martuni."


def say_something(desk: OpenDesk) -> None:
    """A press office says something more, and it is read."""
    entry = Entry("https://am-mod.example/more", "More", SAID, "Ada")
    with writing(desk.engine) as session:
        enter_statement(session, session.get_one(Source, "am-mod"), entry, LATER)
    walk = Walk(Settings(database_url=str(desk.engine.url)), StandingClock(LATER))
    assert walk.classify() == 1
    walk.end()


def test_what_arrives_waits_until_it_is_asked_for(
    walk_in: Callable[..., Walker], filled_desk: OpenDesk
) -> None:
    rosa = walk_in()
    rosa.open("/claims")
    first = rosa.claims().first.inner_text()
    with rosa.page.expect_response("**/claims/arrived?*"):
        say_something(filled_desk)
    rosa.sees("1 more claim has arrived.")
    assert rosa.claims().first.inner_text() == first
    rosa.follow("Show them")
    expect(rosa.claims().first).to_contain_text("Martuni")
    expect(rosa.claims().first).not_to_have_text(first)


def test_an_export_is_made_again_as_it_was_after_more_was_said(
    walk_in: Callable[..., Walker], filled_desk: OpenDesk
) -> None:
    rosa = walk_in()

    def take(press: Callable[[], None]) -> str:
        with rosa.page.expect_download() as download:
            press()
        return hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest()

    rosa.open("/exports?stance=accusation")
    rosa.page.get_by_label("Format").select_option("csv")
    taken = take(lambda: rosa.press("Export"))
    say_something(filled_desk)
    rosa.open("/exports")
    rosa.sees(taken[:12])
    assert take(lambda: rosa.follow("Make it again")) == taken
    rosa.open("/claims?q=Martuni&sort=-published")
    expect(rosa.claims().first).to_contain_text("Martuni")


@pytest.fixture(scope="module")
def long_log(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five thousand claims and somebody to read them."""
    path = tmp_path_factory.mktemp("long") / "long.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    build_log(engine, 5000)
    with writing(engine) as session:
        add_user(session, "Rosa", hash_password(PASSWORD), "reviewer", NOW, "user add")
    engine.dispose()
    return path


@pytest.mark.long
def test_five_thousand_claims_are_walked_searched_and_counted(
    browser: Browser, long_log: Path, show_copy: Callable[..., OpenDesk]
) -> None:
    desk = show_copy(long_log, NOW)
    with browser.new_context() as context:
        rosa = Walker(context.new_page(), desk.url)
        rosa.sign_in("Rosa")
        rosa.open("/claims")
        seen: set[str] = set()
        for _ in range(4):
            expect(rosa.claims()).to_have_count(50)
            links = rosa.claims().evaluate_all("rows => rows.map(row => row.querySelector('a[href]').href)")
            assert seen.isdisjoint(links)
            seen |= set(links)
            rosa.follow("Earlier claims")
            rosa.page.wait_for_url(lambda url: "cursor=" in url)
            expect(rosa.claims().first.get_by_role("link").first).not_to_have_attribute("href", links[0])
        word = "Donetsk"
        rosa.page.get_by_role("searchbox").fill(word)
        rosa.page.keyboard.press("Enter")
        rosa.page.wait_for_url(f"**q={word}*")
        expect(rosa.claims().first).to_be_visible()
        for path in ("/", "/agreements/minsk-2-2015", "/quality", "/statements"):
            rosa.open(path)
        assert rosa.faults == []
