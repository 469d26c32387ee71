"""Texts that would like to be more than text stay text: on every page, in mails, exports and the feed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

from monitor.db import writing
from tests.builders import a_token
from tests.hostile import HOSTILE, START, feed_hostile
from tests.mailbox import Mail, Mailbox
from tests.monitor.web.browsers import needs_browser
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.page_list import NOTHING, list_pages
from tests.monitor.web.test_axe import sign_in
from tests.outside import Site

LARGEST = 120_000
LONGEST_CELL = 1_000_000
NOT_OPENED = {NOTHING, "/first", "/login"}


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Mail]]]:
    """The database and the mails of an installation that polled nothing else."""
    home, site, mailbox = tmp_path_factory.mktemp("hostile"), Site(), Mailbox()
    site.start()
    mailbox.start()
    try:
        feed_hostile(home, site, mailbox)
        yield home / "ceasewatch.sqlite3", mailbox.mails
    finally:
        site.stop()
        mailbox.stop()


@pytest.fixture
def desk(fed: tuple[Path, list[Mail]], show_copy: Callable[..., OpenDesk]) -> OpenDesk:
    return show_copy(fed[0], START + timedelta(hours=3))


class Watcher:
    """Notes whatever a page does that it should not."""

    def __init__(self, page: Page, own: str) -> None:
        self.page, self.own = page, own
        self.seen: list[str] = []
        page.on("dialog", self._note_dialog)
        page.on("request", self._note_request)
        page.on("console", self._note_report)
        page.on("pageerror", lambda error: self.seen.append(str(error)))

    def _note_dialog(self, dialog: Dialog) -> None:
        """A form that was not saved may ask whether to leave; nothing else may ask anything."""
        if dialog.type != "beforeunload":
            self.seen.append(f"dialog {dialog.message}")
        dialog.accept()

    def _note_report(self, said: ConsoleMessage) -> None:
        # A page as received stands behind a wall of its own, which may say what it stopped.
        if "Security" in said.text and not self.page.url.endswith("/received"):
            self.seen.append(said.text)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.own, "about:")):
            self.seen.append(f"request to {request.url[:200]}")

    def open(self, address: str) -> int:
        """Open a page and touch whatever could run something; returns the size of what came."""
        answer = self.page.goto(self.own + address)
        assert answer is not None
        assert answer.ok, address
        if not answer.headers["content-security-policy"].endswith("sandbox"):
            self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            self.page.mouse.move(200, 200)
            self.page.keyboard.press("Tab")
        return len(answer.body())


@needs_browser
@pytest.mark.timeout(300)
def test_nothing_runs_or_leaves_on_any_page(browser: Browser, desk: OpenDesk) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        sign_in(page, desk, "Ada")
        watcher, pages = Watcher(page, desk.url), list_pages(desk)
        sizes = {name: watcher.open(pages[name]) for name in sorted(set(pages) - NOT_OPENED)}
    assert watcher.seen == []
    theirs = {name: size for name, size in sizes.items() if "from=" not in name}  # a preset's form is ours
    assert {name: size for name, size in theirs.items() if size > LARGEST} == {}


@needs_browser
@pytest.mark.parametrize("name", ["script", "cdata", "template", "closing", "entity"])
def test_a_text_is_shown_as_it_was_written(browser: Browser, desk: OpenDesk, name: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        sign_in(page, desk, "Ada")
        page.goto(f"{desk.url}/statements")
        page.get_by_role("main").get_by_role("link", name=HOSTILE[name][:50]).first.click()
        page.wait_for_url("**/statements/*")
        assert HOSTILE[name] in page.get_by_role("main").inner_text()


def test_no_mail_has_a_header_that_a_text_made(fed: tuple[Path, list[Mail]]) -> None:
    mails = fed[1]
    assert len(mails) >= 2
    for mail in mails:
        names = [name.lower() for name in mail.message]
        assert len(names) == len(set(names))
        assert {"bcc", "cc", "another"} & set(names) == set()
        assert mail.recipients == ("desk@example.org",)
        assert all("\n" not in str(value) for value in mail.message.values())
        assert len(mail.message.as_bytes()) < LARGEST


def test_no_part_of_a_mail_holds_an_element_that_a_text_made(fed: tuple[Path, list[Mail]]) -> None:
    for mail in fed[1]:
        page = html.fromstring(mail.part("html"))
        assert page.xpath("//script | //svg | //iframe | //img | //object | //form | //input") == []
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []
        links = page.xpath("//@href | //@src")
        assert [link for link in links if not link.startswith(("http://127.0.0.1", "https://am-mod"))] == []


def test_no_cell_of_a_table_begins_a_formula(desk: OpenDesk) -> None:
    with_token(desk)
    csv.field_size_limit(LONGEST_CELL)
    for form in ("csv", "acled"):
        text = desk.get(f"/api/v1/export?format={form}").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len(rows) > len(HOSTILE) / 2
        assert len({len(row) for row in rows}) == 1
        assert [cell for row in rows for cell in row if cell[:1] in "=@\t\r" and cell] == []


def test_the_feed_is_well_formed_and_holds_text_alone(desk: OpenDesk) -> None:
    with_token(desk)
    feed = ElementTree.fromstring(desk.get("/feed.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) > len(HOSTILE) / 2
    assert {each.tag for each in feed.iter() if not each.tag.startswith(atom)} == set()
    assert {each.get("type", "text") for each in feed.iter(f"{atom}title")} == {"text"}


def with_token(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
