"""The list of statements, and one statement with what was read from it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.models import Lineage, Miss, Source
from tests.builders import a_reading, a_revision, a_statement, a_watch, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import LOOPBACK, Person, an_account


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


@pytest.fixture
def people_desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """At an address on which a person's cookies are kept."""
    return make_desk(base_url=LOOPBACK)


@pytest.fixture
def anna(people_desk: OpenDesk) -> Person:
    an_account(people_desk)
    person = Person(people_desk)
    person.sign_in()
    return person


def misses(desk: OpenDesk) -> list[Miss]:
    with reading(desk.engine) as session:
        return list(session.exec(select(Miss)))


def a_missed_text(desk: OpenDesk) -> str:
    with writing(desk.engine) as session:
        revision = a_revision(session, text="It is calm.\nThey shelled us, twice. It is calm.")
        a_reading(session, revision)
        a_watch(session, source=session.get_one(Source, "am-mod"))
        return revision.statement_id


def test_a_person_finds_a_claim_by_pasting_its_words(people_desk: OpenDesk, anna: Person) -> None:
    id = a_missed_text(people_desk)
    page = anna.open(f"/statements/{id}").text
    assert '<option value="armenia" selected>Armenia</option>' in page
    found = {"revision": "1", "words": "They  shelled us,\ntwice.", "by": "armenia", "against": "azerbaijan"}
    answer = anna.send(f"/statements/{id}/misses", found | {"stance": "accusation", "type.shelling": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/statements/{id}#missed")
    (miss,) = misses(people_desk)
    assert (miss.field, miss.start, miss.end, miss.author) == ("text", 12, 35, "Anna")
    assert miss.types == ["shelling"]
    page = anna.open(f"/statements/{id}").text
    assert "They shelled us, twice." in words(page[page.index("Found by people") :])
    removal = re.search(r'action="(/statements/[^"]+/removal)"', page)
    assert removal is not None
    assert anna.send(removal[1]).status_code == 303
    assert "Found by people" not in anna.open(f"/statements/{id}").text


def test_of_the_same_words_twice_the_chosen_ones_are_meant(people_desk: OpenDesk, anna: Person) -> None:
    id = a_missed_text(people_desk)
    anna.open(f"/statements/{id}")
    found = {"words": "It is calm.", "start": "36", "by": "armenia", "stance": "denial", "revision": "1"}
    assert anna.send(f"/statements/{id}/misses", found).status_code == 303
    assert misses(people_desk)[0].start == 36


def test_words_that_do_not_stand_there_are_said_so_and_kept(people_desk: OpenDesk, anna: Person) -> None:
    id = a_missed_text(people_desk)
    anna.open(f"/statements/{id}")
    found = {"words": "They bombed us.", "by": "armenia", "stance": "accusation", "note": "Sure of it"}
    answer = anna.send(f"/statements/{id}/misses", found | {"revision": "1"})
    assert answer.status_code == 422
    assert "do not stand in this text" in answer.text
    assert "They bombed us.</textarea>" in answer.text
    assert "Sure of it</textarea>" in answer.text
    assert misses(people_desk) == []


def test_who_only_looks_is_shown_no_form_and_refused(people_desk: OpenDesk) -> None:
    id = a_missed_text(people_desk)
    an_account(people_desk, "Vera", "viewer")
    vera = Person(people_desk)
    vera.sign_in("Vera")
    assert "A claim that was missed?" not in vera.open(f"/statements/{id}").text
    assert vera.send(f"/statements/{id}/misses", {"words": "x"}).status_code == 403
