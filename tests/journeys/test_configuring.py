"""Setting the desk up: from the first link to a watched agreement; two people at one document."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.filled import PASSWORD
from tests.journeys.walker import Walker
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, a_first_key

pytestmark = needs_browser


def test_from_the_first_link_to_an_agreement_that_is_watched(
    browser: Browser, make_desk: Callable[..., OpenDesk]
) -> None:
    desk = make_desk(base_url=LOOPBACK)
    key = a_first_key(desk)
    with browser.new_context() as context:
        zoe = Walker(context.new_page(), desk.url)
        zoe.open(f"/first?key={key}")
        zoe.page.get_by_label("Name").fill("Zoé Ångström")
        zoe.page.get_by_label("Password", exact=True).fill(PASSWORD)
        zoe.page.get_by_label("The same password again").fill(PASSWORD)
        zoe.press("Make the administrator")
        expect(zoe.page.get_by_role("button", name="Sign out")).to_be_visible()
        zoe.open("/agreements")
        zoe.main.get_by_role("link", name="agreement").first.click()
        zoe.page.get_by_role("link", name="Begin with it").and_(
            zoe.page.get_by_role("link", name="Humanitarian ceasefire in Nagorno-Karabakh")
        ).first.click()
        zoe.press("Save and watch")
        zoe.page.wait_for_url("**saved=new")
        zoe.open("/sources")
        zoe.sees("Ministry of Defence")
        assert zoe.faults == []


def test_the_second_of_two_who_edit_is_told_and_overwrites_nothing(walk_in: Callable[..., Walker]) -> None:
    ada, twin = walk_in("Ada"), walk_in("Ada")
    for each in (ada, twin):
        each.open("/agreements/ended/edit")
    ada.page.get_by_label("Name", exact=True).fill("A truce that ended early")
    ada.press("Save")
    ada.page.wait_for_url("**saved=*")
    twin.page.get_by_label("Name", exact=True).fill("A truce of another name")
    twin.press("Save")
    expect(twin.page.get_by_role("alert")).to_contain_text("saved this meanwhile")
    twin.sees("A truce that ended early")
    ada.open("/agreements/ended/edit")
    expect(ada.page.get_by_label("Name", exact=True)).to_have_value("A truce that ended early")
