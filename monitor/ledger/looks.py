"""What a look at a text becomes: lineages, claims, and the facts that their notices carry. Writes nothing.

The facts of a notice about a claim are made here only, for what is recorded and for what is replayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.ledger.keeping import allowed_quote
from monitor.models import Agreement, Claim, Lineage, Revision, Source, Statement
from monitor.models.claim import LogRow
from monitor.terms import Answer, Finding


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a revision for an agreement; a silent one makes no notices.

    `published_by` is the time that a rule's `max_age` counts from, see ledger.baselines.
    """

    revision: Revision
    statement: Statement
    source: Source
    agreement: Agreement
    speaker: str | None
    classifier_version: str
    answer: Answer
    published_by: datetime
    silent: bool = False


def make_lineage(look: Look, id: str, finding: Finding, now: datetime) -> Lineage:
    """A lineage that this finding opens; it has no claim yet."""
    return Lineage(
        id=id,
        agreement_id=look.agreement.id,
        statement_id=look.statement.id,
        stance=finding.stance.value,
        by=finding.by,
        against=finding.against,
        published_at=look.revision.published_at,
        opened_at=now,
    )


def make_claim(look: Look, id: str, reading_id: str, lineage_id: str, position: int) -> Claim:
    """The finding at this position of the look's answer, as a claim."""
    finding = look.answer.findings[position]
    occurred = finding.occurred
    return Claim(
        id=id,
        reading_id=reading_id,
        revision_id=look.revision.id,
        lineage_id=lineage_id,
        position=position,
        stance=finding.stance.value,
        by=finding.by,
        against=finding.against,
        types=[type_.value for type_ in finding.types],
        in_force=finding.in_force,
        in_force_certain=finding.in_force_certain,
        count=finding.count,
        killed=finding.killed,
        wounded=finding.wounded,
        civilians=finding.civilians,
        places=list(finding.places),
        occurred_from=occurred.start if occurred else None,
        occurred_to=occurred.end if occurred else None,
        occurred_precision=occurred.precision.value if occurred else None,
        evidence_field=finding.evidence.field,
        evidence_start=finding.evidence.start,
        evidence_end=finding.evidence.end,
        quote=allowed_quote(look.source, finding.evidence.quote),
        confidence=finding.confidence,
        why=list(finding.why),
    )


def list_facts(
    look: Look, lineage: Lineage, claim: Claim, previous: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What a notice of a claim carries (see alerts.models.Notice); `previous`: old values of a correction."""
    row = LogRow(
        claim=claim,
        lineage=lineage,
        revision=look.revision,
        statement=look.statement,
        source=look.source,
        agreement=look.agreement,
        lang=look.answer.lang,
        speaker=look.speaker,
    )
    facts = row.notice_facts()
    return facts if previous is None else facts | {"previous": dict(previous)}
