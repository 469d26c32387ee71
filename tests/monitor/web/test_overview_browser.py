"""The overview, all agreements and quality in a real browser: they fit every screen and need no script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from monitor.db import writing
from tests.builders import a_review, an_agreement
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk

pytestmark = needs_browser
PATHS = ("/", "/agreements/karabakh-2020", "/quality")


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    desk = make_desk(open_to_read=True)
    claim = desk.claim(places=["Ganja"], publisher="Ministry of " + "Unbroken" * 20)
    desk.claim("az-mod", by="azerbaijan", against="armenia", places=["W" * 120])
    with writing(desk.engine) as session:
        a_review(session, claim)
        an_agreement(session, "other", name="A truce with a long name " + "x" * 100)
    return desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_screen(browser: Browser, desk: OpenDesk, scheme: str) -> None:
    for width in (390, 1440, 2560):
        size = {"width": width, "height": 900}
        with browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=True) as context:  # type: ignore[arg-type]
            page = context.new_page()
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            for path in PATHS:
                page.goto(f"{desk.url}{path}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert said == []


def test_a_bar_leads_to_its_claims_without_any_script(browser: Browser, desk: OpenDesk) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{desk.url}/agreements/karabakh-2020")
        with page.expect_navigation():
            page.locator(".wideonly svg a").first.locator("rect").first.click()
        assert page.locator(".claim").count() == 1
        assert "by=armenia" in page.url


def test_a_phone_shows_letters_as_large_as_elsewhere(browser: Browser, desk: OpenDesk) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{desk.url}/agreements/karabakh-2020")
        label = page.locator(".narrowonly svg text.lbl").first
        assert label.is_visible()
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 12
