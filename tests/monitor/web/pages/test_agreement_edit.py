"""An agreement written at the desk without a script: from nothing, from a preset, by two people at once."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlmodel import select

from monitor.agreements.export import write_agreement
from monitor.db import reading, writing
from monitor.ledger.adoption import adopt_forms
from monitor.models import Agreement, JournalEntry, Source
from tests.builders import START, a_token
from tests.monitor.agreements.forms import a_form
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import Person, an_account
from tests.outside import Site

EDIT = "/agreements/truce/edit"


@pytest.fixture
def desk(make_desk: Any) -> OpenDesk:
    """A desk on plain HTTP, so that cookies come back."""
    desk: OpenDesk = make_desk(base_url="http://127.0.0.1:8080")
    with writing(desk.engine) as session:
        a_token(session, "a-viewer-token")
    return desk


@pytest.fixture
def anna(desk: OpenDesk) -> Person:
    return someone(desk, "Anna")


def someone(desk: OpenDesk, name: str, role: str = "admin") -> Person:
    an_account(desk, name, role)
    person = Person(desk)
    person.sign_in(name)
    return person


@pytest.fixture
def truce(desk: OpenDesk) -> None:
    adopt_forms(desk.engine, [a_form()], now=START, by="apply")


def fields_of(page: str) -> dict[str, str]:
    """Every field of the page's form as a browser would send it."""
    form = page.split('<form id="draft"')[1].split("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name_, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        found[name_] = html.unescape(text)
    for name_, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', body)
        found[name_] = _value(chosen) if chosen else ""
    return found


def _value(chosen: re.Match[str]) -> str:
    return html.unescape(chosen[2] if chosen[1] is None else chosen[1])


def agreement(desk: OpenDesk, id_: str = "truce") -> Agreement:
    with reading(desk.engine) as session:
        return session.get_one(Agreement, id_)


def test_from_nothing_to_a_watched_agreement_in_one_form(desk: OpenDesk, anna: Person) -> None:
    assert "Begin from nothing" in anna.open("/agreements/new").text
    page = anna.open("/agreements/new?from=nothing").text
    assert "must be solved" not in page
    filled = fields_of(page) | {
        "name": "Truce along the river",
        "starts_at": "2020-10-10 12:00",
        "timezone": "Asia/Yerevan",
        "parties.0.name": "Northland",
        "parties.1.name": "Southland",
        "sources.0.publisher": "Ministry of Defence of Northland",
        "sources.0.url": "https://mod.north.example/feed.xml",
        "sources.0.kind": "feed",
    }
    checked = anna.send("/agreements/new", filled | {"do": "check"})
    assert "3 changes, not saved" not in checked.text
    assert "2 changes, not saved" in words(checked.text)
    assert "add agreement truce-along-the-river" in words(checked.text)
    again = fields_of(checked.text)
    assert again["sources.0.party"] == ""
    saved = anna.send("/agreements/new", again | {"sources.0.party": "northland", "do": "save"})
    assert (saved.status_code, saved.headers["location"]) == (
        303,
        "/agreements/truce-along-the-river/edit?saved=new",
    )
    assert agreement(desk, "truce-along-the-river").starts_at == START
    assert "Saved." in words(anna.open(saved.headers["location"]).text)
    with reading(desk.engine) as session:
        assert session.exec(select(Source)).one().due_at is not None
        actors = {row.actor for row in session.exec(select(JournalEntry)) if row.kind == "configuration"}
    assert actors == {"Anna"}


def test_a_preset_is_saved_as_it_is(desk: OpenDesk, anna: Person) -> None:
    page = anna.open("/agreements/new?from=karabakh-2020")
    assert "# The humanitarian ceasefire" in page.text
    saved = anna.send("/agreements/new", fields_of(page.text) | {"do": "save"})
    assert saved.status_code == 303, words(saved.text)[:2000]
    assert len(agreement(desk, "karabakh-2020").document["places"]) == 30
    assert "watched already" in words(anna.open("/agreements/new").text)
    again = anna.send("/agreements/new", fields_of(page.text) | {"do": "save"})
    assert (again.status_code, "already; choose another id" in words(again.text)) == (422, True)
    assert anna.open("/agreements/new?from=atlantis").status_code == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    desk: OpenDesk, anna: Person, truce: None
) -> None:
    filled = fields_of(anna.open(EDIT).text) | {"parties.1.country": "UK", "do": "save"}
    page = anna.send(EDIT, filled)
    assert page.status_code == 422
    assert re.search(r'id="parties.1.country-problem">[^<]*did you mean `GB`', page.text)
    assert re.search(r'<span class="err">\s+country: UK', page.text) or "country: UK" in page.text
    assert '<a href="#parties.1.country">Azerbaijan, country</a>' in page.text
    assert agreement(desk).version == 1


def test_the_yaml_side_alone_is_enough(desk: OpenDesk, anna: Person, truce: None) -> None:
    filled = fields_of(anna.open(EDIT).text)
    filled["yaml"] = filled["yaml"].replace("A truce", "The <b>truce")
    checked = anna.send(EDIT, filled | {"do": "check"}).text
    assert fields_of(checked)["name"] == "The <b>truce"
    assert "<b>truce" not in checked
    assert anna.send(EDIT, filled | {"do": "save"}).status_code == 303
    assert agreement(desk).name == "The <b>truce"
    broken = anna.send(EDIT, fields_of(anna.open(EDIT).text) | {"yaml": "agreements: {", "do": "check"})
    assert "can't be shown as a form" in html.unescape(broken.text)
    assert "is not valid YAML" in broken.text


def test_form_and_yaml_changed_apart_are_both_kept_until_one_is_chosen(
    desk: OpenDesk, anna: Person, truce: None
) -> None:
    filled = fields_of(anna.open(EDIT).text)
    filled |= {"timezone": "Europe/Moscow", "yaml": filled["yaml"].replace("A truce", "The truce")}
    torn = anna.send(EDIT, filled | {"do": "save"})
    assert "Form and YAML were both changed" in words(torn.text)
    assert agreement(desk).version == 1
    kept = fields_of(torn.text)
    assert (kept["timezone"], "The truce" in kept["yaml"]) == ("Europe/Moscow", True)
    form = fields_of(anna.send(EDIT, kept | {"do": "take:form"}).text)
    assert (form["timezone"], form["name"]) == ("Europe/Moscow", "A truce")
    yaml = fields_of(anna.send(EDIT, kept | {"do": "take:yaml"}).text)
    assert (yaml["timezone"], yaml["name"]) == ("Asia/Yerevan", "The truce")


def test_the_second_tab_is_told_who_saved_and_loses_nothing(
    desk: OpenDesk, anna: Person, truce: None
) -> None:
    boris = someone(desk, "Boris <i>")
    mine, theirs = fields_of(anna.open(EDIT).text), fields_of(boris.open(EDIT).text)
    assert boris.send(EDIT, theirs | {"name": "Their truce", "do": "save"}).status_code == 303
    told = anna.send(EDIT, mine | {"timezone": "Europe/Moscow", "do": "save"})
    assert told.status_code == 409
    text = words(told.text)
    assert "saved this meanwhile" in text
    assert "Boris &lt;i&gt;" in told.text
    assert '<del><span class="sr">taken out: </span>  name: Their truce</del>' in told.text
    kept = fields_of(told.text)
    assert (kept["name"], kept["timezone"]) == ("A truce", "Europe/Moscow")
    assert agreement(desk).name == "Their truce"
    assert anna.send(EDIT, kept | {"do": "save"}).status_code == 303
    assert (agreement(desk).name, agreement(desk).timezone) == ("A truce", "Europe/Moscow")


def test_rows_are_added_and_removed_by_buttons(desk: OpenDesk, anna: Person, truce: None) -> None:
    filled = fields_of(anna.open(EDIT).text)
    assert "sources.1.url" not in filled
    more = fields_of(anna.send(EDIT, filled | {"do": "add:sources"}).text)
    assert (more["sources.1.url"], more["sources.1.enabled"]) == ("", "1")
    less = fields_of(anna.send(EDIT, more | {"do": "remove:observers.0", "paste": "Hadrut; 39.5; 47"}).text)
    assert "observers.0.name" not in less
    assert less["places.1.names"] == "en: Hadrut"
    assert anna.send(EDIT, less | {"do": "remove:places.99"}).status_code == 409
    allied = fields_of(anna.send(EDIT, less | {"do": "add:parties.0"}).text)
    assert allied["parties.2.column"] == "0"
    saved = anna.send(EDIT, allied | {"parties.2.name": "Artsakh", "do": "save"})
    assert saved.status_code == 303
    assert agreement(desk).document["parties"][2]["side"] == "west"
    assert agreement(desk).document["observers"] == []


def test_a_source_is_tried_as_it_is_typed_and_nothing_is_recorded(
    desk: OpenDesk, anna: Person, truce: None, site: Site
) -> None:
    """Loopback is refused by the guarded client: the page says so."""
    filled = fields_of(anna.open(EDIT).text) | {"sources.0.url": f"{site.url}/feed", "do": "try:sources.0"}
    tried = anna.send(EDIT, filled)
    assert tried.status_code == 200
    text = words(tried.text)
    assert "Nothing is recorded by a try" in text
    assert fields_of(tried.text)["sources.0.url"] == f"{site.url}/feed"
    wrong = anna.send(EDIT, filled | {"sources.0.url": "ftp://x"})
    assert "Not tried. url: 'ftp://x' is no web address" in html.unescape(words(wrong.text))


def test_a_row_after_a_blank_one_is_tried_where_it_went(desk: OpenDesk, anna: Person) -> None:
    filled = fields_of(anna.open("/agreements/new?from=nothing").text)
    filled |= {"sources.1.url": "nowhere", "do": "try:sources.1"}
    tried = anna.send("/agreements/new", filled).text
    assert "Not tried. url: 'nowhere' is no web address" in html.unescape(words(tried))
    assert fields_of(tried)["sources.0.url"] == "nowhere"


def test_the_page_asks_for_the_yaml_that_follows_while_somebody_types(
    desk: OpenDesk, anna: Person, truce: None
) -> None:
    filled = fields_of(anna.open(EDIT).text)
    answer = anna.send("/agreements/check", filled | {"name": "<b>", "parties.0.country": "Q"}).json()
    assert "name: <b>" in answer["text"]
    assert "<b>" not in answer["lines"]
    assert "parties.0.country" in answer["faults"]
    assert answer["actors"][0] == ["armenia", "Armenia"]
    both = filled | {"name": "B", "yaml": filled["yaml"] + "# c\n"}
    assert anna.send("/agreements/check", both).json()["torn"] is True
    tried = anna.send("/agreements/try", filled | {"do": "try:sources.0", "sources.0.url": "x"})
    assert "Not tried" in tried.text


def test_only_an_administrator_edits(desk: OpenDesk, anna: Person, truce: None) -> None:
    carla = someone(desk, "Carla", "reviewer")
    filled = fields_of(anna.open(EDIT).text)
    for path in (EDIT, "/agreements/new"):
        assert carla.open(path).status_code == 403
    carla.open("/agreements")
    for path in (EDIT, "/agreements/new", "/agreements/check", "/agreements/try"):
        refused = carla.send(path, {**filled, "form_key": carla.form_key, "do": "save"})
        assert refused.status_code == 403
    stale = anna.send(EDIT, filled | {"form_key": "0" * 64, "do": "save"})
    assert stale.status_code == 403
    assert anna.open("/agreements/none/edit").status_code == 404


def test_what_is_watched_is_listed_with_who_saved_it(desk: OpenDesk, anna: Person, truce: None) -> None:
    text = " ".join(words(anna.open("/agreements").text).split())
    assert "in force, day 1 Armenia Azerbaijan Russia 1 of 1 source in use, 0 answering" in " ".join(
        text.split()
    )
    assert "by apply" in text
    assert "Edit" not in words(desk.page("/agreements"))


def test_versions_show_line_by_line_what_each_saving_changed(
    desk: OpenDesk, anna: Person, truce: None
) -> None:
    filled = fields_of(anna.open(EDIT).text) | {"sources.0.every": "2m", "name": "The truce"}
    assert anna.send(EDIT, filled | {"do": "save"}).status_code == 303
    page = desk.page("/agreements/truce/versions")
    text = words(page)
    assert "by Anna" in text
    assert "Agreement truce, version 2" in text
    assert '<ins><span class="sr">added: </span>name: The truce</ins>' in page
    assert '<ins><span class="sr">added: </span>every: 120</ins>' in page
    assert desk.get("/agreements/none/versions").status_code == 404
    with reading(desk.engine) as session:
        assert "every: 2m" in (write_agreement(session, "truce") or "")
