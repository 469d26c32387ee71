"""People judge readings on the page of a claim; nothing they typed is lost, nobody is overruled unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.log_lines import write_lines
from monitor.models import Claim, JournalEntry, Review
from monitor.queries.claims import get_claim
from monitor.web.pages.correction import find_words
from tests.builders import a_claim, a_reading, a_token, minutes_after
from tests.monitor.web.conftest import TOKEN, OpenDesk
from tests.monitor.web.pages.test_log import words
from tests.monitor.web.person import LOOPBACK, Person, an_account

TEXT = "It is quiet. At 12:05 the enemy attacked Ganja, 2 were wounded. We answer."


@pytest.fixture
def desk(make_desk: Callable[..., OpenDesk]) -> OpenDesk:
    """At an address on which a person's cookies are kept."""
    desk = make_desk(base_url=LOOPBACK)
    with writing(desk.engine) as session:
        a_token(session, TOKEN)
    return desk


def a_person(desk: OpenDesk, name: str = "Anna", role: str = "reviewer") -> Person:
    an_account(desk, name, role)
    person = Person(desk)
    person.sign_in(name)
    return person


@pytest.fixture
def anna(desk: OpenDesk) -> Person:
    return a_person(desk)


def a_claim_of(desk: OpenDesk, **columns: Any) -> Claim:
    facts = {
        "text": TEXT,
        "evidence_start": 13,
        "evidence_end": 63,
        "quote": TEXT[13:63],
        "places": ["Ganja"],
    }
    return desk.claim(**(facts | columns))


def fields_of(page: str, form: str) -> dict[str, str]:
    """What a form would send if nothing was touched, without its buttons."""
    body = re.search(rf'<form class="{form}".*?</form>', page, re.DOTALL)
    assert body is not None, page
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", body[0]):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if told.get("type") != "checkbox" or tag.endswith(" checked>"):
            found[told["name"]] = unescape(told.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', body[0], re.DOTALL):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', body[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def judge(person: Person, claim: Claim, verdict: str, query: str = "", **typed: str) -> Any:
    fields = fields_of(person.open(f"/claims/{claim.id}{query}").text, "judge")
    return person.send(f"/claims/{claim.id}/reviews", fields | {"verdict": verdict} | typed)


def correct(person: Person, claim: Claim, **typed: str) -> Any:
    fields = fields_of(person.open(f"/claims/{claim.id}?edit=true").text, "correcting")
    return person.send(f"/claims/{claim.id}/reviews", fields | {"verdict": "corrected"} | typed)


def reviews(desk: OpenDesk) -> list[Review]:
    with reading(desk.engine) as session:
        return list(session.exec(select(Review).order_by(Review.made_at)))  # type: ignore[arg-type]


def test_a_verdict_is_recorded_with_who_gave_it_and_stands_in_the_journal(
    desk: OpenDesk, anna: Person
) -> None:
    claim = a_claim_of(desk)
    answer = judge(anna, claim, "confirmed", note="Plain words.")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/claims/{claim.id}")
    (review,) = reviews(desk)
    assert (review.verdict, review.made_by, review.note) == ("confirmed", "Anna", "Plain words.")
    page = words(anna.open(f"/claims/{claim.id}").text)
    assert "Anna confirmed the reading" in page
    assert "Plain words." in page
    with reading(desk.engine) as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.kind == "review")).one()
        assert (entry.actor, entry.subject) == ("Anna", claim.lineage_id)


def test_a_verdict_moves_on_to_the_next_open_claim_under_the_same_filters(
    desk: OpenDesk, anna: Person
) -> None:
    first = a_claim_of(desk, published_at=minutes_after(30))
    judged = a_claim_of(desk, published_at=minutes_after(29))
    a_claim_of(desk, published_at=minutes_after(28), stance="denial")
    last = a_claim_of(desk, published_at=minutes_after(27))
    judge(anna, judged, "rejected")
    answer = judge(anna, first, "confirmed", "?stance=accusation", then="next")
    assert answer.headers["Location"] == f"/claims/{last.id}?stance=accusation&last={first.id}"
    page = anna.open(answer.headers["Location"]).text
    assert "Recorded: reading confirmed by Anna." in words(page)
    assert "1 claim to review" in page
    assert f'href="/claims/{judged.id}?stance=accusation" rel="prev"' in page


def test_every_field_can_be_corrected_and_the_machines_reading_stays(desk: OpenDesk, anna: Person) -> None:
    claim = a_claim_of(desk)
    typed = {
        "stance": "denial",
        "by": "azerbaijan",
        "against": "artsakh",
        "type.shelling": "yes",
        "precision": "hour",
        "from": "2020-10-10T13:30",
        "places": "Stepanakert\n Shushi ",
        "count": "3",
        "killed": "0",
        "wounded": "2",
        "civilians": "yes",
        "words": "the enemy\nattacked Ganja, 2 were wounded.",
    }
    assert correct(anna, claim, **typed).status_code == 303
    (review,) = reviews(desk)
    assert review.changes["types"] == ["ground_assault", "shelling"]
    assert review.changes["occurred"]["from"] == "2020-10-10T13:30:00+04:00"
    assert review.changes["evidence"]["quote"] == "the enemy attacked Ganja, 2 were wounded."
    page = anna.open(f"/claims/{claim.id}").text
    assert '<h1 class="sentence">Azerbaijan denies Nagorno-Karabakh\'s accusation' in page.replace(
        "&#39;", "'"
    )
    assert "places: Stepanakert/Khankendi and Shushi, before: Ganja" in words(page)
    row = words(anna.open("/claims").text)
    assert "accusation of ground assault, shelling" in row
    with reading(desk.engine) as session:
        kept = session.get_one(Claim, claim.id)
        assert (kept.stance, kept.wounded) == ("accusation", None)


def test_a_correction_that_changes_nothing_says_so_and_keeps_what_was_typed(
    desk: OpenDesk, anna: Person
) -> None:
    answer = correct(anna, a_claim_of(desk), note="A long thought")
    assert answer.status_code == 422
    assert "confirm it instead" in answer.text
    assert fields_of(answer.text, "correcting")["note"] == "A long thought"
    assert reviews(desk) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"killed": "many"}, "killed: must be a whole number"),
        ({"words": "never said"}, "do not stand in the statement"),
        ({"precision": "minute", "from": "yesterday"}, "from: is no time"),
        ({"precision": "day", "from": ""}, "from: is empty"),
        ({"precision": "period", "from": "2020-10-10T13:00", "to": "2020-10-10T12:00"}, "to: lies before"),
        ({"against": "armenia"}, "against: must be somebody else"),
        ({"by": "nobody"}, "is nobody of this agreement"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(
    desk: OpenDesk, anna: Person, typed: dict[str, str], sentence: str
) -> None:
    answer = correct(anna, a_claim_of(desk), note="Kept", wounded="77", **typed)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    again = fields_of(answer.text, "correcting")
    assert (again["note"], again["wounded"]) == ("Kept", "77")
    assert {name: again[name] for name in typed if name in again and name not in ("by", "against")} == {
        name: text for name, text in typed.items() if name not in ("by", "against")
    }


def test_who_looked_at_an_older_verdict_is_told_and_loses_nothing(desk: OpenDesk, anna: Person) -> None:
    claim = a_claim_of(desk)
    boris = a_person(desk, "Boris")
    seen = fields_of(boris.open(f"/claims/{claim.id}").text, "judge")
    judge(anna, claim, "rejected")
    answer = boris.send(f"/claims/{claim.id}/reviews", seen | {"verdict": "confirmed", "note": "My reason"})
    assert answer.status_code == 412
    assert "Anna reviewed this meanwhile (rejected)" in answer.text
    again = fields_of(answer.text, "judge")
    assert again["note"] == "My reason"
    assert boris.send(f"/claims/{claim.id}/reviews", again | {"verdict": "confirmed"}).status_code == 303
    assert [review.verdict for review in reviews(desk)] == ["rejected", "confirmed"]


def test_who_looked_at_a_claim_that_has_changed_sees_the_one_that_stands(
    desk: OpenDesk, anna: Person
) -> None:
    old = a_claim_of(desk)
    seen = fields_of(anna.open(f"/claims/{old.id}?edit=true").text, "correcting")
    with writing(desk.engine) as session:
        row = get_claim(session, old.id)
        assert row is not None
        read = a_reading(session, row.revision, row.agreement, made_at=minutes_after(90))
        new = a_claim(session, read, row.lineage, wounded=9)
        write_lines(session, [row.lineage.id], minutes_after(90))
    answer = anna.send(f"/claims/{old.id}/reviews", seen | {"verdict": "corrected", "killed": "5"})
    assert answer.status_code == 409
    assert "The claim has changed since it was shown" in answer.text
    assert f'action="/claims/{new.id}/reviews"' in answer.text
    assert fields_of(answer.text, "correcting")["killed"] == "5"
    assert reviews(desk) == []


def test_a_note_stands_alone_and_a_verdict_can_be_taken_back(desk: OpenDesk, anna: Person) -> None:
    claim = a_claim_of(desk)
    judge(anna, claim, "note", note="Ask the outlet.")
    judge(anna, claim, "confirmed")
    judge(anna, claim, "undone")
    assert [review.verdict for review in reviews(desk)] == ["note", "confirmed", "undone"]
    page = words(anna.open(f"/claims/{claim.id}").text)
    assert "Ask the outlet." in page
    assert "confirmed the reading (taken back)" in page


def test_the_same_form_sent_twice_is_one_verdict(desk: OpenDesk, anna: Person) -> None:
    claim = a_claim_of(desk)
    fields = fields_of(anna.open(f"/claims/{claim.id}").text, "judge") | {"verdict": "confirmed"}
    for _ in range(2):
        assert anna.send(f"/claims/{claim.id}/reviews", fields).status_code == 303
    assert len(reviews(desk)) == 1


def test_who_only_looks_sees_no_form_and_is_refused(desk: OpenDesk) -> None:
    claim = a_claim_of(desk)
    viewer = a_person(desk, "Vera", "viewer")
    page = viewer.open(f"/claims/{claim.id}").text
    assert 'class="judge"' not in page
    assert "No person has judged this reading yet." in page
    answer = viewer.send(f"/claims/{claim.id}/reviews", {"verdict": "confirmed"})
    assert answer.status_code == 403


def test_a_form_from_elsewhere_is_refused(desk: OpenDesk, anna: Person) -> None:
    claim = a_claim_of(desk)
    forged = {"form_key": "0" * 64, "verdict": "confirmed"}
    assert anna.client.post(f"/claims/{claim.id}/reviews", data=forged).status_code == 403
    sent = anna.send(f"/claims/{claim.id}/reviews", {"verdict": "confirmed"}, Origin="https://evil.example")
    assert sent.status_code == 403
    assert reviews(desk) == []


def test_after_a_verdict_nobody_is_led_to_another_site(desk: OpenDesk, anna: Person) -> None:
    claim = a_claim_of(desk)
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = judge(anna, claim, "note", note="x", back=target, next=target, then="next", key="")
        assert answer.headers["Location"] == f"/claims/{claim.id}"


def test_words_are_found_however_they_are_spaced_and_nearest_to_where_they_were() -> None:
    assert find_words("b  c", "t", "a b\nc d b c") == ("text", 2, 5)
    assert find_words("b c", "t", "a b\nc d b c", near=9) == ("text", 8, 11)
    assert find_words("t", "t", "a b") == ("title", 0, 1)
    assert find_words("", "t", "a") is None
