"""Nobody is kept out of any page: axe-core finds nothing serious or critical, light or dark."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.filled import PASSWORD
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.page_list import SIGNED_OUT, describe_app, list_pages, page_routes

pytestmark = needs_browser
GRAVE = ("serious", "critical")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
WHOLE = {"resultTypes": ["violations"]}
# Light and dark differ by nothing but colours.
COLOURS = WHOLE | {"runOnly": ["color-contrast", "link-in-text-block"]}


def sign_in(page: Page, desk: OpenDesk, name: str) -> None:
    page.goto(f"{desk.url}/login")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def find_violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What keeps somebody out, each with the first element that does."""
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html']} ({len(each['nodes'])} such)"
        for each in found
        if each["impact"] in GRAVE
    ]


def look_at_all(
    page: Page, desk: OpenDesk, name: str, schemes: dict[str, dict[str, Any]]
) -> dict[str, list[str]]:
    """The violations of each page that this person may see, in each colour scheme."""
    pages = list_pages(desk)
    found = {title: look_at(page, desk.url + pages.pop(title), schemes) for title in SIGNED_OUT}
    sign_in(page, desk, name)
    found |= {title: look_at(page, desk.url + address, schemes) for title, address in pages.items()}
    return {title: faults for title, faults in found.items() if faults}


def look_at(page: Page, url: str, schemes: dict[str, dict[str, Any]]) -> list[str]:
    """What is found in each scheme; where the browser runs no script at all, axe-core can't look."""
    answer = page.goto(url)
    assert answer is not None
    if answer.headers["content-security-policy"].endswith("sandbox"):
        return []
    faults = []
    for scheme, options in schemes.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        faults += [f"{scheme}: {fault}" for fault in find_violations(page, options)]
    return faults


@pytest.mark.timeout(300)
def test_no_page_keeps_anybody_out(browser: Browser, filled_desk: OpenDesk) -> None:
    with browser.new_context(viewport=WIDE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        found = look_at_all(page, filled_desk, "Ada", {"light": WHOLE, "dark": COLOURS})
    assert found == {}, json.dumps(found, indent=1)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["Ada", "Rosa", "Vera"])
def test_no_page_keeps_anybody_out_on_a_phone(browser: Browser, filled_desk: OpenDesk, name: str) -> None:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        found = look_at_all(page, filled_desk, name, {"light": WHOLE, "dark": WHOLE})
    assert found == {}, json.dumps(found, indent=1)


def test_what_keeps_somebody_out_is_found(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x><input></main>")
        found = find_violations(page, WHOLE)
        assert [fault.partition(":")[0] for fault in found] == ["image-alt", "label"]
        page.set_content("<html lang=en><title>x</title><main><h1 style='color: #eee'>Pale words</h1></main>")
        assert [fault.partition(":")[0] for fault in find_violations(page, COLOURS)] == ["color-contrast"]


def test_every_page_of_the_app_is_looked_at(filled_desk: OpenDesk) -> None:
    routes = page_routes(describe_app())
    assert {"/", "/claims", "/claims/{id}", "/login"} <= set(routes)
    assert {"/", "/claims", "/claims/{id}", "/login"} <= set(list_pages(filled_desk))
