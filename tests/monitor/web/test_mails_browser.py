"""Mails in a real browser: they fit a phone, load nothing, know the dark; no link needs a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from sqlmodel import select

from alerts.link_keys import take_link_key
from alerts.links import Links
from alerts.mails import write_html
from alerts.models import Alert, Channel
from monitor import clock
from monitor.db import reading, writing
from tests.alerts.letters import LETTERS
from tests.alerts.scenes import Road
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK

pytestmark = needs_browser
PHONE = {"width": 390, "height": 844}
COLOURS = {"light": "rgb(255, 255, 255)", "dark": "rgb(26, 28, 31)"}


@pytest.mark.parametrize("scheme", COLOURS)
def test_every_mail_fits_a_phone_and_loads_nothing(browser: Browser, scheme: str) -> None:
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name, letter in LETTERS.items():
            page.set_content(write_html(letter.message, letter.reader, letter.actions))
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
            sheet = page.locator(".sheet")
            assert sheet.evaluate("each => getComputedStyle(each).backgroundColor") == COLOURS[scheme]
        assert asked == []


def test_a_quote_begins_where_its_language_does(browser: Browser) -> None:
    letter = LETTERS["several"]
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.set_content(write_html(letter.message, letter.reader, letter.actions))
        for lang, side in (("hy", "left"), ("ar", "right"), ("he", "right"), ("az", "left")):
            quote = page.locator(f"blockquote[lang={lang}]")
            assert quote.evaluate("each => getComputedStyle(each).textAlign") == side
            width = quote.evaluate(f"each => getComputedStyle(each).border{side.capitalize()}Width")
            assert width == "3px"


def test_on_paper_every_address_can_be_read_and_no_secret_stands_there(browser: Browser) -> None:
    letter = LETTERS["one_claim"]
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(write_html(letter.message, letter.reader, letter.actions))
        page.emulate_media(media="print")
        shown = "each => getComputedStyle(each, '::after').content"
        assert "/claims/c1" in page.locator(".link").first.evaluate(shown)
        assert not page.locator(".button").is_visible()
        assert not page.locator(".unsubscribe").is_visible()


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    desk = make_desk(base_url=LOOPBACK)
    road = Road(desk.engine)
    road.mail("anna@example.org", "boris@example.org")
    road.rule()
    road.alert()
    return desk


def test_the_links_of_a_mail_work_without_a_script(browser: Browser, desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        links = Links(take_link_key(session, clock.wall()), desk.url, "newsroom")
        alert_id = session.exec(select(Alert.id)).one()
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(links.acknowledge(alert_id, clock.wall()))
        page.get_by_label("Your name").fill("Anna")
        page.get_by_label("Note").fill("Called both.")
        page.get_by_role("button", name="Acknowledge").click()
        page.get_by_role("heading", name="Acknowledged").wait_for()
        assert "by Anna, by the link in the mail. Note: Called both." in page.locator("main").inner_text()
        page.goto(links.unsubscribe(["anna@example.org", "boris@example.org"]))
        page.get_by_label("Your address").fill("Boris@example.org")
        page.get_by_role("button", name="Send no more").click()
        page.get_by_role("heading", name="Unsubscribed").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with reading(desk.engine) as session:
        assert session.get_one(Channel, "newsroom").unsubscribed == ["boris@example.org"]
