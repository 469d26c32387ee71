"""What an export says of itself beside its body, so that it can be cited, checked and made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from monitor.evidence.sealing import last_seal
from monitor.exports.asking import group_pairs, write_moment, write_query
from monitor.exports.entries import Entry
from monitor.exports.formats import Format
from monitor.models import Seal
from monitor.queries.filters import ClaimFilter
from monitor.queries.journal import find_last_number

FORM = "ceasewatch-export-1"
NOTE = (
    "A row is a claim: what its speaker says. Claims are not events, several may be about one event, and"
    " nothing here establishes what happened."
)


@dataclass(frozen=True, slots=True)
class Export:
    """What was asked for: by whom, when, and as which moment the log is shown.

    `number` is that of the journal's entry about it, 0 for one that is not recorded. `wanted.as_of` is
    None with superseded versions: what they were superseded by goes on changing.
    """

    number: int
    wanted: ClaimFilter
    format: Format
    base_url: str
    made_at: datetime
    software: str

    @property
    def file_name(self) -> str:
        """Of letters, digits and dashes, whatever the ids of agreements hold."""
        one = self.wanted.agreement[0] if len(self.wanted.agreement) == 1 else "log"
        about = "".join(char if char.isascii() and char.isalnum() else "-" for char in one)[:60]
        at = (self.wanted.as_of or self.made_at).astimezone(UTC)
        return f"ceasewatch-{about}-{at:%Y%m%dT%H%M%SZ}.{self.format.ending}"

    @property
    def again(self) -> str:
        """The address that makes the same body again."""
        return f"{self.base_url}/api/v1/export?{write_query(self.wanted, format=self.format.name)}"


@dataclass(frozen=True, slots=True)
class Origin:
    """The state that the body was written from: the journal's last number, and the chain's head."""

    journal: int
    seal: Seal | None


def find_origin(session: Session) -> Origin:
    return Origin(find_last_number(session), last_seal(session))


class Tally:
    """Counts what passes through."""

    def __init__(self) -> None:
        self.rows = self.unlocated = 0
        self.agreements: dict[str, int] = {}

    def count(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self.rows += 1
            self.unlocated += not entry.points
            self.agreements[entry.row.agreement.id] = entry.row.agreement.version
            yield entry


def write_manifest(export: Export, origin: Origin, tally: Tally, size: int, sha256: str) -> dict[str, Any]:
    """The manifest; the hash is that of the body's bytes."""
    as_of, seal = export.wanted.as_of, origin.seal
    return {
        "form": FORM,
        "export": export.number or None,
        "file": {
            "name": export.file_name,
            "format": export.format.name,
            "media_type": export.format.media_type,
            "bytes": size,
            "sha256": sha256,
            "rows": tally.rows,
            "rows_without_coordinates": tally.unlocated,
        },
        "query": group_pairs(export.wanted),
        "agreements": [{"id": id, "version": version} for id, version in sorted(tally.agreements.items())],
        "as_of": write_moment(as_of) if as_of else None,
        "journal": origin.journal,
        "seal": {"sequence": seal.sequence, "sha256": seal.sha256} if seal else None,
        "made_at": write_moment(export.made_at),
        "software": export.software,
        "again": export.again if as_of else None,
        "cite": _cite(export, tally.rows, sha256),
        "note": NOTE,
    }


def _cite(export: Export, rows: int, sha256: str) -> str:
    """A line for a footnote."""
    at = (export.wanted.as_of or export.made_at).astimezone(UTC)
    counted = "1 claim" if rows == 1 else f"{rows} claims"
    return (
        f"Ceasewatch, accusation log, {counted} as of {at:%Y-%m-%d %H:%M:%S} UTC,"
        f" {export.file_name}, SHA-256 {sha256}."
    )
