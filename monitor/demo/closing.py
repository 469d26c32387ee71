"""The table at the end of the replay: who said what of whom, and how long after the start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from textwrap import wrap

from sqlmodel import Session

from alerts.sentences import ACTS
from alerts.wording import clean_text, join_words
from monitor.models import Claim
from monitor.models.claim import LogRow
from monitor.queries.claims import ClaimFilter, list_claims

FOOTER = "Ceasewatch records who said what. It does not establish what happened."
COLUMNS = (("After", 6), ("Who says", 16), ("Of whom", 16), ("What is alleged", 33), ("Where", 21))
MOST_ROWS = 500


def write_closing(session: Session, agreement_id: str, starts_at: datetime, page: str) -> str:
    """The claims of acts in force by publication, at most 100 columns wide, and where to read on."""
    wanted = ClaimFilter(agreement=(agreement_id,), in_force=True, sort="published")
    rows = list_claims(session, wanted, MOST_ROWS).items
    lines = [
        f"Said of the time after {starts_at:%H:%M} on {starts_at.day} {starts_at:%B %Y}; `After` counts"
        " hours and minutes to publication",
        "",
        _write_line([name for name, _ in COLUMNS]),
        _write_line(["-" * width for _, width in COLUMNS]),
        *(_write_row(row, starts_at) for row in rows),
        "",
        FOOTER,
        page,
    ]
    return "\n".join(lines)


def _write_row(row: LogRow, starts_at: datetime) -> str:
    names = row.names()
    cells = [
        _write_span(row.lineage.published_at - starts_at),
        clean_text(names["by"] or ""),
        clean_text(names["against"] or "(not named)"),
        _write_what(row.claim),
        clean_text(", ".join(row.claim.places)),
    ]
    wrapped = [wrap(cell, width) for cell, (_, width) in zip(cells, COLUMNS, strict=True)]
    return "\n".join(_write_line(line) for line in zip_longest(*wrapped, fillvalue=""))


def _write_line(cells: Sequence[str]) -> str:
    padded = (cell.ljust(width) for cell, (_, width) in zip(cells, COLUMNS, strict=True))
    return "  ".join(padded).rstrip()


def _write_span(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{hours:02}:{minutes:02}"


def _write_what(claim: Claim) -> str:
    acts = join_words([ACTS[kind] for kind in claim.types if kind in ACTS]) or "a breach of the ceasefire"
    figures = {"killed": claim.killed, "wounded": claim.wounded, "violations": claim.count}
    said = "".join(f", {number} {name}" for name, number in figures.items() if number is not None)
    verb = {"denial": "denies: ", "admission": "acknowledges: "}.get(claim.stance, "")
    return verb + acts + (f"; alleged{said[1:]}" if said else "")
