"""One source at the desk: its last polls, what is ordered of it, statements that a person enters."""

from __future__ import annotations

import html
from typing import Any

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.adoption import adopt_forms
from monitor.models import Capture, JournalEntry, Revision, Source, Statement, Work
from tests.builders import START, a_statement, minutes_after
from tests.monitor.agreements.forms import AGREEMENT, a_form, a_source
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_agreement_edit import anna, someone
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import Person
from tests.outside import Site

__all__ = ["anna"]
MOD = "/sources/am-mod"
MANUAL = a_source("mod-facebook", kind="manual", url="", party="armenia", timezone="Asia/Yerevan")


@pytest.fixture
def desk(make_desk: Any) -> OpenDesk:
    desk: OpenDesk = make_desk(
        base_url="http://127.0.0.1:8080", settings={"allow_networks": "127.0.0.0/8", "host_gap": 0}
    )
    sources = [*AGREEMENT["sources"], MANUAL]
    adopt_forms(desk.engine, [a_form(agreements=[AGREEMENT | {"sources": sources}])], now=START, by="apply")
    return desk


@pytest.fixture
def rita(desk: OpenDesk) -> Person:
    return someone(desk, "Rita", "reviewer")


def source(desk: OpenDesk, id_: str = "am-mod") -> Source:
    with reading(desk.engine) as session:
        return session.get_one(Source, id_)


def change(desk: OpenDesk, **columns: Any) -> None:
    with writing(desk.engine) as session:
        session.get_one(Source, "am-mod").sqlmodel_update(columns)


def seen_of(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_the_last_polls_are_a_table_and_the_last_day_a_strip(desk: OpenDesk, rita: Person) -> None:
    mark = {"at": "2020-10-10T09:00:00+00:00", "state": "ok", "status": 200, "bytes": 4321, "took_ms": 420}
    failed = {"at": "2020-10-10T09:30:00+00:00", "state": "blocked", "status": 403, "bytes": None}
    failed |= {"took_ms": 90, "found": None, "reason": "It answered <403>."}
    change(desk, state="ok", last_polls=[failed, mark | {"found": 12, "reason": None}])
    with writing(desk.engine) as session:
        a_statement(session, session.get_one(Source, "am-mod"), first_seen_at=minutes_after(90))
    page = rita.open(MOD).text
    text = " ".join(words(page).split())
    assert "10 Oct 13:00:00" in text
    assert "ok (200)" in text
    assert "12 items in 4,321 bytes" in text
    assert "0.4 s" in text
    assert "blocked (403): It answered" in text
    assert "<403>" not in page
    assert "The last 24 hours: 1 statement" in page
    assert page.count('class="came"') == 1
    assert rita.open("/sources/none").status_code == 404


def test_a_reviewer_has_a_source_polled_before_its_turn(desk: OpenDesk, rita: Person) -> None:
    change(desk, due_at=minutes_after(900))
    rita.open(MOD)
    assert rita.send(f"{MOD}/poll").status_code == 303
    assert source(desk).due_at == minutes_after(120)
    with reading(desk.engine) as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.kind == "poll")).one()
    assert (entry.subject, entry.actor) == ("source:am-mod", "Rita")


def test_a_try_shows_what_would_be_recorded_and_how_it_would_be_read(
    desk: OpenDesk, rita: Person, anna: Person, site: Site
) -> None:
    items = [
        {
            "title": "Statement",
            "url": "https://mod.example/1",
            "text": "At 12:05 Azerbaijan shelled Ganja.",
            "published_at": minutes_after(30),
        }
    ]
    change(
        desk,
        url=site.feed("/feed.xml", items),
        document=source(desk).document | {"url": site.url + "/feed.xml"},
    )
    rita.open(MOD)
    tried = " ".join(html.unescape(words(rita.send(f"{MOD}/try").text)).split())
    assert "Tried just now: ok." in tried
    assert "Armenia accuses Azerbaijan of shelling at Ganja" in tried
    with reading(desk.engine) as session:
        assert session.exec(select(Capture)).all() == []
    assert source(desk).polls == 0


def test_an_administrator_lets_a_source_rest_and_wakes_it(desk: OpenDesk, anna: Person, rita: Person) -> None:
    old = seen_of(anna.open(MOD).text)
    assert anna.send(f"{MOD}/disable", {"seen": old}).status_code == 303
    assert (source(desk).enabled, source(desk).due_at) == (False, None)
    poll = anna.send(f"{MOD}/poll")
    assert (poll.status_code, "is disabled; enable it first" in words(poll.text)) == (409, True)
    late = anna.send(f"{MOD}/enable", {"seen": old})
    assert (late.status_code, "changed since" in words(late.text)) == (409, True)
    assert anna.send(f"{MOD}/enable", {"seen": seen_of(late.text)}).status_code == 303
    assert source(desk).enabled
    rita.open(MOD)
    assert rita.send(f"{MOD}/disable", {"seen": "*"}).status_code == 403


def test_a_move_to_another_host_waits_for_an_administrator(desk: OpenDesk, anna: Person) -> None:
    change(desk, state="moved", moved_to="https://new.example/feed")
    page = anna.open(MOD).text
    assert "It has moved to another host" in words(page)
    assert anna.send(f"{MOD}/approve").status_code == 303
    assert (source(desk).url, source(desk).moved_to) == ("https://new.example/feed", None)
    again = anna.send(f"{MOD}/approve")
    assert (again.status_code, "nothing waits for approval" in words(again.text)) == (409, True)


def test_what_an_agreement_watches_is_not_removed(desk: OpenDesk, anna: Person) -> None:
    page = anna.open(MOD).text
    refused = anna.send(f"{MOD}/remove", {"seen": seen_of(page)})
    assert (refused.status_code, "The agreement truce would lose it" in words(refused.text)) == (409, True)


def test_a_pasted_statement_goes_the_ordinary_road_and_its_capture_says_who(
    desk: OpenDesk, rita: Person
) -> None:
    page = rita.open("/entries/new?source=mod-facebook").text
    assert "am-mod" not in page
    filled = {
        "source": "mod-facebook",
        "url": "https://facebook.example/mod/7",
        "title": "Post",
        "text": "At 12:05 Azerbaijan shelled Ganja.\r\n" + "Մարտունի " * 4000,
        "published_at": "2020-10-10 12:40",
    }
    done = rita.send("/entries/new", filled)
    with reading(desk.engine) as session:
        statement, revision = session.exec(select(Statement)).one(), session.exec(select(Revision)).one()
        capture = session.exec(select(Capture)).one()
        kinds = {work.kind for work in session.exec(select(Work))}
        entry = session.exec(select(JournalEntry).where(JournalEntry.kind == "entry")).one()
    assert (done.status_code, done.headers["location"]) == (303, f"/statements/{statement.id}")
    assert revision.published_at == minutes_after(40)
    assert capture.media_type == "application/vnd.ceasewatch.entry+json"
    assert {"classify", "seal"} <= kinds
    assert entry.actor == "Rita"


@pytest.mark.parametrize(
    ("changes", "words_"),
    [
        ({"url": "facebook"}, "'facebook' is no web address"),
        ({"text": "  "}, "is empty; paste the statement's text"),
        ({"published_at": "yesterday"}, "'yesterday' is no time"),
        ({"published_at": "2030-01-01"}, "is in the future"),
        ({"source": "am-mod"}, "is no source of kind `manual`"),
    ],
)
def test_what_is_wrong_with_an_entry_stands_beside_it_and_nothing_typed_is_lost(
    desk: OpenDesk, rita: Person, changes: dict[str, str], words_: str
) -> None:
    rita.open("/entries/new")
    filled = {"source": "mod-facebook", "url": "https://facebook.example/7", "text": "Long <typed> text"}
    refused = rita.send("/entries/new", filled | changes)
    assert refused.status_code == 422
    assert words_ in html.unescape(words(refused.text))
    assert "Long &lt;typed&gt; text" in refused.text or "text" in changes
    with reading(desk.engine) as session:
        assert session.exec(select(Statement)).all() == []


def test_who_only_looks_orders_nothing(desk: OpenDesk) -> None:
    viewer = someone(desk, "Vera", "viewer")
    page = viewer.open(MOD).text
    assert "Poll now" not in words(page)
    viewer.open("/sources")
    for path in (f"{MOD}/poll", f"{MOD}/try", f"{MOD}/disable", "/entries/new"):
        assert viewer.send(path, {"seen": "*"}).status_code == 403
    assert viewer.open("/entries/new").status_code == 403
