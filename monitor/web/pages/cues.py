"""Which words of the evidence each field of a claim was read from, as far as they can be found again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from monitor.models.claim import LogRow, place_names
from monitor.web.pages.passages import Bound

ACT = "act:"
ENDINGS = r"\w{0,6}"  # case endings of the languages that have them
MOST = 12


@dataclass(frozen=True, slots=True)
class Cue:
    """Words in the evidence; `key` is the field of the claim that they explain."""

    key: str
    bound: Bound
    words: str

    @property
    def number(self) -> int:
        return self.bound.number


def find_cues(row: LogRow) -> list[Cue]:
    """Numbered in the order of the text; a field's first place only, and no two overlap."""
    said = row.finding.evidence
    text = row.revision.title if said.field == "title" else row.revision.text
    found: list[tuple[int, int, str]] = []
    for key, pattern in _patterns(row):
        if any(key == known for _, _, known in found):
            continue
        place = re.compile(pattern, re.IGNORECASE).search(text, said.start, said.end)
        if place and not any(place.start() < end and start < place.end() for start, end, _ in found):
            found.append((place.start(), place.end(), key))
    return [
        Cue(key, Bound(start, end, number), text[start:end])
        for number, (start, end, key) in enumerate(sorted(found)[:MOST], 1)
    ]


def _patterns(row: LogRow) -> Iterator[tuple[str, str]]:
    claim = row.finding
    for reason in claim.why:
        if reason.startswith(ACT):
            yield "types", _words(reason.removeprefix(ACT))
    for name in _spellings(row):
        yield "places", _words(name) + ENDINGS
    yield from (("occurred", pattern) for pattern in _clock(row))
    for key in ("killed", "wounded", "count"):
        number = getattr(claim, key)
        if number is not None and number > 1:
            yield key, rf"(?<!\w){number}(?!\w)"
    for name in _names_of(row.agreement.document, claim.against):
        yield "against", _words(name) + ENDINGS


def _words(phrase: str) -> str:
    return r"(?<!\w)" + r"\s+".join(map(re.escape, phrase.split()))


def _spellings(row: LogRow) -> list[str]:
    """Each place as the claim has it, then under every name of the gazetteer, the longest first."""
    known = place_names(row.agreement.document)
    others = [
        name
        for place in row.agreement.document.get("places", [])
        for spelled in [[name for names in place["names"].values() for name in names]]
        if {name.casefold() for name in spelled} & {name.casefold() for name in row.finding.places}
        for name in spelled
    ]
    more = [name for place in row.finding.places for name in known.get(place.casefold(), [])]
    return [
        *row.finding.places,
        *sorted({*others, *more} - set(row.finding.places), key=lambda name: -len(name)),
    ]


def _clock(row: LogRow) -> Iterator[str]:
    occurred = row.finding.occurred
    if occurred is None or occurred.precision not in ("minute", "hour"):
        return
    local = occurred.start.astimezone(ZoneInfo(row.agreement.timezone))
    yield rf"(?<!\d)0?{local.hour}[:.]{local.minute:02}(?!\d)"


def _names_of(document: Mapping[str, Any], id: str | None) -> list[str]:
    actors = [*document["parties"], *document.get("observers", [])]
    for actor in actors:
        if actor["id"] == id:
            aliases = [name for names in (actor.get("aliases") or {}).values() for name in names]
            return sorted({actor["name"], *aliases}, key=lambda name: -len(name))
    return []
