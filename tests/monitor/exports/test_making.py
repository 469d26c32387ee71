"""An export: all of it is hashed and recorded, and it can be made again whatever happened since."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.evidence.sealing import append_seal
from monitor.exports import making
from monitor.exports.formats import FORMATS
from monitor.exports.making import Wish, begin_export, send_export, walk_rows
from monitor.ledger.journal import append_entry
from monitor.ledger.reviews import Opinion, record_review
from monitor.ledger.withdrawals import withdraw_statement
from monitor.models import (
    AgreementVersion,
    Claim,
    Lineage,
    SourceVersion,
    Statement,
)
from monitor.queries.claims import ClaimFilter
from monitor.queries.exports import find_manifest
from monitor.queries.journal import JournalFilter, list_entries
from tests.builders import (
    a_claim,
    a_published_claim,
    a_reading,
    a_revision,
    a_source,
    an_agreement,
    minutes_after,
)

BASE_URL = "https://watch.example"
THEN = minutes_after(60)
LATER = minutes_after(300)


def export(
    engine: Engine, form: str = "jsonl", now: datetime = THEN, **wishes: Any
) -> tuple[bytes, dict[str, Any]]:
    """The body and the manifest."""
    begun = begin_export(engine, Wish(ClaimFilter(**wishes), form, BASE_URL, "Anna"), now, now)
    body = b"".join(send_export(engine, begun, "Anna", now))
    with reading(engine) as session:
        manifest = find_manifest(session, begun.number)
    assert manifest is not None
    return body, manifest


def keep_version(session: Session, at: datetime, version: int, **changes: Any) -> None:
    """The agreement and the source change, as an edit of the desk has it."""
    agreement, source = an_agreement(session), a_source(session)
    agreement.document = {**agreement.document, **changes}
    agreement.version, agreement.name = version, agreement.document["name"]
    agreement.timezone = agreement.document["timezone"]
    source.document = {**source.document, "publisher": changes.get("name", source.document["publisher"])}
    source.version = version
    session.add_all([agreement, source])
    made = {"version": version, "made_at": at, "made_by": "Anna"}
    session.add(AgreementVersion(agreement_id=agreement.id, document=agreement.document, **made))
    session.add(SourceVersion(source_id=source.id, document=source.document, **made))
    session.flush()


@pytest.fixture
def claims(engine: Engine) -> list[Claim]:
    """Four claims that stood at THEN."""
    with writing(engine) as session:
        a_published_claim(session, places=["Stepanakert"], id="first")
        keep_version(session, minutes_after(-60), 1)
        found = [
            a_published_claim(session, published_at=minutes_after(20 + number), id=f"more-{number}")
            for number in range(3)
        ]
        return [session.get_one(Claim, "first"), *found]


def happen(engine: Engine, claims: list[Claim]) -> None:
    """Corrected, retracted, reviewed, said anew, renamed: all of it after THEN."""
    corrected, withdrawn, rejected, reworded = claims
    with writing(engine) as session:
        lineage = session.get_one(Lineage, corrected.lineage_id)
        statement = session.get_one(Statement, lineage.statement_id)
        revision = a_revision(session, statement, text="Two were killed.", seen_at=minutes_after(70))
        reading_ = a_reading(session, revision, made_at=minutes_after(71))
        a_claim(session, reading_, lineage, killed=2, id="first-again")
        gone = session.get_one(Lineage, withdrawn.lineage_id)
        withdraw_statement(session, session.get_one(Statement, gone.statement_id), minutes_after(80))
        a_published_claim(session, published_at=minutes_after(90), id="new")
        keep_version(session, minutes_after(100), 2, name="Renamed since", timezone="UTC", places=[])
    for claim, verdict, changes in ((rejected, "rejected", {}), (reworded, "corrected", {"killed": 7})):
        with writing(engine) as session:
            record_review(session, Opinion(claim.id, verdict, "Anna", changes), minutes_after(110))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_it_is_made_again_as_of_then_byte_for_byte(engine: Engine, claims: list[Claim], form: str) -> None:
    body, manifest = export(engine, form)
    happen(engine, claims)
    again, second = export(engine, form, LATER, as_of=THEN)
    assert again == body
    assert second["file"]["sha256"] == manifest["file"]["sha256"] == hashlib.sha256(body).hexdigest()
    assert second["again"] == manifest["again"]
    assert export(engine, form, LATER)[0] != body


def test_what_happened_since_shows_in_an_export_of_now(engine: Engine, claims: list[Claim]) -> None:
    happen(engine, claims)
    body, manifest = export(engine, now=LATER, sort="published")
    rows = [json.loads(line) for line in body.splitlines()]
    assert [row["id"] for row in rows] == ["first-again", "more-1", "more-2", "new"]
    assert rows[0]["killed"] == 2
    assert rows[0]["statement"]["publisher"] == "Renamed since"
    assert rows[1]["review"]["verdict"] == "rejected"
    assert (rows[2]["killed"], rows[2]["machine"]) == (7, {"killed": None})
    assert manifest["agreements"] == [{"id": "karabakh-2020", "version": 2}]


def test_reviews_that_were_made_until_then_count(engine: Engine, claims: list[Claim]) -> None:
    with writing(engine) as session:
        record_review(session, Opinion(claims[1].id, "confirmed", "Anna", {}), minutes_after(50))
        record_review(session, Opinion(claims[1].id, "rejected", "Ben", {}), minutes_after(70))
    body, _ = export(engine, now=LATER, as_of=THEN, review=("confirmed",))
    assert [json.loads(line)["id"] for line in body.splitlines()] == ["more-0"]


def test_the_manifest_says_what_was_asked_and_from_which_state_it_came(
    engine: Engine, claims: list[Claim]
) -> None:
    with writing(engine) as session:
        append_entry(session, kind="note", subject="", actor="Anna", now=THEN)
        seal = append_seal(session, [], THEN)
    assert seal is not None
    body, manifest = export(engine, "geojson", agreement=("karabakh-2020",), type=("ground_assault",))
    file = manifest["file"]
    assert (file["rows"], file["rows_without_coordinates"], file["bytes"]) == (4, 3, len(body))
    assert file["name"] == "ceasewatch-karabakh-2020-20201010T090000Z.geojson"
    assert manifest["query"] == {
        "agreement": ["karabakh-2020"],
        "type": ["ground_assault"],
        "as_of": ["2020-10-10T09:00:00.000000Z"],
    }
    assert (manifest["journal"], manifest["export"]) == (2, 2)
    assert manifest["seal"] == {"sequence": 1, "sha256": seal.sha256}
    assert manifest["again"].startswith(f"{BASE_URL}/api/v1/export?format=geojson&agreement=karabakh-2020")
    assert manifest["software"].startswith("ceasewatch ")
    assert file["sha256"] in manifest["cite"]
    assert "not events" in manifest["note"]


def test_with_superseded_versions_it_can_not_be_made_again_and_says_so(
    engine: Engine, claims: list[Claim]
) -> None:
    happen(engine, claims)
    body, manifest = export(engine, now=LATER, versions="all")
    rows = {row["id"]: row for row in map(json.loads, body.splitlines())}
    assert (rows["first"]["current"], rows["first"]["superseded_by"]) == (False, "first-again")
    assert (manifest["as_of"], manifest["again"]) == (None, None)


def test_the_journal_records_who_asked_even_when_the_body_was_not_sent_to_its_end(
    engine: Engine, claims: list[Claim]
) -> None:
    begun = begin_export(engine, Wish(ClaimFilter(), "csv", BASE_URL, "Anna"), THEN, THEN)
    body = send_export(engine, begun, "Anna", THEN)
    body.close()  # type: ignore[attr-defined]
    with reading(engine) as session:
        (entry,) = list_entries(session, JournalFilter(kind="export"), 5)
        assert find_manifest(session, begun.number) is None
    assert (entry.number, entry.actor, entry.details["format"]) == (begun.number, "Anna", "csv")


def test_an_empty_log_is_an_export_too(engine: Engine) -> None:
    for form in FORMATS:
        body, manifest = export(engine, form)
        assert manifest["file"]["rows"] == 0
        assert manifest["file"]["sha256"] == hashlib.sha256(body).hexdigest()


def test_memory_does_not_grow_with_the_rows(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PAGE", 100)
    with writing(sqlite_engine) as session:
        for number in range(300):
            a_published_claim(session, published_at=minutes_after(number / 100))
    peaks = []
    with reading(sqlite_engine, steady=True) as session:
        tracemalloc.start()
        for number, _ in enumerate(walk_rows(session, ClaimFilter(as_of=LATER)), 1):
            if number % 100 == 0:
                peaks.append(tracemalloc.get_traced_memory()[0])
                tracemalloc.reset_peak()
        tracemalloc.stop()
    assert number == 300
    assert peaks[2] < peaks[1] * 1.2 + 500_000
