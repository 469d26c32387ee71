"""The list of statements, and one statement with what was read from it."""

from __future__ import annotations

import re

from monitor.db import writing
from monitor.models import Lineage
from tests.builders import a_reading, a_revision, a_statement, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words


def a_silent_text(desk: OpenDesk, title: str, minutes: float = 30, **columns: str) -> str:
    with writing(desk.engine) as session:
        statement = a_statement(session, first_seen_at=minutes_after(minutes))
        revision = a_revision(session, statement, title=title, text="Nothing of note. It is calm.", **columns)
        a_reading(session, revision)
        return statement.id


def titles(page: str) -> list[str]:
    return [words(found) for found in re.findall(r'<a href="/statements/[^>]+>(.*?)</a>', page)]


def test_all_statements_are_listed_the_newest_seen_first(desk: OpenDesk) -> None:
    a_silent_text(desk, "Calm")
    desk.claim(title="Attack")
    a_silent_text(desk, "Later", 40)
    page = desk.page("/statements")
    assert titles(page) == ["Later", "Calm", "Attack"]
    assert page.count("no claim found") == 2
    assert "1 claim<" in page


def test_those_without_claims_can_be_looked_at_alone(desk: OpenDesk) -> None:
    a_silent_text(desk, "Calm")
    claim = desk.claim(title="Attack")
    assert titles(desk.page("/statements?claims=none")) == ["Calm"]
    with writing(desk.engine) as session:
        a_reading(session, a_revision(session, None, title="Other"))
        lineage = session.get_one(Lineage, claim.lineage_id)
        lineage.claim_id = None
        session.add(lineage)
    assert "Attack" in titles(desk.page("/statements?claims=none"))


def test_pages_of_fifty_go_on_where_the_last_one_ended(desk: OpenDesk) -> None:
    for number in range(53):
        a_silent_text(desk, f"Text {number}", 30 + number // 3)
    first = desk.page("/statements")
    found = re.search(r'<a class="btn" href="([^"]+)" rel="next"', first)
    assert found is not None
    second = desk.page(found.group(1).replace("&amp;", "&"))
    assert len(titles(first)) == 50
    assert len({*titles(first), *titles(second)}) == 53
    assert desk.get("/statements?cursor=nonsense").status_code == 422


def test_texts_that_wait_for_a_person_are_found(desk: OpenDesk) -> None:
    a_silent_text(desk, "Calm")
    a_silent_text(desk, "A picture", unread="its words are in an image")
    assert titles(desk.page("/statements?unread=true&source=&from=")) == ["A picture"]


def test_a_statement_marks_what_claims_rest_on_and_knows_its_sentences(desk: OpenDesk) -> None:
    text = "It is quiet. At 12:05 the enemy attacked. We answer."
    claim = desk.claim(text=text, evidence_start=13, evidence_end=41, quote=text[13:41])
    link = re.search(r'href="(/statements/[^"]+)"', desk.page(f"/claims/{claim.id}"))
    assert link is not None
    page = desk.page(link.group(1))
    assert (
        'data-field="text" data-start="13" data-end="41"><mark>At 12:05 the enemy attacked.</mark></span>'
        in page
    )
    assert f'<a href="/claims/{claim.id}">ground assault</a>' in page


def test_an_older_text_says_that_it_was_edited(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        statement = a_statement(session)
        a_revision(session, statement, text="Two were wounded.")
        a_revision(session, statement, text="Three were wounded.")
    newest = desk.page(f"/statements/{statement.id}")
    assert "<del>Two</del><ins>Three</ins> were wounded." in newest
    older = desk.page(f"/statements/{statement.id}?revision=1")
    assert "the outlet has edited its text since" in older
    assert desk.get(f"/statements/{statement.id}?revision=3").status_code == 404


def test_an_unknown_statement_is_a_page_that_says_so(desk: OpenDesk) -> None:
    answer = desk.get("/statements/unknown")
    assert answer.status_code == 404
    assert "No statement has this id." in answer.text
