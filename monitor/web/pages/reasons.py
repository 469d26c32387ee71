"""Why a claim was read as it was, in words: for each field what of the text, or of its source, decided it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.models.claim import LogRow
from monitor.web.pages.cues import Cue, find_cues
from monitor.web.pages.windows import write_length
from monitor.web.pages.wording import explain_alleged_time

LABELS = {
    "stance": "Stance",
    "by": "By",
    "against": "Against",
    "types": "Act",
    "occurred": "When",
    "in_force": "In force",
    "places": "Where",
    "count": "Times, allegedly",
    "killed": "Alleged killed",
    "wounded": "Alleged wounded",
    "civilians": "Civilians",
}
SHOWN_WHEN_SAID = ("count", "killed", "wounded", "civilians")
VOICES = {
    "speaker": "publisher of the source",
    "voice": "the text gives it as their words",
    "voice carried on": "goes on from the words before",
}
DOERS = {
    "enemy": "“the enemy” in a text of this side",
    "name": "named in the text",
    "sentence": "named in the same sentence",
    "adjective": "named in the text, as an adjective",
    "capital": "its capital stands for it",
    "perspective": "the other side, as this speaker sees it",
    "they": "“they”, of whom the text spoke before",
    "it": "“it”, of which the text spoke before",
    "he": "“he”, of whom the text spoke before",
    "poss": "“its”, of which the text spoke before",
    "parties": "all parties, as the text says",
    "we": "the speaker's own side",
    "answered": "whose words the text answers",
    "disputed": "whose words the text disputes",
    "accused": "whose accusation the text relates",
    "recalled": "whose words the text recalls",
    "inferred": "follows from the rest of the text",
    "supposed": "supposed from the rest of the text",
    "mutual": "each side, as the text says",
    "seen": "seen by an observer",
    "marked": "the text marks it as their doing",
}
NOT_READ = "the text names nobody"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a claim; the template draws its value by `key`."""

    key: str
    label: str
    why: str
    cue: Cue | None
    corrected: bool


def list_fields(row: LogRow) -> list[FieldRow]:
    """In the order of the page; figures that neither the text nor a person gives are left out."""
    cues = {cue.key: cue for cue in find_cues(row)}
    return [
        FieldRow(key, label, _explain(row, key), cues.get(key), key in row.changes)
        for key, label in LABELS.items()
        if key not in SHOWN_WHEN_SAID or key in row.changes or getattr(row.claim, key) not in (None, False)
    ]


def _explain(row: LogRow, key: str) -> str:
    if key == "by":
        return next((words for kind, words in VOICES.items() if _has(row, f"{kind}:")), "")
    if key == "against":
        kinds = [reason.partition("->")[0] for reason in row.claim.why if "->" in reason]
        return NOT_READ if row.claim.against is None else ", ".join(DOERS.get(kind, kind) for kind in kinds)
    if key == "occurred":
        return explain_alleged_time(row.finding.occurred)
    return _write_force(row) if key == "in_force" else ""


def _has(row: LogRow, beginning: str) -> bool:
    return any(reason.startswith(beginning) for reason in row.claim.why)


def _write_force(row: LogRow) -> str:
    """ "14 h after the start", from the alleged time, else from the publication."""
    said, start = row.finding, row.agreement.starts_at
    moment = said.occurred.start if said.occurred else row.lineage.published_at
    told = "" if said.occurred else ", by the time of publication"
    unsure = "" if said.in_force_certain else "; not certain"
    if moment < start:
        return f"{write_length(start - moment)} before the start{told}{unsure}"
    return f"{write_length(moment - start)} after the start{told}{unsure}"
