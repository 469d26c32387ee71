"""The log in a real browser: it is readable, it runs nothing, it fits a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.builders import minutes_after
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.servers import wait_until

pytestmark = needs_browser


@pytest.fixture
def open_desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    desk = make_desk(open_to_read=True)
    texts = {
        "hy": "Հակառակորդը հրետանային կրակի տակ է պահում Մարտունին։",
        "ar": "قصفت القوات المسلحة مدينة ترتر بالمدفعية الثقيلة صباح 11 أكتوبر.",
        "he": "מטוסים תקפו את העיר סטפנקרט במהלך היום למרות הפסקת האש.",
        "en": "Unbroken" * 60,
    }
    for number, (lang, text) in enumerate(texts.items()):
        desk.claim(text=text, title=text, lang=lang, published_at=minutes_after(number), places=[text[:120]])
    return desk


def test_the_page_shows_its_claims_and_a_filter_works_without_any_script(
    browser: Browser, open_desk: OpenDesk
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{open_desk.url}/claims")
        assert page.locator(".claim").count() == 4
        assert "Armenia" in page.locator(".claim").first.inner_text()
        page.fill("input[name=q]", "ترتر")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".claim").count() == 1
        page.locator("summary", has_text="Who says").click()
        page.locator("details[open]").get_by_label("Azerbaijan").check()
        with page.expect_navigation():
            page.locator("details[open] button").click()
        assert "No claim matches these filters." in page.locator("main").inner_text()


def test_a_script_that_got_into_the_page_is_not_run(browser: Browser, open_desk: OpenDesk) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{open_desk.url}/claims")
        page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            " document.body.append(s); document.body.insertAdjacentHTML('beforeend',"
            " '<img src=x onerror=\"window.ran = 2\">'); }"
        )
        wait_until(
            lambda: page.evaluate("1") and sum("Content Security Policy" in text for text in said) >= 2
        )
        assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_a_phone(browser: Browser, open_desk: OpenDesk, scheme: str) -> None:
    size = {"width": 390, "height": 844}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{open_desk.url}/claims")
        claim = page.locator(".claim .act a").first.get_attribute("href")
        for path in ("/claims", "/claims?q=nothing&place=elsewhere", claim, "/login", "/nothing"):
            page.goto(f"{open_desk.url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_whole_row_leads_to_its_claim(browser: Browser, open_desk: OpenDesk) -> None:
    size = {"width": 1440, "height": 900}
    with browser.new_context(viewport=size, java_script_enabled=False) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{open_desk.url}/claims")
        with page.expect_navigation():
            page.locator(".claim").nth(1).click(position={"x": 600, "y": 30})
        assert page.locator("h1").inner_text().startswith("Armenia accuses Azerbaijan of a ground assault")
