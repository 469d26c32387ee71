"""The first run in a real browser: the link, the account, the log, out and in again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, PASSWORD, a_first_key, an_account

pytestmark = needs_browser
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_link_leads_to_an_account_and_the_log(
    browser: Browser, make_desk: Callable[..., OpenDesk], scripts: bool
) -> None:
    desk = make_desk(base_url=LOOPBACK)
    claim, key = desk.claim(), a_first_key(desk)
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{desk.url}/first?key={key}")
        page.get_by_label("Name").fill("Zoé Ångström")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_role("button", name="Make the administrator").click()
        page.wait_for_url("**/agreements/karabakh-2020")
        assert "Nagorno-Karabakh" in page.locator("h1").inner_text()
        assert "Zoé Ångström, admin" in page.locator("header.top").inner_text()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/login")
        page.goto(f"{desk.url}/claims/{claim.id}")
        page.get_by_label("Name").fill("zoé ångström")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("h1.sentence")
        assert page.url.endswith(f"/claims/{claim.id}")
        assert page.goto(f"{desk.url}/first?key={key}").status == 404  # type: ignore[union-attr]


def test_a_link_in_a_web_mailer_finds_the_reader_still_signed_in(
    browser: Browser, make_desk: Callable[..., OpenDesk]
) -> None:
    desk, mailer = make_desk(base_url=LOOPBACK), make_desk(base_url=LOOPBACK)
    an_account(desk)
    foreign = mailer.url.replace("127.0.0.1", "localhost")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{desk.url}/login")
        page.get_by_label("Name").fill("Anna")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{desk.url}/")
        page.goto(f"{foreign}/login")
        page.evaluate("url => { const a = document.createElement('a'); a.href = url; a.click(); }", desk.url)
        page.wait_for_url(f"{desk.url}/")
        assert "Sign out" in page.locator("header.top").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_way_in_is_wider_than_a_phone(
    browser: Browser, make_desk: Callable[..., OpenDesk], scheme: str
) -> None:
    desk = make_desk(base_url=LOOPBACK)
    key = a_first_key(desk)
    with browser.new_context(viewport=PHONE, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()

        def check() -> None:
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url

        for path in ("/login", "/first?key=wrong", f"/first?key={key}"):
            page.goto(f"{desk.url}{path}")
            check()
        page.get_by_label("Name").fill("W" * 60)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD + "!")
        page.get_by_role("button", name="Make the administrator").click()
        page.wait_for_selector(".fault")
        check()
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_role("button", name="Make the administrator").click()
        page.wait_for_url(f"{desk.url}/")
        check()
