"""The form that corrects a reading: every field of a claim as native controls, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.models.claim import LogRow
from monitor.terms import OccurredPrecision
from monitor.web.pages.actors import THIRD_PARTY, Actor, list_actors
from monitor.web.pages.wording import ACTS, EXACTNESS

NUMBERS = ("count", "killed", "wounded")
NO_TIME = "none"
TYPE = "type."
LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?")
PRECISIONS = {NO_TIME: "the text gives no time", **EXACTNESS}
Fields = Mapping[str, str]


class BadCorrection(ValueError):
    """A field of the form, and one plain sentence about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}.")
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """What the template asks for: who can be chosen, and the value of each field."""

    values: Fields
    speakers: list[Actor]
    accused: list[Actor]
    zone: str

    @property
    def acts(self) -> Mapping[str, str]:
        return ACTS

    @property
    def precisions(self) -> Mapping[str, str]:
        return PRECISIONS

    def has(self, type_: str) -> bool:
        return self.values.get(TYPE + type_) == "yes"


def make_form(row: LogRow, typed: Fields | None = None) -> CorrectionForm:
    """As the claim stands, or as it was typed before."""
    actors = list_actors([row.agreement.document])
    values = write_fields(row) if typed is None else typed
    return CorrectionForm(values, [*actors, THIRD_PARTY], actors, row.agreement.timezone)


def write_fields(row: LogRow) -> dict[str, str]:
    """The claim as it counts, as the form's fields."""
    said, zone = row.finding, ZoneInfo(row.agreement.timezone)
    occurred = said.occurred
    return {
        "stance": said.stance.value,
        "by": said.by,
        "against": said.against or "",
        **{TYPE + type_.value: "yes" for type_ in said.types},
        **{name: _write_number(getattr(said, name)) for name in NUMBERS},
        "civilians": "yes" if said.civilians else "",
        "places": "\n".join(said.places),
        "precision": occurred.precision.value if occurred else NO_TIME,
        "from": _write_moment(occurred.start, zone) if occurred else "",
        "to": _write_moment(occurred.end, zone) if occurred and occurred.end else "",
        "words": said.evidence.quote,
    }


def read_fields(fields: Fields, row: LogRow) -> dict[str, Any]:
    """What the form says, as the claim's JSON has it; raises BadCorrection."""
    read = {
        "stance": fields.get("stance", ""),
        "by": fields.get("by", ""),
        "against": fields.get("against") or None,
        "types": [name.removeprefix(TYPE) for name in fields if name.startswith(TYPE)],
        **{name: _read_number(name, fields.get(name, "")) for name in NUMBERS},
        "civilians": fields.get("civilians") == "yes",
        "places": _read_lines(fields.get("places", "")),
    }
    return read | _read_occurred(fields, row) | _read_words(fields.get("words", ""), row)


def find_words(words: str, title: str, text: str, near: int = 0) -> tuple[str, int, int] | None:
    """Where these words stand, however they are spaced: the field, and from where to where.

    Of several places in the text the one that begins closest to `near`.
    """
    parts = words.split()
    if not parts:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    places = sorted(pattern.finditer(text), key=lambda found: abs(found.start() - near))
    if places:
        return "text", places[0].start(), places[0].end()
    found = pattern.search(title)
    return ("title", found.start(), found.end()) if found else None


def _read_words(words: str, row: LogRow) -> dict[str, Any]:
    said = row.finding.evidence
    if words.split() == said.quote.split():
        return {"evidence": {"field": said.field, "start": said.start, "end": said.end}}
    found = find_words(words, row.revision.title, row.revision.text, said.start)
    if found is None:
        raise BadCorrection("words", "do not stand in the statement; copy them from it as they are")
    return {"evidence": dict(zip(("field", "start", "end"), found, strict=True))}


def _read_occurred(fields: Fields, row: LogRow) -> dict[str, Any]:
    """Left as it was read where the form shows what was read: it knows no seconds."""
    names = ("precision", "from", "to")
    as_it_is = write_fields(row)
    if all(fields.get(name, "").replace(" ", "T") == as_it_is[name] for name in names):
        return {"occurred": row.changes["occurred"]} if "occurred" in row.changes else {}
    precision = fields.get("precision", NO_TIME)
    if precision == NO_TIME:
        return {"occurred": None}
    if precision not in list(OccurredPrecision):
        raise BadCorrection("precision", "is none that can be chosen")
    zone = ZoneInfo(row.agreement.timezone)
    start, end = (_read_moment(name, fields.get(name, ""), zone) for name in ("from", "to"))
    if start is None:
        raise BadCorrection("from", "is empty; give the alleged time, or say that the text gives none")
    if end is not None and end < start:
        raise BadCorrection("to", "lies before the beginning")
    moments = {"from": start.isoformat(), "to": end.isoformat() if end else None}
    return {"occurred": {**moments, "precision": precision}}


def _read_moment(name: str, text: str, zone: ZoneInfo) -> datetime | None:
    if not text.strip():
        return None
    found = LOCAL.fullmatch(text.strip())
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ''}") if found else None
    except ValueError:
        moment = None
    if moment is None or not 1900 <= moment.year <= 2200:
        raise BadCorrection(name, "is no time as in 2020-10-10 12:00")
    return moment.replace(tzinfo=zone)


def _read_number(name: str, text: str) -> int | None:
    if not text.strip():
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise BadCorrection(name, "must be a whole number, or empty where the text gives none")
    return int(text)


def _read_lines(text: str) -> list[str]:
    lines: Iterable[str] = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def _write_number(number: int | None) -> str:
    return "" if number is None else str(number)


def _write_moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"
