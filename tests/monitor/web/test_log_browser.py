"""The log, a claim and a statement in a real browser: by keyboard alone, alive, and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.journal import append_entry
from monitor.models import Claim, Lineage, Miss, Review
from monitor.web import listening
from tests.builders import a_reading, a_revision, minutes_after
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.person import LOOPBACK, Person, an_account
from tests.servers import wait_until

pytestmark = needs_browser
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
TEXT = "It is quiet. At 12:05 the enemy attacked. We answer."


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk], monkeypatch: pytest.MonkeyPatch) -> OpenDesk:
    monkeypatch.setattr(listening, "LOOKS_EVERY", 0.05)
    return make_desk(base_url=LOOPBACK)


@pytest.fixture
def open_page(browser: Browser, desk: OpenDesk) -> Iterator[Callable[..., Page]]:
    """Pages of Anna, who reviews; whatever a script complains of fails the test."""
    an_account(desk)
    anna = Person(desk)
    anna.sign_in()
    contexts, complaints = [], []

    def start(path: str, size: dict[str, int] = WIDE) -> Page:
        contexts.append(browser.new_context(viewport=size))  # type: ignore[arg-type]
        cookie = {"name": "ceasewatch_session", "value": anna.session or "", "url": desk.url}
        contexts[-1].add_cookies([cookie])  # type: ignore[list-item]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{desk.url}{path}")
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def some_claims(desk: OpenDesk, number: int) -> list[Claim]:
    """The newest first, as the log has them."""
    return [desk.claim(published_at=minutes_after(60 - each)) for each in range(number)]


def verdicts(desk: OpenDesk) -> dict[str, str]:
    with reading(desk.engine) as session:
        return {review.claim_id: review.verdict for review in session.exec(select(Review))}


def test_claims_are_reviewed_by_keyboard_alone(desk: OpenDesk, open_page: Callable[..., Page]) -> None:
    claims = some_claims(desk, 4)
    page = open_page("/claims")
    page.keyboard.press("j")
    for number, key in enumerate("crc"):
        page.wait_for_selector(f'.pane form[action*="{claims[number].id}"]')
        page.keyboard.press(key)
    wait_until(lambda: page.locator(".review.open").count() == 1)
    expected = ["confirmed", "rejected", "confirmed"]
    assert verdicts(desk) == {claim.id: said for claim, said in zip(claims, expected, strict=False)}
    page.keyboard.press("u")
    wait_until(lambda: page.locator(".review.open").count() == 2)


def test_many_claims_get_one_verdict_by_keys(desk: OpenDesk, open_page: Callable[..., Page]) -> None:
    some_claims(desk, 5)
    page = open_page("/claims")
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert page.locator(".bulk .picked").inner_text() == "3 picked"
    with page.expect_navigation():
        page.get_by_role("button", name="The texts do not").click()
    assert "3 readings rejected." in page.locator("main").inner_text()
    assert len(verdicts(desk)) == 3


def test_keys_are_off_while_somebody_types_and_can_be_switched_off(
    desk: OpenDesk, open_page: Callable[..., Page]
) -> None:
    some_claims(desk, 2)
    page = open_page("/claims")
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    assert page.input_value("input[name=q]") == "jx?"
    assert page.locator(".claim[aria-current]").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".claim[aria-current]").count() == 0


def test_new_claims_wait_until_their_reader_asks(desk: OpenDesk, open_page: Callable[..., Page]) -> None:
    some_claims(desk, 2)
    page = open_page("/claims")
    page.wait_for_timeout(200)
    claim = desk.claim(published_at=minutes_after(90))
    with writing(desk.engine) as session:
        lineage = session.exec(select(Lineage).where(Lineage.claim_id == claim.id)).one()
        details = {"new": [lineage.id]}
        append_entry(
            session, kind="reading", subject="s", actor="classifier", now=minutes_after(91), details=details
        )
    page.get_by_text("1 more claim has arrived.").wait_for()
    assert page.locator(".claim").count() == 2
    page.keyboard.press(".")
    page.locator(".claim.new").wait_for()
    assert page.locator(".claim").count() == 3
    assert page.locator(".claim.new").get_attribute("data-id") == claim.id


def test_a_missed_claim_is_marked_by_keyboard(desk: OpenDesk, open_page: Callable[..., Page]) -> None:
    with writing(desk.engine) as session:
        revision = a_revision(session, text=TEXT)
        a_reading(session, revision)
        id = revision.statement_id
    page = open_page(f"/statements/{id}")
    for key in ("v", "ArrowDown"):
        page.keyboard.press(key)
    assert page.input_value("textarea[name=words]") == "At 12:05 the enemy attacked."
    page.select_option("select[name=by]", "armenia")
    with page.expect_navigation():
        page.get_by_role("button", name="This is an accusation").click()
    with reading(desk.engine) as session:
        miss = session.exec(select(Miss)).one()
        assert TEXT[miss.start : miss.end] == "At 12:05 the enemy attacked."


def test_a_verdict_and_a_correction_need_no_script(browser: Browser, desk: OpenDesk) -> None:
    claim = desk.claim()
    an_account(desk)
    anna = Person(desk)
    anna.sign_in()
    with browser.new_context(java_script_enabled=False) as context:
        cookie = {"name": "ceasewatch_session", "value": anna.session or "", "url": desk.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{desk.url}/claims/{claim.id}")
        page.get_by_role("link", name="Correct").click()
        page.fill("input[name=killed]", "4")
        page.get_by_role("button", name="Save the correction").click()
        assert "alleged killed 4" in page.locator("h1").inner_text()


def test_no_page_about_a_claim_is_wider_than_a_phone(desk: OpenDesk, open_page: Callable[..., Page]) -> None:
    claim = desk.claim(text="Unbroken" * 40, title="قصفت القوات المسلحة مدينة", lang="ar", places=["x" * 90])
    page = open_page("/claims", PHONE)
    for path in ("/claims", f"/claims/{claim.id}?edit=true", "/statements"):
        page.goto(f"{desk.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    page.locator(".textrow a").first.click()
    for part in ("As received",):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("link", name=part).first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
