"""One call per noun: a record with sensible defaults, written to the session that is handed in.

Parents that are not given are made (or, for agreement and source, found again by their id).
Times stand around the start of the truce, 10 October 2020, 12:00 in Yerevan.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from alerts.columns import new_id
from monitor.ledger.log_lines import write_lines
from monitor.models import (
    Agreement,
    Capture,
    Claim,
    Heartbeat,
    Lineage,
    Reading,
    Review,
    Revision,
    Source,
    Statement,
    Token,
    Watch,
)

Row = TypeVar("Row", bound=SQLModel)

START = datetime(2020, 10, 10, 8, 0, tzinfo=UTC)
TEXT = "At 12:05 the enemy launched an assault at Karakhambeyli."
PARTIES = [
    {"id": "armenia", "name": "Armenia", "country": "AM", "side": "armenian", "aliases": {}},
    {"id": "artsakh", "name": "Nagorno-Karabakh", "country": None, "side": "armenian", "aliases": {}},
    {"id": "azerbaijan", "name": "Azerbaijan", "country": "AZ", "side": "azerbaijani", "aliases": {}},
]
OBSERVERS = [{"id": "russia", "name": "Russia", "country": "RU", "aliases": {}}]
STEPANAKERT = {"en": ["Stepanakert", "Khankendi"], "hy": ["Ստեփանակերտ"]}
PLACES = [
    {"id": "stepanakert", "lat": 39.815, "lon": 46.752, "names": STEPANAKERT},
    {"id": "ganja", "lat": 40.683, "lon": 46.361, "names": {"en": ["Ganja"], "az": ["Gəncə"]}},
]


def minutes_after(minutes: float) -> datetime:
    """A moment that many minutes after the start."""
    return START + timedelta(minutes=minutes)


def an_agreement(session: Session, id: str = "karabakh-2020", **changes: Any) -> Agreement:
    """The agreement of that id: the one that stands, or a new one."""
    known = session.get(Agreement, id)
    if known is not None:
        return known
    document = _agreement_document(id, changes)
    columns: dict[str, Any] = {
        "version": 1,
        "name": document["name"],
        "starts_at": START,
        "ends_at": None,
        "timezone": document["timezone"],
        "document": document,
        "updated_at": START - timedelta(hours=1),
    }
    return _kept(session, Agreement(id=id, **(columns | changes)))


def _agreement_document(id: str, changes: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": id,
        "name": changes.get("name", "Humanitarian ceasefire in Nagorno-Karabakh"),
        "starts_at": changes.get("starts_at", START).isoformat(),
        "ends_at": changes["ends_at"].isoformat() if changes.get("ends_at") else None,
        "timezone": changes.get("timezone", "Asia/Yerevan"),
        "terms": [],
    }
    for name, usual in (("parties", PARTIES), ("observers", OBSERVERS), ("places", PLACES)):
        document[name] = changes.pop(name, usual)
    return document


def a_source(session: Session, id: str = "am-mod", **changes: Any) -> Source:
    """The source of that id: the one that stands, or a new feed; `publisher` goes into its document."""
    known = session.get(Source, id)
    if known is not None:
        return known
    publisher = changes.pop("publisher", f"Press office {id}")
    columns: dict[str, Any] = {
        "version": 1,
        "kind": "feed",
        "url": f"https://{id}.example/feed.xml",
        "updated_at": START - timedelta(hours=1),
    }
    columns |= changes
    document = {"id": id, "publisher": publisher, "kind": columns["kind"], "url": columns["url"]}
    return _kept(session, Source(id=id, **({"document": document} | columns)))


def a_watch(
    session: Session, agreement: Agreement | None = None, source: Source | None = None, **changes: Any
) -> Watch:
    """The watch of that agreement over that source: the one that stands, or a new one."""
    agreement, source = agreement or an_agreement(session), source or a_source(session)
    query = select(Watch).where(Watch.agreement_id == agreement.id, Watch.source_id == source.id)
    known = session.exec(query).first()
    if known is not None:
        return known
    columns = {"id": new_id(), "agreement_id": agreement.id, "source_id": source.id, "speaker": "armenia"}
    return _kept(session, Watch(**(columns | changes)))


def a_capture(session: Session, source: Source | None = None, **changes: Any) -> Capture:
    source = source or a_source(session)
    body: bytes = changes.pop("body", b"<rss/>")
    columns: dict[str, Any] = {
        "id": new_id(),
        "source_id": source.id,
        "requested_url": source.url,
        "final_url": source.url,
        "status": 200,
        "headers": [["content-type", "application/rss+xml"]],
        "media_type": "application/rss+xml",
        "sha256": hashlib.sha256(body).hexdigest(),
        "received_at": START,
    }
    return _kept(session, Capture(body=body, **(columns | changes)))


def a_statement(session: Session, source: Source | None = None, **changes: Any) -> Statement:
    """A statement without a revision yet; `a_revision` counts it up."""
    source = source or a_source(session)
    id = changes.pop("id", new_id())
    columns: dict[str, Any] = {
        "source_id": source.id,
        "external_id": f"item-{id}",
        "url": f"https://{source.id}.example/{id}",
        "first_seen_at": minutes_after(21),
        "revision": 0,
    }
    return _kept(session, Statement(id=id, **(columns | changes)))


def a_revision(session: Session, statement: Statement | None = None, **changes: Any) -> Revision:
    """The statement's next text."""
    statement = statement or a_statement(session)
    source = session.get_one(Source, statement.source_id)
    capture = changes.pop("capture", None) or a_capture(session, source)
    statement.revision += 1
    text = changes.get("text", TEXT)
    columns: dict[str, Any] = {
        "id": new_id(),
        "statement_id": statement.id,
        "number": statement.revision,
        "capture_id": capture.id,
        "title": "Statement of the press office",
        "text": text,
        "text_sha256": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        "published_at": minutes_after(20),
        "precision": "minute",
        "seen_at": statement.first_seen_at,
    }
    return _kept(session, Revision(**(columns | changes)))


def a_reading(
    session: Session, revision: Revision | None = None, agreement: Agreement | None = None, **changes: Any
) -> Reading:
    """A reading of the revision; the reading that stood until now is superseded by it."""
    revision, agreement = revision or a_revision(session), agreement or an_agreement(session)
    columns: dict[str, Any] = {
        "id": new_id(),
        "statement_id": revision.statement_id,
        "revision_id": revision.id,
        "agreement_id": agreement.id,
        "agreement_version": agreement.version,
        "classifier_version": "test",
        "lang": "en",
        "made_at": revision.seen_at + timedelta(seconds=1),
    }
    reading = Reading(**(columns | changes))
    _supersede(session, reading)
    return _kept(session, reading)


def _supersede(session: Session, reading: Reading) -> None:
    query = select(Reading).where(
        Reading.statement_id == reading.statement_id,
        Reading.agreement_id == reading.agreement_id,
        col(Reading.superseded_at).is_(None),
    )
    for older in session.exec(query):
        older.superseded_at, older.superseded_by = reading.made_at, reading.id
        _kept(session, older)


def a_lineage(session: Session, reading: Reading | None = None, **changes: Any) -> Lineage:
    """A lineage that the reading opens; it has no claim until `a_claim` gives it one."""
    reading = reading or a_reading(session)
    columns: dict[str, Any] = {
        "id": new_id(),
        "agreement_id": reading.agreement_id,
        "statement_id": reading.statement_id,
        "stance": "accusation",
        "by": "armenia",
        "against": "azerbaijan",
        "published_at": session.get_one(Revision, reading.revision_id).published_at,
        "opened_at": reading.made_at,
    }
    return _kept(session, Lineage(**(columns | changes)))


def a_claim(
    session: Session, reading: Reading | None = None, lineage: Lineage | None = None, **changes: Any
) -> Claim:
    """A claim, the current one of its lineage; its quote is the whole text unless a span is given."""
    reading = reading or a_reading(session)
    columns = _claim_columns(session, reading) | changes
    actors = {name: columns[name] for name in ("stance", "by", "against")}
    lineage = lineage or a_lineage(session, reading, **actors)
    claim = _kept(session, Claim(lineage_id=lineage.id, **columns))
    lineage.claim_id = claim.id
    _kept(session, lineage)
    write_lines(session, [lineage.id], reading.made_at)
    return claim


def _claim_columns(session: Session, reading: Reading) -> dict[str, Any]:
    text = session.get_one(Revision, reading.revision_id).text
    return {
        "id": new_id(),
        "reading_id": reading.id,
        "revision_id": reading.revision_id,
        "position": 0,
        "stance": "accusation",
        "by": "armenia",
        "against": "azerbaijan",
        "types": ["ground_assault"],
        "in_force": True,
        "in_force_certain": True,
        "places": ["Karakhambeyli"],
        "occurred_from": minutes_after(5),
        "occurred_precision": "minute",
        "evidence_field": "text",
        "evidence_start": 0,
        "evidence_end": len(text),
        "quote": text,
        "confidence": 0.93,
        "why": ["speaker:armenia", "enemy->azerbaijan", "act:launched an assault"],
    }


def a_published_claim(session: Session, source: str = "am-mod", **changes: Any) -> Claim:
    """A claim with its whole road; takes `publisher`, `speaker`, `url`, `title`, `text`, `lang`, ... too."""
    agreement = changes.pop("agreement", None) or an_agreement(session)
    outlet = a_source(session, source, **_taken(changes, "publisher"))
    a_watch(session, agreement, outlet, **_taken(changes, "speaker"))
    at: datetime = changes.get("published_at", minutes_after(20))
    seen_at = at + timedelta(minutes=1)
    statement = a_statement(session, outlet, first_seen_at=seen_at, **_taken(changes, "url"))
    revision = a_revision(session, statement, **_taken(changes, "title", "text", "published_at"))
    reading = a_reading(session, revision, agreement, **_taken(changes, "lang"))
    return a_claim(session, reading, **changes)


def _taken(changes: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: changes.pop(name) for name in names if name in changes}


def a_review(session: Session, claim: Claim, verdict: str = "confirmed", **changes: Any) -> Review:
    columns: dict[str, Any] = {
        "id": new_id(),
        "lineage_id": claim.lineage_id,
        "claim_id": claim.id,
        "verdict": verdict,
    }
    columns |= {"made_by": "K. Lindqvist", "made_at": minutes_after(60)}
    review = _kept(session, Review(**(columns | changes)))
    write_lines(session, [claim.lineage_id], review.made_at)
    return review


def a_token(session: Session, text: str = "a-viewer-token", role: str = "viewer", **changes: Any) -> Token:
    """A token whose plain text is `text`."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    columns = {"id": new_id(), "sha256": sha256, "role": role, "made_at": START}
    return _kept(session, Token(**(columns | changes)))


def a_heartbeat(session: Session, at: datetime, name: str = "scheduler") -> Heartbeat:
    return _kept(session, Heartbeat(name=name, beat_at=at))


def _kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
