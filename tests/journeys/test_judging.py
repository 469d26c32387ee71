"""Judging readings: a correction shows wherever it counts; twenty claims by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from sqlmodel import select

from monitor.db import reading
from monitor.models import Review
from tests.journeys.walker import Walker
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk

pytestmark = needs_browser


def test_a_correction_shows_in_the_log_the_figures_and_the_audit_log(walk_in: Callable[..., Walker]) -> None:
    rosa, ada = walk_in("Rosa"), walk_in("Ada")
    rosa.open("/claims?review=open&stance=accusation&type=shelling")
    rosa.claims().first.get_by_role("link").first.click()
    rosa.follow("Correct")
    rosa.page.get_by_role("group", name="Act, allegedly").get_by_label("shelling").uncheck()
    rosa.page.get_by_role("group", name="Act, allegedly").get_by_label("drone").first.check()
    rosa.page.get_by_label("Killed, allegedly").fill("7")
    rosa.page.get_by_label("Note").last.fill("The text names a drone.")
    rosa.press("Save the correction")
    rosa.sees("Rosa corrected the reading")
    rosa.sees("The text names a drone.")
    ada.open("/claims?review=corrected&type=drone")
    ada.sees("7 killed")
    ada.open("/audit")
    ada.sees("corrected")
    ada.sees("Rosa")


def test_twenty_claims_are_reviewed_by_keyboard_alone(
    walk_in: Callable[..., Walker], filled_desk: OpenDesk
) -> None:
    rosa = walk_in()
    keys = rosa.page.keyboard
    with reading(filled_desk.engine) as session:
        before = len(session.exec(select(Review)).all())
    rosa.open("/claims")
    keys.press("/")
    rosa.tab_to("Review")
    keys.press("Enter")
    rosa.tab_to("to review")
    keys.press("Space")
    rosa.tab_to("Apply")
    keys.press("Enter")
    rosa.page.wait_for_url("**review=open*")
    keys.press("j")
    keys.press("o")
    rosa.page.wait_for_url("**/claims/*")
    for number in range(20):
        shown = rosa.page.url
        keys.press("c" if number % 2 else "r")
        rosa.page.wait_for_url(lambda url, shown=shown: url != shown)
    with reading(filled_desk.engine) as session:
        assert len(session.exec(select(Review)).all()) == before + 20
    expect(rosa.main).to_be_visible()
