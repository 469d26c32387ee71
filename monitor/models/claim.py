"""Claim: one alleged act as one reading gave it; Lineage: the same claim through later readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Field, Index, SQLModel, text

from alerts.columns import JSON_DOCUMENT, UtcTime
from monitor.models.agreement import Agreement
from monitor.models.review import Review
from monitor.models.source import Source
from monitor.models.statement import Revision, Statement
from monitor.terms import Finding, Occurred, OccurredPrecision, Span, Stance, ViolationType
from monitor.wire import change_finding, finding_json, time_json


class Lineage(SQLModel, table=True):
    """What makes the claim of a later reading the same claim; reviews and alerts attach to it.

    `claim_id` is its current claim, None once a later reading no longer has it.
    """

    __table_args__ = (
        Index(
            "ix_lineage_log",
            "agreement_id",
            "published_at",
            "id",
            sqlite_where=text("claim_id IS NOT NULL"),
            postgresql_where=text("claim_id IS NOT NULL"),
        ),
        Index(
            "ix_lineage_published",
            "published_at",
            "id",
            sqlite_where=text("claim_id IS NOT NULL"),
            postgresql_where=text("claim_id IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    agreement_id: str = Field(foreign_key="agreement.id")
    statement_id: str = Field(foreign_key="statement.id", index=True)
    stance: str
    by: str
    against: str | None = None
    claim_id: str | None = Field(default=None, index=True)
    published_at: datetime = Field(sa_type=UtcTime)
    opened_at: datetime = Field(sa_type=UtcTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Claim(SQLModel, table=True):
    """One alleged act; never changed. Offsets are code points into the revision's title or text."""

    id: str = Field(primary_key=True)
    reading_id: str = Field(foreign_key="reading.id", index=True)
    revision_id: str = Field(foreign_key="revision.id")
    lineage_id: str = Field(foreign_key="lineage.id", index=True)
    position: int
    stance: str
    by: str
    against: str | None = None
    types: list[str] = Field(sa_type=JSON_DOCUMENT)
    in_force: bool
    in_force_certain: bool
    count: int | None = None
    killed: int | None = None
    wounded: int | None = None
    civilians: bool = False
    places: list[str] = Field(sa_type=JSON_DOCUMENT)
    occurred_from: datetime | None = Field(default=None, sa_type=UtcTime)
    occurred_to: datetime | None = Field(default=None, sa_type=UtcTime)
    occurred_precision: str | None = None
    evidence_field: str
    evidence_start: int
    evidence_end: int
    quote: str
    confidence: float
    why: list[str] = Field(sa_type=JSON_DOCUMENT)

    @property
    def occurred(self) -> Occurred | None:
        if self.occurred_from is None or self.occurred_precision is None:
            return None
        return Occurred(self.occurred_from, self.occurred_to, OccurredPrecision(self.occurred_precision))

    @property
    def finding(self) -> Finding:
        """The act as a plain value, as the classifier gave it."""
        field = "title" if self.evidence_field == "title" else "text"
        return Finding(
            stance=Stance(self.stance),
            by=self.by,
            against=self.against,
            types=tuple(ViolationType(name) for name in self.types),
            in_force=self.in_force,
            in_force_certain=self.in_force_certain,
            evidence=Span(field, self.evidence_start, self.evidence_end, self.quote),  # type: ignore[arg-type]
            confidence=self.confidence,
            why=tuple(self.why),
            occurred=self.occurred,
            count=self.count,
            killed=self.killed,
            wounded=self.wounded,
            civilians=self.civilians,
            places=tuple(self.places),
        )


@dataclass(frozen=True, slots=True)
class LogRow:
    """A claim with all that a reader of the accusation log needs to know of it."""

    claim: Claim
    lineage: Lineage
    revision: Revision
    statement: Statement
    source: Source
    agreement: Agreement
    lang: str
    speaker: str | None
    review: Review | None = None
    superseded_by: str | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """What a person corrected of it, as the claim's JSON has it."""
        return self.review.changes if self.review is not None else {}

    @property
    def finding(self) -> Finding:
        """The claim as it counts: what a person corrected of it in place of the machine's reading."""
        return change_finding(self.claim.finding, self.changes) if self.changes else self.claim.finding

    def as_json(self) -> dict[str, Any]:
        """The contract's claim JSON; `url` is a path below the desk's address."""
        form = finding_json(self.claim.finding, self.agreement.timezone)
        form |= {
            "id": self.claim.id,
            "lineage": self.lineage.id,
            "agreement": self.agreement.id,
            "statement": self._statement_json(),
            "incident": None,
            "review": self._review_json(),
            "url": f"/claims/{self.claim.id}",
        }
        return form

    def names(self) -> dict[str, Any]:
        """The display names of accuser and accused, and every name of the places that the gazetteer knows.

        An id that the agreement lost stands for itself.
        """
        names = actor_names(self.agreement.document)
        against = self.claim.against
        known = place_names(self.agreement.document)
        return {
            "by": names.get(self.claim.by, self.claim.by),
            "against": names.get(against, against) if against else None,
            "places": {
                place: known[place.casefold()] for place in self.claim.places if place.casefold() in known
            },
        }

    def notice_facts(self) -> dict[str, Any]:
        """What a notice about this claim carries for rules and messages, see alerts.models.Notice."""
        agreement = self.agreement
        return {
            "agreement": {"id": agreement.id, "name": agreement.name, "timezone": agreement.timezone},
            "claim": self.as_json(),
            "names": self.names(),
            "sides": self._sides(),
            "places": find_places(agreement.document, self.claim.places),
        }

    def _sides(self) -> dict[str, str]:
        """The sides of accuser and accused; who is no party has none."""
        sides = {party["id"]: party["side"] for party in self.agreement.document["parties"]}
        actors = {"by": self.claim.by, "against": self.claim.against}
        return {role: sides[actor] for role, actor in actors.items() if actor in sides}

    def _statement_json(self) -> dict[str, Any]:
        return {
            "id": self.statement.id,
            "url": self.statement.url,
            "title": self.revision.title,
            "publisher": self.source.document["publisher"],
            "source": self.source.id,
            "speaker": self.speaker,
            "published_at": time_json(self.revision.published_at, ZoneInfo(self.agreement.timezone)),
            "precision": self.revision.precision,
            "first_seen_at": time_json(self.statement.first_seen_at, ZoneInfo(self.agreement.timezone)),
            "lang": self.lang,
            "revision": self.revision.number,
        }

    def _review_json(self) -> dict[str, Any] | None:
        if self.review is None:
            return None
        return {
            "verdict": self.review.verdict,
            "changes": self.review.changes,
            "note": self.review.note,
            "by": self.review.made_by,
            "at": time_json(self.review.made_at, ZoneInfo(self.agreement.timezone)),
            "claim": self.review.claim_id,
        }


def actor_names(document: Mapping[str, Any]) -> dict[str, str]:
    """Display names by id of an agreement's parties and observers."""
    actors = [*document["parties"], *document.get("observers", [])]
    return {actor["id"]: actor["name"] for actor in actors} | {"other": "A third party"}


def place_names(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """Each spelling of a gazetteer's places, case folded, to the names in the language of work (English).

    A place without an English name keeps its first language's.
    """
    known: dict[str, list[str]] = {}
    for place in document.get("places", []):
        names = place["names"]
        shown: list[str] = names.get("en") or next(iter(names.values()), [])
        known |= {spelling.casefold(): list(shown) for spellings in names.values() for spelling in spellings}
    return known


def find_places(document: Mapping[str, Any], spellings: Sequence[str]) -> dict[str, list[str]]:
    """Of spellings that a gazetteer knows: the place's id, then its names in every language."""
    found: dict[str, list[str]] = {}
    for place in document.get("places", []):
        names = [name for names in place["names"].values() for name in names]
        folded = {name.casefold() for name in names}
        found |= {spelling: [place["id"], *names] for spelling in spellings if spelling.casefold() in folded}
    return found
