"""The records that log lines are made from: every version of a lineage's claim, with its origin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from monitor.ledger.line_values import Ground, Version
from monitor.models import Agreement, Claim, Lineage, Reading, Revision, Statement


class Origin(NamedTuple):
    """What a claim's version needs of other records."""

    claim: Claim
    agreement_id: str
    source_id: str
    lang: str
    published_at: datetime
    current_id: str | None
    made_at: datetime
    superseded_at: datetime | None
    closed_at: datetime | None
    statement_id: str

    def as_version(self, ground: Ground, stood: Iterable[tuple[datetime, datetime | None]] = ()) -> Version:
        return Version(
            claim=self.claim,
            agreement_id=self.agreement_id,
            source_id=self.source_id,
            ground=ground,
            lang=self.lang,
            published_at=self.published_at,
            is_current=self.claim.id == self.current_id,
            stood=tuple(stood),
        )


def load_versions(session: Session, lineages: Collection[str]) -> dict[str, list[Version]]:
    """The versions of each lineage's claim, oldest first."""
    query = origins_query().where(col(Lineage.id).in_(lineages))
    found: dict[str, list[Version]] = {}
    grounds: dict[str, Ground] = {}
    for row in session.execute(query.order_by(col(Reading.made_at), col(Claim.id))).all():
        origin = Origin(*row)
        if origin.agreement_id not in grounds:
            grounds[origin.agreement_id] = find_ground(session.get_one(Agreement, origin.agreement_id))
        version = origin.as_version(grounds[origin.agreement_id])
        found.setdefault(origin.claim.lineage_id, []).append(version)
    return found


def find_ground(agreement: Agreement) -> Ground:
    return Ground(agreement.timezone, place_keys(agreement.document))


def place_keys(document: Mapping[str, Any]) -> dict[str, str]:
    """The key of each place of a gazetteer by its id and by every spelling; all case folded."""
    keys: dict[str, str] = {}
    for place in document.get("places", []):
        spellings = [spelling for names in place["names"].values() for spelling in names]
        for spelling in (place["id"], *spellings):
            keys.setdefault(spelling.casefold(), place["id"].casefold())
    return keys


def origins_query() -> Select[Any]:
    """The columns of Origin for every claim."""
    columns: list[Any] = [
        Claim,
        *(col(each) for each in (Lineage.agreement_id, Statement.source_id)),
        *(col(each) for each in (Reading.lang, Revision.published_at, Lineage.claim_id)),
        *(col(each) for each in (Reading.made_at, Reading.superseded_at, Lineage.closed_at, Statement.id)),
    ]
    return (
        select(*columns)
        .options(defer(Claim.why), defer(Claim.quote))  # type: ignore[arg-type]  # long, and rarely asked
        .select_from(Claim)
        .join(Lineage, col(Lineage.id) == Claim.lineage_id)
        .join(Statement, col(Statement.id) == Lineage.statement_id)
        .join(Reading, col(Reading.id) == Claim.reading_id)
        .join(Revision, col(Revision.id) == Claim.revision_id)
    )
