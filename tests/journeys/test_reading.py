"""Reading the desk: on a phone, without JavaScript, in other scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.builders import minutes_after
from tests.journeys.walker import Walker
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.page_list import NOTHING, SIGNED_OUT, list_pages

pytestmark = needs_browser
PHONE = {"width": 390, "height": 844}
SAID = {
    "ar": ("قصفت القوات المسلحة مدينة ترتر بالمدفعية الثقيلة صباح 11 أكتوبر.", "rtl"),
    "he": ("מטוסים תקפו את העיר סטפנקרט במהלך היום למרות הפסקת האש.", "rtl"),
    "hy": ("Հակառակորդը հրետանային կրակի տակ է պահում Մարտունին։", "ltr"),
}


@pytest.mark.timeout(300)
def test_no_page_scrolls_sideways_on_a_phone(walk_in: Callable[..., Walker], filled_desk: OpenDesk) -> None:
    ada = walk_in("Ada", viewport=PHONE, has_touch=True)
    wide = []
    for name, address in list_pages(filled_desk).items():
        if name not in (NOTHING, "/first", *SIGNED_OUT):
            ada.open(address)
            wide += [name] if ada.is_wider_than(PHONE["width"]) else []
    assert wide == []


def test_without_javascript_the_log_is_filtered_and_a_reading_confirmed(
    walk_in: Callable[..., Walker],
) -> None:
    rosa = walk_in(java_script_enabled=False)
    rosa.open("/claims?review=open")
    before = rosa.claims().count()
    assert before > 10
    rosa.claims().first.get_by_role("link").first.click()
    rosa.page.get_by_role("button", name="It says this").click()
    rosa.open("/claims?review=confirmed&sort=-published")
    rosa.sees("confirmed")
    rosa.open("/claims?review=open")
    assert rosa.claims().count() == before - 1


@pytest.mark.parametrize("lang", SAID)
def test_a_quote_stands_in_its_own_language_and_direction(
    walk_in: Callable[..., Walker], filled_desk: OpenDesk, lang: str
) -> None:
    text, direction = SAID[lang]
    claim = filled_desk.claim(text=text, title=text, lang=lang, published_at=minutes_after(1000))
    rosa = walk_in()
    for path in (f"/claims?q={text.split()[0]}", f"/claims/{claim.id}"):
        rosa.open(path)
        quote = rosa.main.locator(f"[lang={lang}]").filter(has_text=text[:20]).first
        expect(quote).to_be_visible()
        assert quote.evaluate("each => getComputedStyle(each).direction") == direction
        assert quote.evaluate("each => each.closest('[lang]').lang") == lang
    words = rosa.main.get_by_role("blockquote").filter(has_text=text[:20]).first
    side = {"rtl": "Right", "ltr": "Left"}[direction]
    assert words.evaluate(f"each => getComputedStyle(each).border{side}Width") == "3px"
