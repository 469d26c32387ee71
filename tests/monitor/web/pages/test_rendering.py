"""Hostile text stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.pages.rendering import direction, plain, shown, web_address
from tests.monitor.web.conftest import OpenDesk

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</style><style>*{display:none}",
    "{{ 7*7 }} {% raw %}",
    "&lt;b&gt; &amp;",
    "' onmouseover='alert(1)",
]


class Parts(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses.update(value or "" for name, value in attrs if name in ("href", "src", "action"))


def test_hostile_text_reaches_the_reader_as_text_wherever_a_source_can_put_it(desk: OpenDesk) -> None:
    for text in HOSTILE:
        claim = desk.claim(
            "hostile",
            publisher=HOSTILE[0],
            title=text,
            text=text,
            places=[text],
            why=[text],
            url=f"https://x/{text}",
        )
        for page in (desk.page("/claims"), desk.page(f"/claims/{claim.id}"), desk.page(f"/claims?q={text}")):
            parts = Parts()
            parts.feed(page)
            assert page.count("<script") == page.count('<script type="module" src="/static/')
            assert not parts.tags & {"img", "svg", "style", "iframe", "object", "b"}
            assert not {name for name in parts.attributes if name.startswith("on") or name == "style"}
            assert all(address.startswith(("/", "#", "https://x/")) for address in parts.addresses)
            assert "{{ 7*7 }}" in page or text != HOSTILE[4]


def test_text_of_a_megabyte_is_cut_in_the_log_and_whole_on_its_page(desk: OpenDesk) -> None:
    claim = desk.claim(title="t" * 1_000_000, text="x" * 1_000_000)
    assert len(desk.page("/claims")) < 20_000
    assert "x" * 1_000_000 in desk.page(f"/claims/{claim.id}")


def test_characters_that_turn_text_around_are_shown_as_words(desk: OpenDesk) -> None:
    desk.claim(text="safe \u202egnp.exe\u202c end")
    page = desk.page("/claims")
    assert "\u202e" not in page
    assert '<span class="unseen" title="right-to-left override">RLO</span>gnp.exe' in page
    assert plain("a\u202eb\x07") == "a[RLO]b[U+0007]"


@given(st.text())
def test_no_text_at_all_becomes_markup_or_turns_the_page(text: str) -> None:
    html = str(shown(text))
    rest = re.sub(r'<span class="unseen" title="[a-z -]+">[A-Z0-9+]+</span>', "", html)
    assert not re.search('[<>"\u202a-\u202e\u2066-\u2069]', rest)


def test_languages_have_their_direction() -> None:
    assert [direction(lang) for lang in ("ar", "he", "fa-IR", "hy", "en", "und", "")] == [
        *["rtl"] * 3,
        *["ltr"] * 2,
        *["auto"] * 2,
    ]


def test_only_web_addresses_may_become_links() -> None:
    assert web_address("HTTPS://x.example/1") == "HTTPS://x.example/1"
    for url in ("javascript:alert(1)", "ftp://x", "https:", "https://", "http:///x", "/x", ""):
        assert web_address(url) == ""
