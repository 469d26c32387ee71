"""Given statements become the notices that the live road would have posted, without a database.

Publication time stands for the clock: a statement is seen and read the moment it is published.
A repeated id is an edit of the statement, paired and told as on the live road.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from alerts.preview import PlainNotice
from monitor.agreements.facts import agreement_facts
from monitor.classify import CLASSIFIER_VERSION, read_statement
from monitor.ledger.baselines import published_by
from monitor.ledger.lineages import ClaimChange, compare_findings
from monitor.ledger.looks import Look, list_facts, make_claim, make_lineage
from monitor.models import Agreement, Claim, Lineage, Revision, Source, Statement
from monitor.models.claim import actor_names
from monitor.terms import AgreementFacts, StatementText

UNKNOWN_SOURCE = "given"


@dataclass(frozen=True, slots=True)
class GivenStatement:
    """One text of a statement; `is_last`: no edit of it follows, so that nothing of it is remembered.

    `source` is its outlet's id; without one the speaker's stands for it.
    """

    id: str
    text: StatementText
    source: str | None = None
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with its lineage, and the look that it came from."""

    look: Look
    lineage: Lineage
    claim: Claim


@dataclass(slots=True)
class _Known:
    """A statement as its last text left it: what it says now, by lineage."""

    statement: Statement
    source: Source
    revision: Revision | None = None
    standing: dict[str, _Told] = field(default_factory=dict)


def replay_statements(statements: Iterable[GivenStatement], agreement: Agreement) -> Iterator[PlainNotice]:
    """The notices of statements that are given in the order of their publication, numbered from 1."""
    facts, known, numbers = agreement_facts(agreement.document), dict[str, _Known](), count(1)
    for given in statements:
        one = known.setdefault(given.id, _Known(*_introduce(given, agreement)))
        for kind, told, previous in _read(given, one, agreement, facts):
            yield PlainNotice(
                id=next(numbers),
                kind=kind,
                agreement_id=agreement.id,
                facts=list_facts(told.look, told.lineage, told.claim, previous),
                published_at=told.look.published_by,
                made_at=given.text.published_at,
            )
        if given.is_last:
            del known[given.id]


def _read(
    given: GivenStatement, known: _Known, agreement: Agreement, facts: AgreementFacts
) -> Iterator[tuple[str, _Told, Mapping[str, Any] | None]]:
    """What a text tells: kind, claim, the old values of a correction. The same text again tells nothing."""
    before, text = known.revision, given.text
    if before is not None and (before.title, before.text) == (text.title, text.text):
        return
    known.revision = _revise(given, 1 if before is None else before.number + 1)
    look = _look(given, known, known.revision, agreement, facts)
    earlier, known.standing = known.standing, {}
    old = {id: told.claim.finding for id, told in earlier.items()}
    for change in compare_findings(old, look.answer.findings, agreement.timezone):
        if change.position is None:  # told with the text that said it
            gone = earlier[change.lineage or ""]
            told = replace(gone, look=replace(look, revision=gone.look.revision, answer=gone.look.answer))
        else:
            told = _stand(look, change, change.position, earlier)
            known.standing[told.lineage.id] = told
        if change.kind is not None:
            yield change.kind, told, change.previous


def _stand(look: Look, change: ClaimChange, position: int, earlier: Mapping[str, _Told]) -> _Told:
    """A claim of the new text; its ids are the same in every replay."""
    reading_id, finding = look.revision.id, look.answer.findings[position]
    claim_id = f"{reading_id}.{position + 1}"
    known = earlier[change.lineage].lineage if change.lineage is not None else None
    lineage = known or make_lineage(look, claim_id, finding, look.revision.seen_at)
    return _Told(look, lineage, make_claim(look, claim_id, reading_id, lineage.id, position))


def _introduce(given: GivenStatement, agreement: Agreement) -> tuple[Statement, Source]:
    """The rows of a statement and its outlet, as far as a notice's facts need them."""
    at, speaker = given.text.published_at, given.text.speaker
    source_id = given.source or speaker or UNKNOWN_SOURCE
    publisher = actor_names(agreement.document).get(speaker or "", source_id)
    source = Source(
        id=source_id, version=0, kind="given", url="", document={"publisher": publisher}, updated_at=at
    )
    statement = Statement(
        id=given.id, source_id=source_id, external_id=given.id, url="", first_seen_at=at, revision=1
    )
    return statement, source


def _revise(given: GivenStatement, number: int) -> Revision:
    text = given.text
    return Revision(
        id=f"{given.id}.{number}",
        statement_id=given.id,
        number=number,
        capture_id="",
        title=text.title,
        text=text.text,
        text_sha256="",
        published_at=text.published_at,
        precision=text.precision.value,
        seen_at=text.published_at,
    )


def _look(
    given: GivenStatement, known: _Known, revision: Revision, agreement: Agreement, facts: AgreementFacts
) -> Look:
    text, seen_at = given.text, known.statement.first_seen_at
    return Look(
        revision=revision,
        statement=known.statement,
        source=known.source,
        agreement=agreement,
        speaker=text.speaker,
        classifier_version=CLASSIFIER_VERSION,
        answer=read_statement(text, facts),
        published_by=published_by(text.published_at, text.precision, seen_at, None, agreement.starts_at),
    )
