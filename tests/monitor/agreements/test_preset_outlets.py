"""The outlets of the bundled agreements: enabled only with evidence, disabled with the reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.agreements.documents import source_document
from monitor.agreements.form_source import WatchedSource
from monitor.agreements.kinds import check_kinds
from monitor.agreements.presets import list_presets, read_preset
from monitor.readers import CaptureText, SourceFacts, is_polled, known_kinds, reader_for
from monitor.readers.addresses import canonical

UNREADABLE = ("blocked", "dead", "broken", "unreachable", "can't be read", "proscribed", "unproven")


def outlets_of(name: str) -> list[WatchedSource]:
    (agreement,) = read_preset(name).content.agreements
    outlets = agreement.sources
    assert all(isinstance(outlet, WatchedSource) for outlet in outlets), "a preset stands on its own"
    return [outlet for outlet in outlets if isinstance(outlet, WatchedSource)]


OUTLETS = {outlet.id: outlet for name in list_presets() for outlet in outlets_of(name)}
ENABLED = [outlet for outlet in OUTLETS.values() if outlet.enabled]
DISABLED = [outlet for outlet in OUTLETS.values() if not outlet.enabled]


def facts_of(outlet: WatchedSource) -> SourceFacts:
    return SourceFacts(
        id=outlet.id,
        kind=outlet.kind,
        url=outlet.url,
        languages=tuple(outlet.languages),
        timezone=outlet.timezone or "UTC",
        options=source_document(outlet),
    )


def test_an_outlet_of_several_presets_is_given_alike() -> None:
    given = [(outlet, name) for name in list_presets() for outlet in outlets_of(name)]
    for outlet, name in given:
        assert source_document(outlet) == source_document(OUTLETS[outlet.id]), (outlet.id, name)
        assert outlet.party == OUTLETS[outlet.id].party


def test_no_address_stands_under_two_ids() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for outlet in OUTLETS.values():
        owners[canonical(outlet.url).casefold().rstrip("/")].add(outlet.id)
    assert [address for address, ids in owners.items() if len(ids) > 1] == []


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=lambda outlet: outlet.id)
def test_an_outlet_says_its_language_and_what_is_known_of_it(outlet: WatchedSource) -> None:
    assert outlet.languages
    assert len(outlet.note) > 20
    assert outlet.kind in known_kinds()
    if is_polled(outlet.kind):
        accepted = {"acknowledge_terms": True}
        facts = facts_of(outlet)
        assert reader_for(outlet.kind).address(replace(facts, options={**facts.options, **accepted}))


@pytest.mark.parametrize("outlet", ENABLED, ids=lambda outlet: outlet.id)
def test_an_enabled_outlet_has_evidence_and_can_be_read(outlet: WatchedSource) -> None:
    assert outlet.kind in ("feed", "page")
    assert not any(word in outlet.note.casefold() for word in UNREADABLE if word != "unproven")
    if outlet.kind == "page":
        assert outlet.select is not None
        assert outlet.select.item


def test_enabled_outlets_are_of_kinds_that_this_version_reads() -> None:
    check_kinds([read_preset(name) for name in list_presets()], [*known_kinds()])


@pytest.mark.parametrize("outlet", DISABLED, ids=lambda outlet: outlet.id)
def test_a_disabled_outlet_says_why(outlet: WatchedSource) -> None:
    reasons = (*UNREADABLE, "acknowledge_terms", "paid interface", "no machine", "known from lists", "try it")
    more = ("no selectors", "not recorded", "the same statements", "consent", "alerts and no statements")
    assert any(reason in outlet.note.casefold() for reason in (*reasons, *more)), outlet.note


def test_telegram_waits_for_a_person_and_facebook_and_x_are_entered_by_hand() -> None:
    for outlet in OUTLETS.values():
        if "t.me/" in outlet.url:
            assert (outlet.kind, outlet.enabled, outlet.acknowledge_terms) == ("telegram", False, False)
            assert outlet.terms_url
            assert outlet.keep != "full"
        if "//x.com/" in outlet.url or "facebook.com/" in outlet.url:
            assert (outlet.kind, outlet.enabled) == ("manual", False)


def test_outlets_of_proscribed_organisations_are_disabled_and_kept_as_links() -> None:
    proscribed = {outlet.id for outlet in OUTLETS.values() if "proscribed" in outlet.note}
    assert {"hz-almanar", "hamas-telegram", "qassam-telegram", "ye-saree-telegram"} <= proscribed
    for outlet in OUTLETS.values():
        if outlet.id in proscribed or outlet.party in ("hezbollah", "hamas", "houthis"):
            assert (outlet.enabled, outlet.keep) == (False, "link"), outlet.id
    assert (OUTLETS["ru-tass"].enabled, OUTLETS["ru-tass"].keep) == (False, "link")


LISTING = """
<html><body><nav><a href="/">Home</a><a href="{site}">News</a></nav>
{items}
<a href="{site}?page=2">2</a></body></html>
"""
LINKED = '<div><h3><a href="{link}">Statement {{n}} of today</a></h3></div>'
LINKS = {
    "am-mod": "https://www.mil.am/hy/news/{n}",
    "pk-mofa": "https://mofa.gov.pk/press-releases/statement-by-the-spokesperson-{n}",
    "kh-pressocm": "https://pressocm.gov.kh/archives/{n}",
    "am-pm": '<ul class="search__list"><li><a href="/en/press-release/item/2020/11/10/{n}/">T{n} of the Prime'
    ' Minister</a><div class="search__date">10.11.2020</div></li></ul>',
    "az-president": '<div class="news-feed_feed"><article><a href="/en/articles/view/{n}">Talk {n} with the'
    ' press</a><span class="category_date">10 November 2020</span></article></div>',
}


@pytest.mark.parametrize("outlet", [one for one in ENABLED if one.kind == "page"], ids=lambda one: one.id)
def test_the_selectors_of_an_enabled_page_find_items_of_the_shape_they_are_for(outlet: WatchedSource) -> None:
    shape = LINKS[outlet.id]
    shape = shape if shape.startswith("<") else LINKED.format(link=shape)
    items = "\n".join(shape.format(n=number) for number in range(31240, 31246))
    body = LISTING.format(site=outlet.url, items=items).encode()
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    listing = reader_for("page").read(CaptureText(body, outlet.url, now, "text/html"), facts_of(outlet))
    assert len(listing.statements) == 6
    assert len({statement.external_id for statement in listing.statements}) == 6


def test_the_page_about_presets_tells_what_the_files_hold() -> None:
    page = (Path(__file__).parents[3] / "docs" / "presets.md").read_text(encoding="utf-8")
    for name in list_presets():
        (agreement,) = read_preset(name).content.agreements
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        moments = [moment for moment in (agreement.starts_at, agreement.ends_at) if moment]
        assert all(f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" in row for moment in moments)
        enabled = [outlet for outlet in outlets_of(name) if outlet.enabled]
        assert f"{len(enabled)} of {len(agreement.sources)}" in row
    assert f"{len(OUTLETS)} outlets in all, {len(ENABLED)} of them enabled" in page
    told, untold = page.split("## Why the others are disabled")
    assert [one.id for one in ENABLED if f"`{one.id}`" not in told or f"`{one.id}`," in untold] == []
    apart = [one.id for one in DISABLED if f"`{one.id}`" not in untold and not one.id.endswith("-telegram")]
    assert apart == []
