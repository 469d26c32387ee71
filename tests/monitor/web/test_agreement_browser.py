"""An agreement written in a real browser: the YAML follows the form, a source is tried as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from monitor.agreements.form import read_form
from monitor.db import reading
from monitor.ledger.adoption import adopt_forms
from monitor.models import Agreement, Capture
from tests.builders import START, minutes_after
from tests.monitor.agreements.forms import a_form
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, PASSWORD, an_account
from tests.outside import Site

pytestmark = needs_browser
ITEMS = [
    {
        "title": "Statement of the press office",
        "url": "https://mod.example/1",
        "text": "At 12:05 the Southland army shelled our positions at The Ford.",
        "published_at": minutes_after(60),
    },
    {"title": "Football results", "url": "https://mod.example/2", "published_at": minutes_after(30)},
]


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    desk = make_desk(base_url=LOOPBACK, settings={"allow_networks": "127.0.0.0/8", "host_gap": 0})
    an_account(desk, role="admin")
    return desk


@pytest.fixture
def page(browser: Browser, desk: OpenDesk) -> Iterator[Page]:
    """Signed in as an administrator; a fault in a script fails the test."""
    with browser.new_context() as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{desk.url}/login")
        page.get_by_label("Name").fill("Anna")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Sign out").wait_for()
        yield page
        assert faults == []


def test_from_nothing_with_a_source_that_is_tried_as_it_is_typed(
    page: Page, desk: OpenDesk, site: Site
) -> None:
    address = site.feed("/feed.xml", ITEMS)
    page.goto(f"{desk.url}/agreements/new?from=nothing")
    page.get_by_label("Name", exact=True).fill("Truce along the river")
    page.get_by_label("In force from").fill("2020-10-10 12:00")
    page.get_by_label("Time zone", exact=True).fill("Asia/Yerevan")
    page.locator('[name="parties.0.name"]').fill("Northland")
    page.locator('[name="parties.1.name"]').fill("Southland")
    lines = page.locator("#lines")
    expect(lines).to_contain_text("id: truce-along-the-river")
    expect(page.locator("#bar")).to_contain_text("1 change, not saved")
    page.locator('[name="sources.0.publisher"]').fill("Ministry of Defence")
    page.locator('[name="sources.0.party"]').select_option("Northland")
    page.locator('[name="sources.0.url"]').fill(address)
    result = page.locator('[data-source="sources.0"] [data-result]')
    expect(result).to_contain_text("2 statements")
    expect(result).to_contain_text("Northland accuses Southland of shelling")
    expect(result).to_contain_text("No claim read")
    expect(page.locator('[name="sources.0.kind"]')).to_have_value("feed")
    expect(lines).to_contain_text("party: northland")
    expect(lines).to_contain_text("kind: feed")
    read_form(page.locator("#yaml").input_value())
    page.get_by_role("button", name="Save and watch").click()
    page.wait_for_url("**/agreements/truce-along-the-river/edit?saved=new")
    with reading(desk.engine) as session:
        assert session.exec(select(Agreement)).one().name == "Truce along the river"
        assert session.exec(select(Capture)).all() == []


def test_a_problem_appears_at_its_field_and_goes_when_it_is_mended(page: Page, desk: OpenDesk) -> None:
    adopt_forms(desk.engine, [a_form()], now=START, by="apply")
    page.goto(f"{desk.url}/agreements/truce/edit")
    country = page.locator('[name="parties.1.country"]')
    country.fill("UK")
    expect(page.locator('[id="parties.1.country-problem"]')).to_contain_text("did you mean `GB`")
    expect(page.locator("#lines .err")).to_contain_text("UK")
    country.fill("GB")
    expect(page.locator('[id="parties.1.country-problem"]')).to_have_count(0)
    expect(page.locator("#lines .chg")).to_contain_text("GB")
    expect(page.locator("#bar")).to_contain_text("1 change, not saved")


def test_the_form_follows_the_yaml_when_it_is_checked(page: Page, desk: OpenDesk) -> None:
    adopt_forms(desk.engine, [a_form()], now=START, by="apply")
    page.goto(f"{desk.url}/agreements/truce/edit")
    page.get_by_label("Name", exact=True).fill("A longer truce")
    expect(page.locator("#lines")).to_contain_text("name: A longer truce")
    page.get_by_text("Edit the YAML").click()
    yaml = page.locator("#yaml")
    yaml.fill(yaml.input_value().replace("Asia/Yerevan", "Europe/Moscow"))
    expect(page.locator("#yaml-state")).to_contain_text("The form follows when you check")
    page.get_by_role("button", name="Check without saving").click()
    expect(page.get_by_label("Time zone", exact=True)).to_have_value("Europe/Moscow")
    expect(page.get_by_label("Name", exact=True)).to_have_value("A longer truce")


@pytest.mark.parametrize("width", [390, 1440, 2560])
def test_no_page_is_wider_than_its_window(page: Page, desk: OpenDesk, width: int) -> None:
    adopt_forms(desk.engine, [a_form()], now=START, by="apply")
    page.set_viewport_size({"width": width, "height": 900})
    paths = ("/agreements", "/agreements/new", "/agreements/truce/edit", "/agreements/truce/versions")
    for path in (*paths, "/agreements/new?from=karabakh-2020"):
        page.goto(f"{desk.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
