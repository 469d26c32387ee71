"""Rules, channels and alerts in a real browser: tried while written, with and without scripts, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from monitor.db import writing
from tests.alerts.scenes import AT_ONCE, Road, claim_facts
from tests.builders import an_agreement
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_deliveries import desk
from tests.monitor.web.person import Person, an_account

__all__ = ["desk"]
pytestmark = needs_browser


@pytest.fixture
def session(desk: OpenDesk) -> str:
    """An administrator's, at a desk with three alerts of one rule."""
    with writing(desk.engine) as session:
        an_agreement(session)
    road = Road(desk.engine)
    road.webhook("https://news.example/hook")
    road.rule(**AT_ONCE)
    for number, kind in enumerate(["drone", "missile", "drone"]):
        road.pass_time(60)
        road.post(facts=claim_facts(lineage=f"l{number}", types=[kind]))
        road.close()
    an_account(desk, "Clara", "admin")
    clara = Person(desk)
    clara.sign_in("Clara")
    return clara.session or ""


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def context(
    request: pytest.FixtureRequest, browser: Browser, desk: OpenDesk, session: str
) -> Iterator[BrowserContext]:
    with browser.new_context(java_script_enabled=request.param) as made:
        sign_in(made, desk, session)
        yield made


def sign_in(context: BrowserContext, desk: OpenDesk, session: str) -> None:
    context.add_cookies([{"name": "ceasewatch_session", "value": session, "url": desk.url}])


def choose(page: Page, label: str, choice: str) -> None:
    box = page.locator("#ruleform details.pick", has=page.locator("summary", has_text=label)).first
    box.locator("summary").click()
    box.get_by_label(choice).check()
    box.locator("summary").click()


def test_a_rule_is_tried_and_made(context: BrowserContext, desk: OpenDesk) -> None:
    page = context.new_page()
    page.goto(f"{desk.url}/rules/new")
    page.get_by_label("Name", exact=True).fill("drones")
    choose(page, "Channels:", "newsroom (webhook)")
    choose(page, "Alleged acts:", "drone strike")
    page.get_by_label("Wait before the first message").fill("0s")
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".bignum")).to_contain_text("2claims match")
    page.get_by_role("button", name="Save rule").click()
    expect(page.locator("h1")).to_have_text("drones")
    expect(page.locator(".head .sub")).to_contain_text("Accusations, while in force, drone strike")


def test_a_rule_is_tried_while_it_is_written(browser: Browser, desk: OpenDesk, session: str) -> None:
    with browser.new_context() as context:
        sign_in(context, desk, session)
        page = context.new_page()
        page.goto(f"{desk.url}/rules/every-accusation")
        expect(page.locator(".bignum")).to_contain_text("3claims match")
        expect(page.locator("#told")).to_contain_text("Nothing is changed.")
        choose(page, "Alleged acts:", "missile")
        expect(page.locator(".bignum")).to_contain_text("1claims match")
        expect(page.locator("#told")).to_contain_text("Changed: acts. 1 message instead of 3")
        page.get_by_label("Wait before the first message").fill("soon")
        expect(page.locator("#fault-group_wait")).to_contain_text("is not a duration")
        page.get_by_label("Wait before the first message").fill("0s")
        expect(page.locator("#fault-group_wait")).to_have_count(0)


def test_several_alerts_are_acknowledged(context: BrowserContext, desk: OpenDesk) -> None:
    page = context.new_page()
    page.goto(f"{desk.url}/alerts")
    for box in page.locator(".tickbox input").all()[:2]:
        box.check()
    page.get_by_label("Note").fill("Called both")
    page.get_by_role("button", name="Acknowledge the ticked ones").click()
    expect(page.locator(".tickbox input")).to_have_count(1)


def test_a_channel_is_made_and_tested(context: BrowserContext, desk: OpenDesk) -> None:
    page = context.new_page()
    page.goto(f"{desk.url}/channels/new?kind=webhook")
    page.get_by_label("Name", exact=True).fill("hook")
    page.get_by_label("Address").fill("https://news.example/in")
    page.get_by_role("button", name="Add channel").click()
    expect(page.locator(".once code")).to_contain_text("whsec_")
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator("#tries")).to_contain_text("A test of the channel")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_a_phone(browser: Browser, desk: OpenDesk, session: str, scheme: str) -> None:
    size = {"width": 390, "height": 844}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
        sign_in(context, desk, session)
        page = context.new_page()
        paths = (
            "/rules",
            "/rules/new",
            "/rules/every-accusation",
            "/channels",
            "/channels/newsroom",
            "/alerts",
        )
        for path in (*paths, "/alerts"):
            page.goto(f"{desk.url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
