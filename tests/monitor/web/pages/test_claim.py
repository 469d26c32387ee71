"""The page of one claim."""

from __future__ import annotations

import re

from monitor.db import writing
from monitor.queries.claims import get_claim
from tests.builders import a_claim, a_reading, a_revision, minutes_after
from tests.monitor.web.conftest import OpenDesk
from tests.monitor.web.pages.test_log import words


def test_the_page_says_it_in_one_sentence_and_marks_the_words(desk: OpenDesk) -> None:
    text = "It is quiet.\nAt 12:05 the enemy attacked. We answer."
    claim = desk.claim(text=text, evidence_start=13, evidence_end=41, quote=text[13:41])
    page = desk.page(f"/claims/{claim.id}")
    assert (
        '<h1 class="sentence">Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05' in page
    )
    assert "<p>It is quiet.</p>" in page
    marked = re.search(r"<p><mark>(.*)</mark> We answer.</p>", page)
    assert marked is not None
    assert words(marked.group(1)) == "At 12:051 the enemy attacked."
    assert '<span class="cue" id="words-1">12:05</span>' in page
    assert '<tr id="field-1"><th scope="row">When</th>' in page
    assert "<code>act:launched an assault</code>" in page


def test_evidence_in_the_title_is_marked_there(desk: OpenDesk) -> None:
    claim = desk.claim(title="Enemy attacks again", evidence_field="title", evidence_start=0, evidence_end=5)
    page = desk.page(f"/claims/{claim.id}")
    assert '<p class="headline"><mark>Enemy</mark> attacks again</p>' in page
    assert page.count("<mark>") == 1


def test_the_words_stand_in_their_own_direction(desk: OpenDesk) -> None:
    claim = desk.claim(text="قصفت القوات المدينة", lang="ar")
    assert '<blockquote class="q big s1" lang="ar" dir="rtl">' in desk.page(f"/claims/{claim.id}")
    claim = desk.claim(text="?", lang="und")
    assert '<blockquote class="q big s1" dir="auto">' in desk.page(f"/claims/{claim.id}")


def test_the_source_is_linked_without_telling_it_where_the_reader_came_from(desk: OpenDesk) -> None:
    claim = desk.claim(url="https://mod.example/1")
    page = desk.page(f"/claims/{claim.id}")
    assert '<a href="https://mod.example/1" rel="noreferrer nofollow external">' in page


def test_an_address_that_is_no_web_address_is_only_text(desk: OpenDesk) -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "//evil.example/", " https://x.example"):
        page = desk.page(f"/claims/{desk.claim(url=url).id}")
        assert f'href="{url}' not in page
        assert "Address given by the source" in page


def test_an_edited_statement_shows_both_texts_and_the_newer_claim(desk: OpenDesk) -> None:
    old = desk.claim(text="two wounded")
    with writing(desk.engine) as session:
        row = get_claim(session, old.id)
        assert row is not None
        revision = a_revision(session, row.statement, text="three wounded")
        new = a_claim(session, a_reading(session, revision, made_at=minutes_after(90)), row.lineage)
    page = desk.page(f"/claims/{old.id}")
    assert f'<a href="/claims/{new.id}">See the newer one</a>' in page
    assert "<del>two</del><ins>three</ins> wounded" in page
    assert page.index("three wounded") < page.rindex("two wounded")
    assert "<dt>revision</dt><dd>1 of 2</dd>" in page
    assert "superseded" not in desk.page(f"/claims/{new.id}")


def test_an_unknown_claim_is_a_page_that_says_so(desk: OpenDesk) -> None:
    answer = desk.get("/claims/unknown")
    assert answer.status_code == 404
    assert "No claim has this id." in answer.text
