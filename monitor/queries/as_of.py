"""Rows of the log as they were at a moment: under the agreement and the source as both stood then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from monitor.models import Agreement, AgreementVersion, Lineage, Source, SourceVersion, Statement
from monitor.models.claim import LogRow

Row = TypeVar("Row", bound=SQLModel)


class Past:
    """What stood at a moment; what it has looked up it remembers, so that a long list asks once."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session, self._at = session, at
        self._agreements: dict[str, Agreement] = {}
        self._sources: dict[str, Source] = {}

    def set_back(self, rows: Sequence[LogRow]) -> list[LogRow]:
        """Rows whose claims stood then: each was its lineage's current one, and nothing had followed it."""
        return [self._set_back(row) for row in rows]

    def _set_back(self, row: LogRow) -> LogRow:
        return replace(
            row,
            agreement=self._find_agreement(row.agreement),
            source=self._find_source(row.source),
            lineage=self._find_lineage(row.lineage, row.claim.id),
            statement=self._find_statement(row.statement),
            superseded_by=None,
        )

    def _find_lineage(self, now: Lineage, claim_id: str) -> Lineage:
        is_same = now.claim_id == claim_id
        return now if is_same else _copy(now, Lineage, claim_id=claim_id, closed_at=None)

    def _find_statement(self, now: Statement) -> Statement:
        """Its outlet may have taken it back since."""
        taken_back = now.withdrawn_at is not None and now.withdrawn_at > self._at
        return _copy(now, Statement, withdrawn_at=None) if taken_back else now

    def _find_agreement(self, now: Agreement) -> Agreement:
        if now.id not in self._agreements:
            self._agreements[now.id] = self._agreement_then(now)
        return self._agreements[now.id]

    def _agreement_then(self, now: Agreement) -> Agreement:
        mine = (AgreementVersion.agreement_id == now.id, col(AgreementVersion.made_at) <= self._at)
        newest = select(AgreementVersion).where(*mine).order_by(col(AgreementVersion.version).desc())
        then = self._session.exec(newest.limit(1)).first()
        if then is None:
            return _copy(now, Agreement)
        starts_at, ends_at = then.document["starts_at"], then.document.get("ends_at")
        return _copy(
            now,
            Agreement,
            version=then.version,
            document=then.document,
            name=then.document["name"],
            timezone=then.document["timezone"],
            starts_at=datetime.fromisoformat(starts_at),
            ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        )

    def _find_source(self, now: Source) -> Source:
        if now.id not in self._sources:
            mine = (SourceVersion.source_id == now.id, col(SourceVersion.made_at) <= self._at)
            newest = select(SourceVersion).where(*mine).order_by(col(SourceVersion.version).desc())
            then = self._session.exec(newest.limit(1)).first()
            said = {"version": then.version, "document": then.document} if then else {}
            self._sources[now.id] = _copy(now, Source, **said)
        return self._sources[now.id]


def _copy(row: SQLModel, table: type[Row], **changes: Any) -> Row:
    """A row of no session: what is changed in it is written nowhere."""
    return table(**(row.model_dump() | changes))
