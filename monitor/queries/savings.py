"""What was saved of an agreement and its sources, the newest first: who, when, what it was before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from monitor.agreements.changes import changed_keys
from monitor.models import AgreementVersion, JournalEntry, SourceVersion, Watch


@dataclass(frozen=True, slots=True)
class SavedThing:
    """A version of an agreement or source that came with a saving, and the one before it.

    `version` is None where only the watches of the agreement changed: `fields` then names them.
    """

    noun: str
    id: str
    version: int | None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    told: tuple[str, ...] = ()

    @property
    def fields(self) -> list[str]:
        """The dotted keys that differ from the version before."""
        if self.before is None or self.after is None:
            return list(self.told)
        keys = changed_keys(self.before, self.after)
        return [*keys, *(key for key in self.told if key not in keys)]


@dataclass(slots=True)
class Saving:
    """What one person saved at one time."""

    at: datetime
    by: str
    things: list[SavedThing] = field(default_factory=list)


def list_savings(session: Session, agreement_id: str) -> list[Saving]:
    """All of them; each version of a source counts, whichever agreement it was saved with."""
    found: dict[tuple[datetime, str], Saving] = {}
    told = _told_fields(session, agreement_id)
    for at, by, thing in _things(session, agreement_id, told):
        found.setdefault((at, by), Saving(at, by)).things.append(thing)
    for (at, by), fields in told.items():
        if (at, by) not in found:
            found[(at, by)] = Saving(at, by, [SavedThing("agreement", agreement_id, None, told=fields)])
    return sorted(found.values(), key=lambda saving: saving.at)[::-1]


def _things(
    session: Session, agreement_id: str, told: Mapping[tuple[datetime, str], tuple[str, ...]]
) -> Iterator[tuple[datetime, str, SavedThing]]:
    mine = select(AgreementVersion).where(AgreementVersion.agreement_id == agreement_id)
    before: Mapping[str, Any] | None = None
    for row in session.exec(mine.order_by(col(AgreementVersion.version))):
        fields = told.get((row.made_at, row.made_by), ())
        thing = SavedThing("agreement", agreement_id, row.version, before, row.document, fields)
        yield row.made_at, row.made_by, thing
        before = row.document
    for id_, rows in _source_versions(session, agreement_id).items():
        before = None
        for version in rows:
            thing = SavedThing("source", id_, version.version, before, version.document)
            yield version.made_at, version.made_by, thing
            before = version.document


def _source_versions(session: Session, agreement_id: str) -> dict[str, Sequence[SourceVersion]]:
    watched = select(Watch.source_id).where(Watch.agreement_id == agreement_id)
    query = select(SourceVersion).where(col(SourceVersion.source_id).in_(watched))
    found: dict[str, list[SourceVersion]] = defaultdict(list)
    for row in session.exec(query.order_by(col(SourceVersion.source_id), col(SourceVersion.version))):
        found[row.source_id].append(row)
    return dict(found)


def _told_fields(session: Session, agreement_id: str) -> dict[tuple[datetime, str], tuple[str, ...]]:
    """What the journal says of the agreement's changes: it alone knows of watches that came or went."""
    mine = (JournalEntry.kind == "configuration", JournalEntry.subject == f"agreement:{agreement_id}")
    return {
        (row.at, row.actor): tuple(row.details.get("fields", ()))
        for row in session.exec(select(JournalEntry).where(*mine).order_by(col(JournalEntry.number)))
    }
