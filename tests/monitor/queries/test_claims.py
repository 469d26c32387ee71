"""The accusation log answers the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.ledger.log_lines import write_lines
from monitor.queries.claims import BadCursor, ClaimFilter, count_by_stance, get_claim, list_claims
from tests.builders import (
    a_claim,
    a_published_claim,
    a_reading,
    a_review,
    a_revision,
    an_agreement,
    minutes_after,
)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def texts(session: Session, cursor: str = "", limit: int = 50, **wishes: Any) -> list[str]:
    page = list_claims(session, ClaimFilter(**wishes), limit, cursor)
    return [row.revision.text for row in page.items]


def test_the_newest_publication_comes_first(session: Session) -> None:
    for minute in (20, 40, 30):
        a_published_claim(session, text=str(minute), published_at=minutes_after(minute))
    assert texts(session) == ["40", "30", "20"]


def test_every_order_pages_through_all_claims_once(session: Session) -> None:
    for number in range(7):
        a_published_claim(
            session,
            text=str(number),
            published_at=minutes_after(20 + number % 3),
            occurred_from=minutes_after(number) if number % 2 else None,
            occurred_precision="minute" if number % 2 else None,
            confidence=0.5 + number % 3 / 10,
        )
    for sort in ("-published", "published", "-occurred", "occurred", "-confidence", "confidence"):
        seen, cursor, pages = [], "", 0
        while pages == 0 or cursor:
            page = list_claims(session, ClaimFilter(sort=sort), 3, cursor)  # type: ignore[arg-type]
            seen += [row.revision.text for row in page.items]
            cursor, pages = page.next, pages + 1
        assert sorted(seen) == list("0123456"), sort
        assert pages == 3
        assert seen == texts(session, sort=sort)


def test_a_claim_that_arrives_meanwhile_does_not_shift_the_next_page(session: Session) -> None:
    for minute in range(4):
        a_published_claim(session, text=str(minute), published_at=minutes_after(minute))
    first = list_claims(session, ClaimFilter(), 2)
    a_published_claim(session, text="late", published_at=minutes_after(60))
    assert texts(session, first.next) == ["1", "0"]


def test_the_last_page_has_no_cursor_even_when_it_is_full(session: Session) -> None:
    for _ in range(2):
        a_published_claim(session)
    assert list_claims(session, ClaimFilter(), 2).next == ""


@pytest.mark.parametrize(
    "cursor", ["no", "%%%", "bnVsbA", "W10", "WyItcHVibGlzaGVkIiwxLDIsM10", "é", "A" * 5000, "W1tbW1tb"]
)
def test_a_cursor_that_no_page_gave_is_refused(session: Session, cursor: str) -> None:
    with pytest.raises(BadCursor, match="cursor"):
        list_claims(session, ClaimFilter(), 50, cursor)


def test_a_cursor_of_another_order_is_refused(session: Session) -> None:
    for _ in range(2):
        a_published_claim(session)
    cursor = list_claims(session, ClaimFilter(), 1).next
    with pytest.raises(BadCursor):
        list_claims(session, ClaimFilter(sort="confidence"), 1, cursor)


def test_each_filter_keeps_only_what_it_names(session: Session) -> None:
    a_published_claim(session, text="one", confidence=0.9)
    other: dict[str, Any] = {"by": "azerbaijan", "against": "armenia", "stance": "denial", "confidence": 0.5}
    changed = {"in_force": False, "civilians": True, "types": ["missile", "shelling"], "places": ["Gəncə"]}
    a_published_claim(session, "az-mod", text="two", speaker="azerbaijan", **other, **changed)
    for wishes in (
        {"by": ("azerbaijan",)},
        {"against": ("armenia", "russia")},
        {"stance": ("denial", "admission")},
        {"in_force": False},
        {"civilians": True},
        {"type": ("shelling", "drone")},
        {"source": ("az-mod",)},
        {"place": ("Gəncə",)},
    ):
        assert texts(session, **wishes) == ["two"], wishes
    assert texts(session, min_confidence=0.9) == ["one"]
    assert texts(session, by=("azerbaijan",), civilians=False) == []


def test_a_place_is_found_by_its_id_and_by_any_of_its_names(session: Session) -> None:
    a_published_claim(session, text="hy", places=["Ստեփանակերտ"])
    a_published_claim(session, text="en", places=["Hadrut", "Khankendi"], published_at=minutes_after(30))
    for asked in ("stepanakert", "STEPANAKERT", "Khankendi"):
        assert texts(session, place=(asked,)) == ["en", "hy"]
    assert texts(session, place=("Shusha",)) == []


def test_publication_times_reach_from_the_first_moment_up_to_the_last(session: Session) -> None:
    for minute in (10, 20, 30):
        a_published_claim(session, text=str(minute), published_at=minutes_after(minute))
    assert texts(session, from_=minutes_after(10), to=minutes_after(30)) == ["20", "10"]


@pytest.mark.parametrize("words", ["ганджа", "ГАНДЖА удар", "Удар"])
def test_words_are_found_in_any_case_of_any_script(session: Session, words: str) -> None:
    a_published_claim(session, text="Ракетный удар по городу Ганджа")
    a_published_claim(session, text="Nothing of the kind")
    assert texts(session, q=words) == ["Ракетный удар по городу Ганджа"]


def test_words_must_all_occur_and_titles_count(session: Session) -> None:
    a_published_claim(session, title="On Terter", text="shelled again")
    assert texts(session, q="terter SHELLED") == ["shelled again"]
    assert texts(session, q="terter missile") == []


@pytest.mark.parametrize("words", ["%", '"', "a_b", "back\\slash", "' OR 1=1 --", "NOT of", "a* OR x", ":*"])
def test_signs_of_the_query_language_are_only_letters(session: Session, words: str) -> None:
    a_published_claim(session, text="100 of aXb and backslash ' OR 2=2")
    assert texts(session, q=words) == []


def test_claims_of_another_agreement_are_kept_apart(session: Session) -> None:
    a_published_claim(session, text="here")
    a_published_claim(session, text="there", agreement=an_agreement(session, "elsewhere"))
    assert texts(session, agreement=("elsewhere",)) == ["there"]
    assert sorted(texts(session)) == ["here", "there"]


def test_a_superseded_claim_is_shown_on_request_with_its_successor(session: Session) -> None:
    old = a_published_claim(session, text="two wounded")
    row = get_claim(session, old.id)
    assert row is not None
    second = a_revision(session, row.statement, text="three wounded")
    new = a_claim(session, a_reading(session, second, made_at=minutes_after(90)), row.lineage)
    assert texts(session) == ["three wounded"]
    everything = list_claims(session, ClaimFilter(versions="all")).items
    assert {each.claim.id: each.superseded_by for each in everything} == {old.id: new.id, new.id: None}


def test_a_retracted_claim_leaves_the_log_and_has_no_successor(session: Session) -> None:
    gone = a_published_claim(session)
    row = get_claim(session, gone.id)
    assert row is not None
    row.lineage.claim_id = None
    write_lines(session, [row.lineage.id], minutes_after(90))
    assert list_claims(session, ClaimFilter()).items == []
    (shown,) = list_claims(session, ClaimFilter(versions="all")).items
    assert (shown.claim.id, shown.superseded_by) == (gone.id, None)


def test_the_newest_verdict_counts_and_a_changed_claim_is_open_again(session: Session) -> None:
    claim = a_published_claim(session, text="seen")
    a_published_claim(session, text="unseen", published_at=minutes_after(30))
    a_review(session, claim, "confirmed")
    a_review(session, claim, "rejected", made_at=minutes_after(70))
    assert texts(session, review=("rejected",)) == ["seen"]
    assert texts(session, review=("confirmed",)) == []
    assert texts(session, review=("open", "rejected")) == ["unseen", "seen"]
    row = get_claim(session, claim.id)
    assert row is not None
    assert row.review is not None
    assert row.review.verdict == "rejected"
    next_reading = a_reading(session, row.revision, made_at=minutes_after(90))
    later = a_claim(session, next_reading, row.lineage, killed=3)
    assert texts(session, review=("open",)) == ["unseen", "seen"]
    assert get_claim(session, later.id).review is None  # type: ignore[union-attr]


def test_a_row_knows_its_speaker_and_its_language(session: Session) -> None:
    claim = a_published_claim(session, speaker="artsakh", lang="hy", publisher="Defence Army")
    form = get_claim(session, claim.id).as_json()  # type: ignore[union-attr]
    assert form["statement"]["speaker"] == "artsakh"
    assert form["statement"]["lang"] == "hy"
    assert form["statement"]["publisher"] == "Defence Army"


def test_an_outlet_that_nobody_watches_any_more_keeps_its_claims(session: Session) -> None:
    a_claim(session)
    (row,) = list_claims(session, ClaimFilter()).items
    assert row.speaker is None


@pytest.mark.parametrize("id", ["unknown", "", "a b", "\x00", "x" * 500, "\ud800"])
def test_an_unknown_or_malformed_id_is_nobody(session: Session, id: str) -> None:
    assert get_claim(session, id) is None


def test_claims_are_counted_by_stance_under_the_same_filter(session: Session) -> None:
    for stance in ("accusation", "accusation", "denial"):
        a_published_claim(session, stance=stance)
    a_published_claim(session, by="azerbaijan")
    assert count_by_stance(session, ClaimFilter(by=("armenia",))) == {"accusation": 2, "denial": 1}


def test_a_session_for_looking_only_is_enough(engine: Engine) -> None:
    with writing(engine) as session:
        a_published_claim(session)
    with reading(engine) as session:
        assert len(list_claims(session, ClaimFilter(versions="all", place=("ganja",), q="x")).items) == 0
        assert len(list_claims(session, ClaimFilter()).items) == 1
